import { type Command, defineCommand } from "../calling/command.ts";
import { argument, flag, required, text } from "../calling/options.ts";

/** `alidade experiments keep`: archives an experiment of this state. */
export const keepFinished: Command = defineCommand({
  name: "keep",
  summary: "Archive an experiment as it reads now, with what its models had promised",
  about: "Read out again later, when more outcomes are known, it is archived again; nothing is overwritten.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    name: required(text("name", "of the experiment")),
    early: flag("count decisions whose window is still open"),
  },
  examples: ["alidade experiments keep system.mts --name calls"],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const { system } = await loadSystem(args.system, cwd);
    const { finishedExperiment } = await import("./finished.ts");
    const { openArchive } = await import("./open-archive.ts");
    const { keepAll } = await import("./keep-all.ts");
    const { keepPrice } = await import("./waiting-price.ts");
    const { comparisons } = await finishedExperiment(system, options, invocation);
    const kept = await keepAll(await openArchive(invocation), comparisons, `Archived the experiment ${options.name}`);
    const waiting = await keepPrice(system, options, invocation);
    if (waiting === undefined) return kept;
    const summary = [...kept.document.summary, waiting.sentence];
    return { json: { ...kept.json, waiting: waiting.price }, document: { ...kept.document, summary } };
  },
});
