import type { Contract, SnapshotDiff } from "../../data/index.ts";
import type { Snapshot } from "../../registry/index.ts";
import type { Blobs } from "../../store/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { argument, list, number, withDefault } from "../calling/options.ts";
import { namedSnapshot, snapshotGone } from "../snapshots/named-snapshot.ts";

/** `alidade data diff <a> <b>`: which rows came, went and changed between two snapshots. */
export const command: Command = defineCommand({
  name: "diff",
  summary: "Show which rows and columns differ between two snapshots",
  about:
    "Rows are told apart by a key: the one that is named, else the field that the contract calls unique; without one, rows " +
    "are the same when all their values are. Parts that both snapshots hold are passed over unread.",
  arguments: {
    before: argument("a tag, or the beginning of a snapshot's id"),
    after: argument("what it is compared with, likewise"),
  },
  options: {
    key: list("a,b,…", "columns that tell rows apart"),
    examples: withDefault(number("n", "rows of each kind that are shown", { min: 0, max: 1_000, integer: true }), 5),
  },
  examples: ["alidade data diff 3f9c2a81 7d01be44", "alidade data diff golden 7d01be44 --key order,line"],
  async run({ args, options, registry, openState, progress, signal }) {
    const shelf = await registry();
    const [before, after] = [await namedSnapshot(shelf, args.before), await namedSnapshot(shelf, args.after)];
    const { blobs } = await openState(false);
    const contracts = [await contractOf(blobs, before), await contractOf(blobs, after)] as const;
    const key = options.key ?? uniqueField(contracts[1] ?? contracts[0]);
    const { diffContracts, diffSnapshots } = await import("../../data/index.ts");
    const step = progress.step("Comparing");
    const found: SnapshotDiff | undefined = await diffSnapshots(blobs, [before.id, after.id], {
      ...{ key, examples: options.examples, signal },
      onProgress: (share) => step.update(share),
    });
    if (found === undefined) throw snapshotGone({ id: (before.dropped === undefined ? after : before).id });
    step.done();
    const [was, is] = contracts;
    const demands = was === undefined || is === undefined ? undefined : diffContracts(was, is);
    const { diffDocument } = await import("../data/diff-document.ts");
    return {
      json: { ...found, demands: demands ?? null },
      document: diffDocument(found, { demands, times: timesOf(contracts) }),
    };
  },
});

/** The contract of a snapshot's rows; undefined for one that was taken before contracts were kept. */
async function contractOf(blobs: Blobs, { contract }: Snapshot): Promise<Contract | undefined> {
  const bytes = contract === undefined ? undefined : await blobs.get(`contracts/${contract}`);
  return bytes === undefined ? undefined : (JSON.parse(new TextDecoder().decode(bytes)) as Contract);
}

function timesOf(contracts: readonly (Contract | undefined)[]): ReadonlySet<string> {
  const fields = contracts.flatMap((contract) => Object.entries(contract?.fields ?? {}));
  return new Set(fields.filter(([, { kind }]) => kind === "time").map(([name]) => name));
}

function uniqueField(contract: Contract | undefined): readonly string[] {
  return Object.entries(contract?.fields ?? {})
    .filter(([, field]) => field.unique)
    .slice(0, 1)
    .map(([name]) => name);
}
