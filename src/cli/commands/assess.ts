import { type Command, defineCommand } from "../calling/command.ts";
import { argument, number, text } from "../calling/options.ts";

/** `alidade assess <system>`: is ML the right tool, feasible, and worth it. */
export const command: Command = defineCommand({
  name: "assess",
  summary: "Is ML the right tool here, and is it worth it?",
  about:
    "Looks in the data for signs for and against ML, weighs it against the rule in money, and says how long an " +
    "experiment would take. Stores nothing. Ends with 0 whatever the answer is.",
  arguments: { system: argument("the system file, or its folder") },
  options: {
    data: text("file", "read this file instead of the declared source"),
    perDay: number("n", "new entities a day, for the length of an experiment", { min: 0 }),
    costPerYear: number("money", "what building and running would cost a year, for the break-even", { min: 0 }),
  },
  examples: [
    "alidade assess system.mts",
    "alidade assess system.mts --per-day 400",
    "alidade assess system.mts --cost-per-year 80000",
  ],
  async run(invocation) {
    const { args, options, cwd, progress, stopwatch, signal } = invocation;
    const { loadSystem } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { readerFor } = await import("../loading/system-source.ts");
    const { assess, assessmentJson, assessmentReport } = await import("../../assess/index.ts");
    const { compute } = await invocation.backends();
    const read = await readerFor(loaded, options.data, invocation);
    const perDay = options.perDay === undefined ? {} : { perDay: options.perDay };
    const cost = options.costPerYear === undefined ? {} : { costPerYear: options.costPerYear };
    const assessment = await assess(loaded.system, {
      read,
      compute: compute(signal),
      progress,
      stopwatch,
      signal,
      ...perDay,
      ...cost,
    });
    return { json: assessmentJson(assessment), document: assessmentReport(assessment, loaded.system) };
  },
});
