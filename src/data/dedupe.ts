import type { Contract } from "./contract/contract.ts";
import { type Enforced, type enforce, inspect } from "./contract/enforce.ts";
import type { EnforceOptions } from "./contract/enforce-options.ts";
import type { Fields } from "./contract/field.ts";
import { placeOf, type RawTable } from "./raw.ts";
import { type Column, column, numbers, type Table, takeRows } from "./table.ts";

/** Which of several rows with one key stands for all of them. */
export interface Dedupe {
  /** The fields that make the key. */
  readonly by: readonly string[];
  readonly keep: "first" | "last";
  /** A time field: first and last are by it, equal ones as they stand. Absent: all as they stand. */
  readonly at?: string;
}

interface Judging {
  readonly dedupe: Dedupe;
  /** Whether to stop where the contract is broken, or to report. */
  readonly judge: typeof enforce | typeof inspect;
  readonly options?: EnforceOptions;
}

/**
 * Of rows that share a key and are sound in themselves, lets one stand for all, and holds what is left against the contract:
 * what has to be unique, and what is demanded of the rows as a whole, is asked of the cleaned rows alone. The others count as
 * excluded, with the reason. Rows in whose key a value is missing are all kept; a row without a time comes before all others.
 */
export function judgeDistinct(raw: RawTable, contract: Contract, { dedupe, judge, options }: Judging): Enforced {
  const out = repeated(raw, contract, { dedupe, ...(options === undefined ? {} : { options }) });
  const count = out.reduce((sum, one) => sum + one, 0);
  if (count === 0) return judge(raw, contract, options);
  const found = judge(rowsWithout(raw, out), contract, options);
  const because = `${dedupe.keep === "last" ? "a later" : "an earlier"} row has the same ${dedupe.by.join(" and ")}`;
  return { ...found, excluded: [...found.excluded, { because, count }] };
}

/** 1 for every row for which another one stands. */
function repeated(raw: RawTable, contract: Contract, { dedupe, options }: Omit<Judging, "judge">): Uint8Array {
  const { lines: _, ...numbered } = raw;
  const { table, rowNumbers } = inspect(numbered, alone(contract), options);
  const out = new Uint8Array(raw.rows);
  for (const row of rowNumbers) out[row - 1] = 1;
  for (const kept of keptRows(table, dedupe)) out[(rowNumbers[kept] as number) - 1] = 0;
  return out;
}

/** What a contract demands of each row by itself. */
function alone({ unique: _unique, rows: _rows, shares: _shares, fresh: _fresh, ...contract }: Contract): Contract {
  const fields: Fields = Object.fromEntries(
    Object.entries(contract.fields).map(([name, { unique: _, ...field }]) => [name, { ...field, unique: false }]),
  );
  return { ...contract, fields };
}

/** The other rows; each still says where it stood. */
function rowsWithout(raw: RawTable, out: Uint8Array): RawTable {
  const left = Int32Array.from({ length: raw.rows }, (_, row) => row).filter((row) => out[row] === 0);
  return { ...raw, ...takeRows(raw, left), lines: left.map((row) => placeOf(raw, row)) };
}

function keptRows(table: Table, { by, keep, at }: Dedupe): Int32Array {
  const key = keyReader(by.map((name) => column(table, name)));
  const time = at === undefined ? null : numbers(table, at);
  const timeOf = (row: number): number => {
    const value = time?.[row] ?? 0;
    return Number.isNaN(value) ? Number.NEGATIVE_INFINITY : value;
  };
  const standing = new Map<string, number>();
  const alone: number[] = [];
  for (let row = 0; row < table.rows; row++) {
    const own = key(row);
    const before = own === undefined ? undefined : standing.get(own);
    if (own === undefined) alone.push(row);
    else if (before === undefined) standing.set(own, row);
    else if (keep === "last" ? timeOf(row) >= timeOf(before) : timeOf(row) < timeOf(before)) standing.set(own, row);
  }
  return Int32Array.from([...alone, ...standing.values()]).sort();
}

/** A row's key; undefined where a part of it is missing. */
function keyReader(columns: readonly Column[]): (row: number) => string | undefined {
  return (row) => {
    const parts = columns.map((one) => (one.kind === "text" ? one.levels[one.codes[row] as number] : one.values[row]));
    return parts.some((part) => part === undefined || Number.isNaN(part)) ? undefined : JSON.stringify(parts);
  };
}
