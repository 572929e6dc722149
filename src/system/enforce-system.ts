import {
  type Contract,
  type Enforced,
  type EnforceOptions,
  type enforce,
  inspect,
  judgeDistinct,
  type KeySet,
  keysOf,
  type RawTable,
  type SourceRef,
  tableOf,
} from "../data/index.ts";
import { known } from "../kernel/index.ts";
import { judgePushed } from "./streams/pushed-events.ts";
import type { SystemDefinition } from "./system.ts";

/** A system's rows and streams, each held against its contract. */
export interface EnforcedSystem {
  /** The rows as the source gave them. */
  readonly raw: RawTable;
  readonly rows: Enforced;
  readonly streams: Readonly<Record<string, Enforced>>;
}

interface Judging {
  /** What the clock shows, in milliseconds; without it neither freshness nor the future is judged. */
  readonly now?: number | undefined;
  /** Whether to stop where a contract is broken, or to report. */
  readonly judge: typeof enforce | typeof inspect;
}

/** Reads the rows and every stream, and holds all of them against their contracts, keys across them included. */
export async function enforceSystem(
  { source, contract, streams, dedupe }: SystemDefinition,
  read: (ref: SourceRef) => Promise<RawTable>,
  { now, judge }: Judging,
): Promise<EnforcedSystem> {
  const raw = shaped(await read(source), contract);
  const tables: Record<string, Held> = { rows: { raw, contract } };
  for (const [name, stream] of Object.entries(streams))
    tables[name] = { raw: shaped(await read(stream.source), stream.contract), contract: stream.contract };
  const named = Object.values(tables).flatMap((held) => referredTo(held.contract));
  const options: EnforceOptions = { ...(now === undefined ? {} : { now }), keys: keySets(tables, named) };
  const found = Object.keys(streams).map((name) => {
    const { raw: events, contract: demanded } = tables[name] as Held;
    return [
      name,
      judgePushed(judge(events, demanded, options), events, known(streams[name], `stream ${name}`)),
    ] as const;
  });
  const rows =
    dedupe === undefined ? judge(raw, contract, options) : judgeDistinct(raw, contract, { dedupe, judge, options });
  return { raw, rows, streams: Object.fromEntries(found) };
}

/**
 * The keys that the fields of a system's streams refer to, by name, as far as they can be read now; empty where none does,
 * and then nothing is read. Throws the errors of sources.
 */
export async function streamKeys(
  system: SystemDefinition,
  read: (ref: SourceRef) => Promise<RawTable>,
): Promise<Readonly<Record<string, KeySet>>> {
  const { source, contract, streams } = system;
  const named = Object.values(streams).flatMap((stream) => referredTo(stream.contract));
  const tables: Record<string, Held> = {};
  for (const name of new Set(named.map((key) => key.split(".")[0] ?? ""))) {
    const holder = name === "rows" ? { source, contract } : Object.hasOwn(streams, name) ? streams[name] : undefined;
    if (holder === undefined) continue;
    tables[name] = { raw: shaped(await read(holder.source), holder.contract), contract: holder.contract };
  }
  return keySets(tables, named);
}

/** What has no rows and no columns yet has those of its contract. */
function shaped(raw: RawTable, { fields }: Contract): RawTable {
  if (raw.rows > 0 || raw.columns.length > 0) return raw;
  const kinds = Object.entries(fields).map(([name, { kind }]) => [name, kind] as const);
  return { ...raw, ...tableOf(Object.fromEntries(kinds), []) };
}

interface Held {
  readonly raw: RawTable;
  readonly contract: Contract;
}

function referredTo({ fields }: Contract): readonly string[] {
  return Object.values(fields).flatMap(({ references }) => (references === undefined ? [] : [references]));
}

/** The keys that fields refer to, by name: `rows.patient`, `visits.drug`. What names no table or field is left out. */
function keySets(tables: Readonly<Record<string, Held>>, named: readonly string[]): Readonly<Record<string, KeySet>> {
  const sets: Record<string, KeySet> = {};
  for (const name of new Set(named)) {
    const keys = keysNamed(name, tables);
    if (keys !== undefined) sets[name] = keys;
  }
  return sets;
}

function keysNamed(name: string, tables: Readonly<Record<string, Held>>): KeySet | undefined {
  const [table = "", ...rest] = name.split(".");
  const field = rest.join(".");
  const found = Object.hasOwn(tables, table) ? tables[table] : undefined;
  const declared = found?.contract.fields[field];
  if (found === undefined || declared === undefined) return undefined;
  // Only the field itself has to be sound to be a key.
  const { missingValues, quarantine, exclude } = found.contract;
  const { references: _references, ...alone } = declared;
  const only = exclude.filter((one) => one.field === field);
  const judged = inspect(found.raw, { fields: { [field]: alone }, missingValues, quarantine, exclude: only });
  return keysOf(judged.table.columns);
}
