import { type Command, defineCommand } from "../calling/command.ts";
import { optionalArgument } from "../calling/options.ts";
import { namedSystem } from "../loading/named-system.ts";
import { listing, shortTime } from "../output/listing.ts";

/** `alidade snapshots`: the data that was learned from, newest first. */
export const command: Command = defineCommand({
  name: "snapshots",
  summary: "List the snapshots of a system's data",
  arguments: { system: optionalArgument("name or file of the system; the only one when left out") },
  options: {},
  examples: ["alidade snapshots readmission"],
  async run({ args, registry, cwd }) {
    const system = await namedSystem(args.system, { registry, cwd });
    const found = [...(await (await registry()).snapshots(system))].reverse();
    const { table } = await import("../../report/index.ts");
    return listing({
      title: `Snapshots of ${system}`,
      json: { system, snapshots: found },
      none: "No snapshot yet: training takes the first.",
      table: table(
        ["Snapshot", { name: "Rows", unit: "count" }, { name: "Set aside", unit: "count" }, "Source", "Taken", "By"],
        found.map(({ id, rows, quarantined, source, createdAt, by }) => [
          id.slice(0, 12),
          rows,
          quarantined,
          source.replace(/\S*\//, ""),
          shortTime(createdAt),
          by,
        ]),
      ),
    });
  },
});
