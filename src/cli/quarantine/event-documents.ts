import type { Cell, Row, SetAside } from "../../data/index.ts";
import { type Document, type Section, table } from "../../report/index.ts";
import { shortTime } from "../output/listing.ts";
import type { RefusedStream } from "./refused-events.ts";
import { type Shown, wordRow } from "./show.ts";

/** Refused events as rows that were set aside. */
export function asideOf({ events }: RefusedStream): readonly SetAside[] {
  return events.map(({ row, record: { body } }) => ({ row, reasons: body.reasons, given: asRow(body.given) }));
}

/** What came as a row; what is no object is one cell. */
export function asRow(given: unknown): Row {
  if (typeof given !== "object" || given === null || Array.isArray(given)) return { event: cellOf(given) };
  return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, cellOf(value)]));
}

function cellOf(value: unknown): Cell {
  if (value === null || typeof value === "number" || typeof value === "boolean") return value;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** How often each reason was given, the most frequent first. */
export function reasonsOf({ events }: RefusedStream): readonly (readonly [reason: string, count: number])[] {
  const counts = new Map<string, number>();
  for (const { record } of events)
    for (const reason of record.body.reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts].sort(([, a], [, b]) => b - a);
}

/** The refused events of one stream for a person. */
export function eventsDocument(found: RefusedStream, { limit, file }: Shown): Document {
  const records = asideOf(found);
  const rows = records
    .slice(0, limit)
    .map(({ row, reasons, given }) => [String(row), reasons.join("; "), wordRow(given)]);
  const more = records.length > rows.length ? [`The first ${rows.length} are shown; \`--limit\` shows more.`] : [];
  const count = records.length.toLocaleString("en-US");
  return {
    title: `Refused events of ${found.system}/${found.stream}`,
    verdict: { tone: "neutral", text: `${count} ${records.length === 1 ? "event was" : "events were"} refused.` },
    summary: [...more, ...(file === undefined ? [] : [`All of them are in ${file}.`])],
    sections: [
      { title: "Reasons", blocks: [table(["Reason", { name: "Events", unit: "count" }], [...reasonsOf(found)])] },
      { title: "Events", blocks: [table(["Row", "Breaks", "As it came"], rows)] },
    ],
  };
}

/** What the list says of streams. */
export function streamsSection(found: readonly RefusedStream[]): Section {
  const rows = found.map((stream) => [
    `${stream.system}/${stream.stream}`,
    stream.events.length,
    reasonsOf(stream)[0]?.[0] ?? "",
    shortTime(stream.events.at(-1)?.record.at ?? 0),
  ]);
  const columns = ["Stream", { name: "Refused", unit: "count" }, "Above all", "Last"] as const;
  return { title: "Events", blocks: [table(columns, rows)] };
}

/** What refused events come to when they are judged again. */
export interface ReplayedEvents {
  /** Let in now; of a dry run, those that would be. */
  readonly moved: number;
  /** Of those, the ones that were in the stream already. */
  readonly known: number;
  /** Reasons of those that stay refused, the most frequent first. */
  readonly left: readonly (readonly [reason: string, count: number])[];
  readonly dryRun: boolean;
}

/** What came of a replay of events. */
export function replayedDocument(what: string, { moved, known, left, dryRun }: ReplayedEvents): Document {
  const words = `${moved.toLocaleString("en-US")} ${moved === 1 ? "event" : "events"}`;
  const text = dryRun ? `${words} would be let in.` : `${words} were let in.`.replace("1 event were", "1 event was");
  const why = left.map(([reason, count]) => [reason, count]);
  return {
    title: `Replay of the refused events of ${what}`,
    verdict: moved === 0 ? { tone: "neutral", text: "No event is sound that was not before." } : { tone: "good", text },
    summary: known === 0 ? [] : [`${known} of them were there already.`],
    sections:
      why.length === 0
        ? []
        : [{ title: "What is still wrong", blocks: [table(["Reason", { name: "Events", unit: "count" }], why)] }],
  };
}
