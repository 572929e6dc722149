import { type Command, defineCommand } from "../calling/command.ts";
import { argument, choice, flag, number, text } from "../calling/options.ts";

/** `alidade assess <system>`: is ML the right tool, feasible, and worth it. */
export const command: Command = defineCommand({
  name: "assess",
  summary: "Is ML the right tool here, and is it worth it?",
  about:
    "Looks in the data for signs for and against ML, weighs it against the rule in money, holds what the objective's brief " +
    "takes for granted and requires against what is there, and says how long an experiment would take. Stores nothing. " +
    "Ends with 0 whatever the answer is.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    data: text("file", "read this file instead of the declared source"),
    perDay: number("n", "new entities a day, for the length of an experiment", { min: 0 }),
    costPerYear: number("money", "what running would cost a year; building too where --build-cost does not say it", {
      min: 0,
    }),
    buildCost: number("money", "what building would cost, once", { min: 0 }),
    buildMonths: number("n", "how many months building would take (default 3, told as assumed)", {
      min: 0,
      max: 120,
      integer: true,
    }),
    framings: flag("race the same problem stated in other ways, and those that the file exports as `framings`"),
    view: choice(
      ["executive", "data-scientist", "operator", "end-user", "it"],
      "worded for this reader, from the same numbers",
    ),
    html: text("place", "write a page to this file, or the whole and a page for every reader to this folder"),
  },
  examples: [
    "alidade assess system.mts",
    "alidade assess system.mts --cost-per-year 80000 --build-cost 120000",
    "alidade assess system.mts --html assessment",
    "alidade assess examples/next-app --framings",
    "alidade assess system.mts --view executive --html for-the-board.html",
  ],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { assess, assessmentJson } = await import("../../assess/index.ts");
    const { assessDeps } = await import("../assessing/assess-deps.ts");
    const { documentFor, noted, viewNamed, withMore, writePages } = await import("../assessing/pages.ts");
    const { view: slug, html, framings, ...said } = options;
    const { system } = loaded;
    const deps = await assessDeps(loaded, said, invocation);
    const assessment = await assess(system, deps);
    const { framingsPart } = await import("../framing/framings-part.ts");
    const raced = framings ? await framingsPart(loaded, cwd, deps) : undefined;
    const view = viewNamed(slug);
    const pages =
      html === undefined
        ? []
        : await writePages(html, { assessment, system, view, more: raced?.sections ?? [] }, invocation);
    return {
      json: { ...assessmentJson(assessment), ...raced?.json, ...(pages.length === 0 ? {} : { pages }) },
      document: noted(withMore(documentFor(view, assessment, system), raced?.sections ?? []), pages),
    };
  },
});
