import type { Retention } from "../../registry/index.ts";
import type { Document } from "../../report/index.ts";
import { type Command, defineCommand } from "../calling/command.ts";
import { flag, number, optionalArgument, text, withDefault } from "../calling/options.ts";
import { namedSystem } from "../loading/named-system.ts";
import { shortTime } from "../output/listing.ts";
import { shortId } from "./named-snapshot.ts";

/** `alidade snapshots prune [system]` */
export const pruneSnapshots: Command = defineCommand({
  name: "prune",
  summary: "Throw away the content of snapshots that nobody needs",
  about:
    "What is tagged, what a registered model or a running training learned from, and the newest stay. Says what would go " +
    "and changes nothing, until it is told to with --apply. The record of a snapshot stays, so that its lineage does. Not " +
    "while something trains.",
  arguments: { system: optionalArgument("name or file of the system; the only one when left out") },
  options: {
    keep: withDefault(number("n", "so many of the newest stay", { min: 0, integer: true }), 3),
    apply: flag("do it"),
    why: text("words", "why, for the history"),
  },
  examples: ["alidade snapshots prune", "alidade snapshots prune readmission --keep 10 --apply"],
  async run({ args, options, registry, cwd }) {
    const system = await namedSystem(args.system, { registry, cwd });
    const shelf = await registry(true);
    const { keep, apply, why = "retention" } = options;
    const found = await shelf.retainSnapshots(system, { keep, dryRun: !apply, why });
    return { json: { system, applied: apply, ...found }, document: await shown(system, found, apply) };
  },
});

async function shown(system: string, { kept, dropped, bytes, shared }: Retention, done: boolean): Promise<Document> {
  const { formatBytes, table } = await import("../../report/index.ts");
  const rows = [
    ...dropped.map(({ id, rows: count, createdAt }) => [
      shortId(id),
      count,
      shortTime(createdAt),
      done ? "gone" : "would go",
    ]),
    ...kept.map(({ snapshot: { id, rows: count, createdAt }, because }) => [
      ...[shortId(id), count, shortTime(createdAt), `stays: ${because}`],
    ]),
  ];
  const freed = `${formatBytes(bytes)} ${done ? "freed" : "would be freed"}`;
  const sharing =
    shared === 0 ? [] : [`${shared} parts of theirs stay, because snapshots that stay hold the same rows.`];
  const next = done || dropped.length === 0 ? [] : [`Do it: alidade snapshots prune ${system} --apply`];
  return {
    title: `Retention of ${system}`,
    verdict: { tone: "neutral", text: `${dropped.length} of ${rows.length} snapshots; ${freed}.` },
    summary: [...sharing, ...next],
    sections: [
      {
        title: "Snapshots",
        blocks: [table(["Snapshot", { name: "Rows", unit: "count" }, "Taken", "What becomes of it"], rows)],
      },
    ],
  };
}
