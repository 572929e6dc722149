import { type Command, defineCommand } from "../calling/command.ts";
import { number, optionalArgument, text, withDefault } from "../calling/options.ts";

/** `alidade metrics`: the catalogue; `alidade metrics <system>`: what is watched, beside what is wanted. */
export const command: Command = defineCommand({
  name: "metrics",
  looks: true,
  summary: "What is measured: the catalogue, and a system's metrics beside their targets",
  about:
    "Without an argument: every metric of the catalogue. With a metric's name: its definition and pitfalls. With a system " +
    "file: every metric that it watches, from the journal, beside baseline, target and threshold, with its interval; an " +
    "overdue re-evaluation comes first. Days that nothing can change any more are added up once and kept, where the state may be written.",
  arguments: { what: optionalArgument("a system file or its folder, or the name of a metric") },
  options: {
    search: text("words", "look in names, other names and definitions of the catalogue"),
    outputs: text("file", "texts and their references as JSON lines: BLEU, perplexity and the like"),
    days: withDefault(number("n", "how many days back, today included", { min: 1, max: 3_660, integer: true }), 28),
    html: text("file", "write the report of a system as a page, with plots over time"),
    url: text("server", "ask a running server, too: uptime, processor, memory; ALIDADE_TOKEN holds its token"),
  },
  examples: [
    "alidade metrics",
    "alidade metrics --search cross-entropy",
    "alidade metrics take-rate",
    "alidade metrics system.mts --html metrics.html",
    "alidade metrics --outputs answers.jsonl",
  ],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    if (options.outputs !== undefined) {
      const { outputsAnswer } = await import("../metrics/outputs-answer.ts");
      return await outputsAnswer(options.outputs, cwd);
    }
    const { isPath } = await import("../metrics/is-path.ts");
    if (args.what !== undefined && (await isPath(args.what, cwd))) {
      const { systemAnswer } = await import("../metrics/system-answer.ts");
      return await systemAnswer(args.what, options, invocation);
    }
    const { catalogueEntries } = await import("../metrics/catalogue-entries.ts");
    const { catalogueAnswer, entryAnswer } = await import("../metrics/catalogue-views.ts");
    const { entryNamed, refuseUnknown, searchEntries } = await import("../metrics/find-metrics.ts");
    const entries = catalogueEntries();
    if (options.search !== undefined) return catalogueAnswer(searchEntries(entries, options.search), options.search);
    if (args.what === undefined) return catalogueAnswer(entries, undefined);
    const found = entryNamed(entries, args.what);
    if (found === undefined) throw refuseUnknown(entries, args.what);
    return entryAnswer(found);
  },
});
