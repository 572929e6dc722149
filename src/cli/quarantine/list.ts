import { type Document, table } from "../../report/index.ts";
import type { Invocation } from "../calling/command.ts";
import { shortTime } from "../output/listing.ts";
import { shortId } from "../snapshots/named-snapshot.ts";
import { streamsSection } from "./event-documents.ts";
import type { RefusedStream } from "./refused-events.ts";

/** What was set aside when one snapshot was taken. */
export interface ListedQuarantine {
  readonly system: string;
  readonly snapshot: string;
  readonly rows: number;
  readonly share: number;
  /** The most frequent reason, in words; empty where none was kept. */
  readonly above: string;
  readonly at: number;
}

/** The quarantines of some systems, the newest first; snapshots from which nothing was set aside are left out. */
export async function quarantines(
  systems: readonly string[],
  { registry, openState }: Pick<Invocation, "registry" | "openState">,
): Promise<readonly ListedQuarantine[]> {
  const { quarantineOf } = await import("../../train/index.ts");
  const { blobs } = await openState(false);
  const shelf = await registry();
  const found: ListedQuarantine[] = [];
  for (const system of systems)
    for (const { id, createdAt, streams = {} } of await shelf.snapshots(system))
      for (const snapshot of [id, ...Object.values(streams).map((stream) => stream.snapshot)]) {
        const { rows, share, reasons } = await quarantineOf(blobs, snapshot);
        const [first] = reasons;
        const above = first === undefined ? "" : `${first.field}: ${first.rule}`;
        if (rows > 0) found.push({ system, snapshot, rows, share, above, at: createdAt });
      }
  return found.toSorted((a, b) => b.at - a.at);
}

/** The list for a person. */
export function listDocument(found: readonly ListedQuarantine[], streams: readonly RefusedStream[]): Document {
  if (found.length === 0 && streams.length === 0)
    return {
      title: "Quarantine",
      verdict: { tone: "good", text: "Nothing was set aside." },
      summary: [],
      sections: [],
    };
  const rows = found.map(({ system, snapshot, rows: aside, share, above, at }) => [
    shortId(snapshot),
    system,
    aside,
    share,
    above,
    shortTime(at),
  ]);
  const columns = [
    "Snapshot",
    "System",
    { name: "Set aside", unit: "count" },
    { name: "Of all", unit: "percent" },
    "Above all",
    "Taken",
  ] as const;
  return {
    title: "Quarantine",
    summary: ["`alidade data quarantine show <snapshot>` shows the rows, `show <system>/<stream>` the events."],
    sections: [
      ...(rows.length === 0 ? [] : [{ title: "Snapshots", blocks: [table(columns, rows)] }]),
      ...(streams.length === 0 ? [] : [streamsSection(streams)]),
    ],
  };
}
