import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";

/** `alidade scorecard <system>`: how a system is built and kept, by what the state directory knows. */
export const command: Command = defineCommand({
  name: "scorecard",
  looks: true,
  summary: "How reliable, scalable, maintainable and adaptable a system is, from evidence",
  about:
    "Asks what the state directory holds (runs, models, releases, traffic plans, history, journal, archive, tokens) some twenty questions " +
    "on four requirements and seven design principles. Every answer names the command that shows the measurement; where there is no " +
    "evidence, it says what would give it. Writes the page to `reports/<name>-scorecard.html`.",
  arguments: { system: argument("the system file, or its folder") },
  options: {},
  examples: ["alidade scorecard system.mts", "alidade scorecard system.mts --json"],
  async run(invocation) {
    const { args, cwd } = invocation;
    const { loadSystem, shownPath } = await import("../load-system.ts");
    const loaded = await loadSystem(args.system, cwd);
    const { gatherEvidence } = await import("../scorecard/gather-evidence.ts");
    const { scorecardOf, scorecardReport } = await import("../../watch/index.ts");
    const scorecard = scorecardOf(await gatherEvidence(loaded, invocation));
    const document = scorecardReport(scorecard);
    const { wordPage, writeReportOrNot } = await import("../output/write-report.ts");
    const page = await writeReportOrNot(document, `${loaded.system.name}-scorecard`, invocation);
    const summary = [...document.summary, wordPage(page === null ? null : shownPath(page, cwd))];
    return { json: { ...scorecard, report: page }, document: { ...document, summary } };
  },
});
