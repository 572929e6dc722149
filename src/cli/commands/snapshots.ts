import { type Command, defineCommand } from "../calling/command.ts";
import { optionalArgument } from "../calling/options.ts";
import { namedSystem } from "../loading/named-system.ts";
import { listing, shortTime } from "../output/listing.ts";
import { pruneSnapshots } from "../snapshots/prune-snapshots.ts";
import { repairSnapshot } from "../snapshots/repair-snapshot.ts";
import { tagSnapshot, untagSnapshot } from "../snapshots/tag-snapshot.ts";

/** `alidade snapshots`: the data that was learned from, newest first; `tag`, `untag`, `prune` and `repair` them. */
export const command: Command = defineCommand({
  name: "snapshots",
  looks: true,
  summary: "List, tag, clear and repair the snapshots of a system's data",
  arguments: { system: optionalArgument("name or file of the system; the only one when left out") },
  options: {},
  examples: ["alidade snapshots readmission", "alidade snapshots tag 3f9c2a81 golden", "alidade snapshots prune"],
  actions: [tagSnapshot, untagSnapshot, pruneSnapshots, repairSnapshot],
  async run({ args, registry, cwd }) {
    const system = await namedSystem(args.system, { registry, cwd });
    const found = [...(await (await registry()).snapshots(system))].reverse();
    const isTagged = found.some(({ tags = [] }) => tags.length > 0);
    const { table } = await import("../../report/index.ts");
    return listing({
      title: `Snapshots of ${system}`,
      json: { system, snapshots: found },
      none: "No snapshot yet: training takes the first.",
      table: table(
        [
          "Snapshot",
          ...(isTagged ? ["Tags"] : []),
          { name: "Rows", unit: "count" },
          { name: "Set aside", unit: "count" },
          ...["Source", "Taken", "By"],
        ],
        found.map(({ id, rows, quarantined, source, createdAt, by, tags = [], dropped }) => [
          id.slice(0, 12),
          ...(isTagged ? [tags.join(", ")] : []),
          rows,
          quarantined,
          dropped === undefined ? source.replace(/\S*\//, "") : `thrown away ${shortTime(dropped.at)}`,
          shortTime(createdAt),
          by,
        ]),
      ),
    });
  },
});
