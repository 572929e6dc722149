import { type Command, defineCommand } from "../calling/command.ts";
import { optionalArgument } from "../calling/options.ts";
import { namedSystem } from "../loading/named-system.ts";

/** `alidade ledger`: what a system has earned, and whether a holdback says the same. */
export const command: Command = defineCommand({
  name: "ledger",
  looks: true,
  summary: "What a system's launches have earned, by release and month",
  about:
    "Adds up what the archive's randomised comparisons measured, on the decisions that each release served, and takes off " +
    "what the winners owe to luck. Held against every holdback of the archive and, where the system's file is found, against the system's own. Ends with 1 " +
    "when one of them differs by more than chance.",
  arguments: { system: optionalArgument("name or file of the system; the only one when left out") },
  options: {},
  examples: ["alidade ledger readmission"],
  async run(invocation) {
    const system = await namedSystem(invocation.args.system, invocation);
    const { openArchive } = await import("../archive/open-archive.ts");
    const { servedByMonth } = await import("../archive/served.ts");
    const { heldBack, systemHere } = await import("../archive/held-back.ts");
    const { entriesOf } = await import("../decisions/read-journal.ts");
    const { ledgerOf, ledgerReport, reconcile } = await import("../../experiment/index.ts");
    const comparisons = await (await openArchive(invocation)).comparisons(system);
    const { journal } = await invocation.openState(false);
    const served = await servedByMonth(entriesOf(journal, invocation.signal), system);
    const request = { system, currency: comparisons.at(-1)?.currency ?? "USD", comparisons, served };
    const ledger = ledgerOf(request);
    const file = await systemHere(system, invocation.args.system, invocation.cwd);
    const own = await heldBack(file, invocation);
    const reconciled = reconcile({ ...request, comparisons: [...comparisons, ...own] });
    const document = ledgerReport(ledger, reconciled);
    const { wordPage, writeReportOrNot } = await import("../output/write-report.ts");
    const page = await writeReportOrNot(document, `${system}-ledger`, invocation);
    const summary = [...document.summary, wordPage(page, "The whole report")];
    return {
      json: { ledger, reconciled, report: page },
      document: { ...document, summary },
      exit: reconciled.some(({ agrees }) => agrees === false) ? 1 : 0,
    };
  },
});
