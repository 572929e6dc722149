import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";

/** `alidade experiments show`: one comparison in full. */
export const showComparison: Command = defineCommand({
  name: "show",
  looks: true,
  summary: "Show one finished comparison: promised, measured, decided",
  arguments: { comparison: argument("system/experiment/arm") },
  options: {},
  examples: ["alidade experiments show readmission/calls/treatment"],
  async run(invocation) {
    const { comparisonIn, openArchive } = await import("./open-archive.ts");
    const { comparisonDocument } = await import("./archive-views.ts");
    const found = await comparisonIn(await openArchive(invocation), invocation.args.comparison);
    return { json: found, document: comparisonDocument(found) };
  },
});
