import { addComparisons } from "../archive/add.ts";
import { keepFinished } from "../archive/keep.ts";
import { exchange } from "../archive/rate.ts";
import { showComparison } from "../archive/show.ts";
import { withdrawComparison } from "../archive/withdraw.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { optionalArgument } from "../calling/options.ts";
import { observe } from "../observational/observe.ts";
import { listing } from "../output/listing.ts";
import { readOutsideExperiment } from "../warehouse/read-outside.ts";

/** `alidade experiments`: the archive of finished comparisons, and what it teaches. */
export const command: Command = defineCommand({
  name: "experiments",
  looks: true,
  summary: "List finished experiments, won, lost and spoilt; what a metric has been worth online",
  about:
    "The archive keeps what each comparison promised offline and measured online. From ten of them on, `rate` says what one " +
    "point of an offline metric has been worth.",
  arguments: { system: optionalArgument("name of the system; all of them when left out") },
  options: {},
  examples: ["alidade experiments readmission", "alidade experiments rate --metric rocAuc"],
  actions: [showComparison, keepFinished, addComparisons, withdrawComparison, exchange, observe, readOutsideExperiment],
  async run(invocation) {
    const { openArchive } = await import("../archive/open-archive.ts");
    const { archiveTable } = await import("../archive/archive-views.ts");
    const { system } = invocation.args;
    const comparisons = await (await openArchive(invocation)).comparisons(system);
    return listing({
      title: `Experiments of ${system ?? "all systems"}`,
      json: { system: system ?? null, comparisons },
      none: "No finished comparison yet: `alidade experiments keep` archives one, `alidade experiments add` those of another tool.",
      table: archiveTable(comparisons),
    });
  },
});
