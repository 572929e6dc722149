import type { Snapshot } from "../../registry/index.ts";
import { type Document, table } from "../../report/index.ts";
import type { ReplayedSnapshot } from "../../train/index.ts";
import { shortId } from "../snapshots/named-snapshot.ts";

/** What came of a replay, for a person. */
export function replayDocument(found: ReplayedSnapshot, from: Snapshot, dryRun: boolean): Document {
  const { moved, refused, rows, snapshot, quarantined } = found;
  const counts = [
    ["Were kept", from.rows],
    ["Were set aside", moved + quarantined.rows - refused],
    ["Are sound now, and move in", moved],
    ...(refused === 0 ? [] : [["Were kept, and break the contract now", refused] as const]),
    ["Stay set aside", quarantined.rows],
    ["Are in the new snapshot", snapshot === null && !dryRun ? 0 : rows],
  ] as const;
  const why = quarantined.reasons.map(({ field, rule, demand, count }) => [field, rule, demand, count]);
  return {
    title: `Replay of the quarantine of ${shortId(from.id)}`,
    verdict: verdictOf(found, dryRun),
    summary: snapshot === null ? [] : [`\`alidade train <system> --snapshot ${shortId(snapshot)}\` learns from it.`],
    sections: [
      { title: "Rows", blocks: [table(["", { name: "Rows", unit: "count" }], counts)] },
      ...(why.length === 0
        ? []
        : [
            {
              title: "What is still wrong",
              blocks: [table(["Field", "Rule", "Must be", { name: "Rows", unit: "count" }], why)],
            },
          ]),
    ],
  };
}

function verdictOf({ moved, snapshot }: ReplayedSnapshot, dryRun: boolean): NonNullable<Document["verdict"]> {
  const words = `${moved.toLocaleString("en-US")} ${moved === 1 ? "row" : "rows"}`;
  if (moved === 0) return { tone: "neutral", text: "No row is sound that was not before." };
  if (dryRun) return { tone: "neutral", text: `${words} would move in.` };
  return { tone: "good", text: `${words} moved into snapshot ${shortId(snapshot ?? "")}.` };
}
