import { type Command, defineCommand } from "../calling/command.ts";
import { argument, text } from "../calling/options.ts";

/** What a withdrawn comparison is marked by. */
const WITHDRAWN = "withdrawn";

/** `alidade experiments withdraw`: a comparison that nothing is to be learned from after all. */
export const withdrawComparison: Command = defineCommand({
  name: "withdraw",
  summary: "Take a comparison back: it stays in the archive and counts no more",
  about:
    "A revision that is marked as withdrawn; no exchange rate, forecast or ledger counts it. `alidade experiments keep` or " +
    "`add` brings it back.",
  arguments: { comparison: argument("system/experiment/arm") },
  options: { why: text("reason", "kept with the revision") },
  examples: ["alidade experiments withdraw readmission/calls/treatment --why 'stopped by mistake'"],
  async run(invocation) {
    const { args, options } = invocation;
    const { comparisonIn, openArchive } = await import("./open-archive.ts");
    const archive = await openArchive(invocation);
    const { invalid, why, ...found } = await comparisonIn(archive, args.comparison);
    const marked = { ...found, invalid: [...new Set([...invalid, WITHDRAWN])], why: options.why ?? why };
    const { record, known } = await archive.keep(marked);
    return {
      json: { comparison: record, known },
      document: {
        title: `Withdrew ${record.id}`,
        summary: [
          known
            ? "It had been withdrawn before."
            : `Revision ${record.revision} counts no more; the earlier ones are kept.`,
          "`alidade experiments keep` archives it again.",
        ],
        sections: [],
      },
    };
  },
});
