import { isAlidadeError } from "../../kernel/index.ts";
import type { RawTable } from "../raw.ts";
import { type Table, takeRows } from "../table.ts";
import { rulesOf } from "./across-fields.ts";
import { repeatsOf } from "./across-rows.ts";
import { boundsCount } from "./bounds.ts";
import { compact } from "./compact.ts";
import type { Contract } from "./contract.ts";
import type { JudgedColumn } from "./enforce-column.ts";
import { columnsChanged } from "./enforce-errors.ts";
import type { EnforceOptions } from "./enforce-options.ts";
import { type Excluded, excludedRows } from "./exclude.ts";
import { type Bench, type JudgedBatch, judgeBatch } from "./judge-batch.ts";
import {
  mergeReasons,
  type Quarantined,
  type Reason,
  reasonsFor,
  rowsWhere,
  type SetAside,
  setAside,
} from "./quarantine.ts";
import { remarksOn } from "./remarks.ts";
import type { TableBreach } from "./table-breach.ts";

/** More values missing in a column than the contract allows. Shares of the rows that were not excluded. */
export interface MissingBreach {
  readonly field: string;
  readonly share: number;
  readonly allowed: number;
}

/** What became of one batch. */
export interface EnforcedBatch {
  /** The sound rows, typed; the columns in the order of the contract. */
  readonly table: Table;
  /** The rows that were set aside, as they came. */
  readonly records: readonly SetAside[];
  /** Where each row of the table stood: its line in a text file, else its record number over all batches, from 1. */
  readonly rowNumbers: Int32Array;
}

/** What became of all batches so far. */
export interface EnforcedSoFar {
  /** Sound rows. */
  readonly rows: number;
  readonly quarantined: Omit<Quarantined, "records">;
  readonly excluded: readonly Excluded[];
  readonly missing: readonly MissingBreach[];
  /** What the rows as a whole break. */
  readonly bounds: readonly TableBreach[];
  /** What could not be judged, and what seems odd, one sentence each. */
  readonly remarks: readonly string[];
}

/** Holds batch after batch against a contract. What must be unique is so across all of them. */
export interface BatchEnforcer {
  /** Judges the next batch. Throws `data.column-missing`, and `data.columns-changed` when earlier batches had it. */
  take(raw: RawTable): EnforcedBatch;
  soFar(): EnforcedSoFar;
}

/**
 * Makes an enforcer that gives the same verdicts however the rows are cut into batches. It keeps counts alone, and of what
 * must be unique 8 to 24 bytes for each value.
 */
export function batchEnforcer(contract: Contract, options: EnforceOptions = {}): BatchEnforcer {
  const environment = options.environment ?? "training";
  const bench: Bench = { contract, options, rules: rulesOf(contract, environment), repeats: repeatsOf(contract) };
  const bounds = boundsCount(contract, options);
  const absent = new Map<string, number>();
  const seen = { rows: 0, judged: 0, kept: 0, out: 0 };
  let excluded: readonly Excluded[] = contract.exclude.map(({ because }) => ({ because, count: 0 }));
  let reasons: readonly Reason[] = [];
  const remarks = remarksOn(contract, options);
  return {
    take(raw) {
      const { mask, counts } = excludedRows(raw, contract);
      const { judged, held, isOut } = judgeNext(raw, bench, { mask, before: seen.rows });
      const counted = mask === undefined ? undefined : (row: number): boolean => mask[row] !== 1;
      const place = { held, placeOf: placeFrom(raw, seen.rows) };
      const out = isOut === undefined ? NONE : rowsWhere(raw.rows, (row) => isOut[row] === 1);
      const kept = rowsWhere(raw.rows, (row) => isOut?.[row] !== 1 && mask?.[row] !== 1);
      bounds.take(judged, counted);
      remarks.take(judged);
      for (const one of judged) absent.set(one.name, (absent.get(one.name) ?? 0) + absentIn(one, counted));
      const rejected = raw.rejected?.length ?? 0;
      seen.rows += raw.rows;
      seen.judged += kept.length + out.length;
      seen.kept += kept.length;
      seen.out += out.length + rejected;
      excluded = excluded.map((one, i) => ({ ...one, count: one.count + (counts[i]?.count ?? 0) }));
      reasons = mergeReasons([...reasons, ...reasonsFor(raw, out, place)]);
      return {
        table: compact(takeRows({ rows: raw.rows, columns: judged.map((j) => j.column) }, kept), contract),
        records: setAside(raw, out, place),
        rowNumbers: kept.map(place.placeOf),
      };
    },
    soFar: () => {
      const { kept: rows, out, judged } = seen;
      return {
        rows,
        quarantined: { rows: out, share: rows + out === 0 ? 0 : out / (rows + out), reasons },
        excluded,
        missing: missingBreaches(contract, absent, judged),
        bounds: bounds.breaches(rows + out),
        remarks: remarks.sentences(),
      };
    },
  };
}

interface Place {
  readonly mask: Uint8Array | undefined;
  /** Rows that came before. */
  readonly before: number;
}

/** Judges a batch; a column that the batches before had is missed as one that went away. */
function judgeNext(raw: RawTable, bench: Bench, { mask, before }: Place): JudgedBatch {
  try {
    return judgeBatch(raw, bench, mask);
  } catch (thrown) {
    if (before === 0 || !isAlidadeError(thrown, "data.column-missing")) throw thrown;
    throw columnsChanged({ after: before, problem: thrown.message }, thrown);
  }
}

const NONE = new Int32Array(0);

function placeFrom({ lines }: RawTable, before: number): (row: number) => number {
  return lines === undefined ? (row) => before + row + 1 : (row) => lines[row] ?? before + row + 1;
}

/** Rows without a value, of those that count; one that breaks the field otherwise has one. */
function absentIn({ column, absent, broke }: JudgedColumn, counts: ((row: number) => boolean) | undefined): number {
  if (counts === undefined || absent === 0) return absent;
  let count = 0;
  const rows = column.kind === "text" ? column.codes.length : column.values.length;
  for (let row = 0; row < rows; row++) {
    const isGone = column.kind === "text" ? (column.codes[row] as number) < 0 : Number.isNaN(column.values[row]);
    if (isGone && broke.at(row) === 0 && counts(row)) count++;
  }
  return count;
}

function missingBreaches(
  { fields }: Contract,
  absent: ReadonlyMap<string, number>,
  rows: number,
): readonly MissingBreach[] {
  return Object.entries(fields).flatMap(([field, { missing: allowed }]) => {
    const share = rows === 0 ? 0 : (absent.get(field) ?? 0) / rows;
    return allowed > 0 && share > allowed ? [{ field, share, allowed }] : [];
  });
}
