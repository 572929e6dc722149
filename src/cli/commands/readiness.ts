import { type Command, defineCommand } from "../calling/command.ts";
import { argument, number } from "../calling/options.ts";

/** `alidade readiness <system>`: the 28 tests of production readiness, from evidence. */
export const command: Command = defineCommand({
  name: "readiness",
  looks: true,
  summary: "How ready a system is to be relied on: 28 tests, answered by evidence",
  about:
    "Answers the 28 tests of “The ML Test Score” (Breck et al., 2017) from what the state directory holds: half a point for what was " +
    "done by hand and is kept, one for what a machine does again and again. The score is that of the weakest of four sections. " +
    "Every test names where its evidence is seen, or what would give some. Writes the page to `reports/<name>-readiness.html`.",
  arguments: { system: argument("the system file, or its folder") },
  options: { least: number("points", "end with 1 where the score is below", { min: 0, max: 7 }) },
  examples: ["alidade readiness system.mts", "alidade readiness system.mts --least 3 --json"],
  async run(invocation) {
    const { args, options, cwd } = invocation;
    const { loadSystem, shownPath } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { gatherReadiness } = await import("../readiness/gather-readiness.ts");
    const { readinessOf, readinessReport } = await import("../../watch/index.ts");
    const readiness = readinessOf(await gatherReadiness(loaded, invocation));
    const document = readinessReport(readiness);
    const { wordPage, writeReportOrNot } = await import("../output/write-report.ts");
    const page = await writeReportOrNot(document, `${loaded.system.name}-readiness`, invocation);
    const summary = [...document.summary, wordPage(page === null ? null : shownPath(page, cwd))];
    const { least = 0 } = options;
    return {
      exit: readiness.score < least ? 1 : 0,
      json: { ...readiness, report: page },
      document: { ...document, summary },
    };
  },
});
