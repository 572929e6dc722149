import {
  type Cell,
  type Contract,
  cell,
  cellIn,
  column,
  type Enforced,
  hasColumn,
  inspect,
  joinTables,
  type Kind,
  numbers,
  type RawTable,
  type Row,
  rowOf,
  type SourceRef,
  type Table,
  tableOf,
  takeRows,
} from "../../data/index.ts";
import type { EventTable, StreamColumns } from "../../features/index.ts";
import { milliseconds } from "../../kernel/index.ts";
import type { EventRecord } from "../../records/index.ts";
import type { Cursor, Journal } from "../../store/index.ts";
import type { SystemDefinition } from "../system.ts";
import { eventVersion } from "./event-version.ts";
import type { Stream } from "./stream.ts";

/** When an event could be known here: as its stream says, and for a pushed one not before it was learned of. No field's name. */
const KNOWN = "known here at";

const PAGE = 5_000;

/** What was journalled of a system's streams. */
export interface Pushed {
  readonly rows: ReadonlyMap<string, readonly { readonly row: Row; readonly at: number }[]>;
  /** Everything in the journal up to here was read. */
  readonly position: Cursor | null;
}

/** Reads every event of a system that was pushed. */
export async function readPushed(journal: Pick<Journal, "read">, system: string): Promise<Pushed> {
  const rows = new Map<string, { row: Row; at: number }[]>();
  let position: Cursor | null = null;
  for (;;) {
    const { entries, next } = await journal.read(position, PAGE, "event");
    for (const { at, body } of entries as readonly EventRecord[]) {
      if (body.system !== system) continue;
      const known = rows.get(body.stream);
      if (known === undefined) rows.set(body.stream, [{ row: body.row, at }]);
      else known.push({ row: body.row, at });
    }
    position = next;
    if (entries.length < PAGE) return { rows, position };
  }
}

/**
 * A reading of a system's sources to which the events are added that were pushed into its streams, each as of when the
 * system learned of it: whoever learns from it sees what was served.
 */
export function withPushed(
  read: (ref: SourceRef) => Promise<RawTable>,
  { streams }: Pick<SystemDefinition, "streams">,
  pushed: Pushed,
): (ref: SourceRef) => Promise<RawTable> {
  return async (ref) => {
    const raw = await read(ref);
    const [name, stream] = Object.entries(streams).find(([, { source }]) => source === ref) ?? [];
    const rows = name === undefined ? undefined : pushed.rows.get(name);
    if (stream === undefined || rows === undefined) return raw;
    const kinds = { ...kindsOf(stream.contract), [KNOWN]: "time" as const };
    const table = tableOf(
      kinds,
      rows.map(({ row, at }) => ({ ...row, [KNOWN]: Math.max(knownAt(row, stream), at) })),
    );
    return { ...raw, pushed: { table, learned: KNOWN } };
  };
}

/**
 * What a contract let through of a stream, and what was pushed beside it. An event of the source that was pushed too, the
 * same version of it, counts as of when it was pushed. Rows that the contract, as it is now, no longer lets through go.
 */
export function judgePushed(enforced: Enforced, { pushed }: RawTable, stream: Stream): Enforced {
  if (pushed === undefined) return enforced;
  const { table, rowNumbers } = inspect(pushed.table, stream.contract);
  const rows = rowNumbers.map((row) => row - 1);
  const learned = column(takeRows(pushed.table, rows), pushed.learned);
  const told = withoutTold(enforced.table, table, stream);
  const source = { ...told, columns: [...told.columns, declared(told, stream)] };
  return { ...enforced, table: joinTables([source, { ...table, columns: [...table.columns, learned] }]) };
}

/** How windows see the events of a stream: pushed ones from when they were learned of. */
export function asLearned(table: Table, columns: StreamColumns): EventTable {
  if (!hasColumn(table, KNOWN)) return { table, columns };
  const { delay: _, ...rest } = columns;
  return { table, columns: { ...rest, knownAt: KNOWN } };
}

/** When an event could be known, as its stream says. */
function knownAt(row: Row, { time, knownAt: field, delay }: Stream): number {
  const at = cellIn(row, field ?? time);
  return typeof at === "number" ? at + delayOf(delay) : Number.NaN;
}

function delayOf(delay: string | undefined): number {
  return delay === undefined ? 0 : milliseconds(delay);
}

function declared(table: Table, { time, knownAt: field, delay }: Stream): Table["columns"][number] {
  const values = numbers(table, field ?? time).map((at) => at + delayOf(delay));
  return { name: KNOWN, kind: "time", values };
}

/** The rows of a source less the versions of events that were pushed. */
function withoutTold(table: Table, pushed: Table, stream: Stream): Table {
  if (stream.id === undefined) return table;
  const versions = new Set<string>();
  const ids = new Set<Cell>();
  for (let row = 0; row < pushed.rows; row++) {
    const told = rowOf(pushed, row);
    ids.add(told[stream.id] ?? null);
    versions.add(eventVersion(told, stream));
  }
  const id = column(table, stream.id);
  const isKept = (row: number): boolean =>
    !ids.has(cell(id, row)) || !versions.has(eventVersion(rowOf(table, row), stream));
  const kept = Array.from({ length: table.rows }, (_, row) => row).filter(isKept);
  return kept.length === table.rows ? table : takeRows(table, kept);
}

function kindsOf({ fields }: Contract): Readonly<Record<string, Kind>> {
  return Object.fromEntries(Object.entries(fields).map(([name, { kind }]) => [name, kind]));
}
