import { type Command, defineCommand } from "../calling/command.ts";
import { argument } from "../calling/options.ts";

/** `alidade experiments add`: comparisons that were made elsewhere. */
export const addComparisons: Command = defineCommand({
  name: "add",
  summary: "Add finished comparisons from a file: wins, losses and spoilt ones",
  about:
    "A JSON list; each says system, experiment, basis (randomised or observational), releases, from, until, units, currency, " +
    "offline and online deltas with their standardError, verdict and decision. Losers belong there: an archive of winners " +
    "teaches what is not so.",
  arguments: { file: argument("JSON file") },
  options: {},
  examples: ["alidade experiments add past.json"],
  async run(invocation) {
    const { args, cwd } = invocation;
    const { readComparisons } = await import("./read-comparisons.ts");
    const { checkedComparison } = await import("../../experiment/index.ts");
    const comparisons = (await readComparisons(args.file, cwd)).map(checkedComparison);
    const { openArchive } = await import("./open-archive.ts");
    const archive = await openArchive(invocation, true);
    const { keepAll } = await import("./keep-all.ts");
    return keepAll(archive, comparisons, `Added from ${args.file}`);
  },
});
