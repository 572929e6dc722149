import { percent } from "../percent.ts";
import type { Column } from "../table.ts";
import type { Contract } from "./contract.ts";
import type { ShareRule } from "./cross-rule.ts";
import type { JudgedColumn } from "./enforce-column.ts";
import type { EnforceOptions } from "./enforce-options.ts";
import type { Bounds } from "./field.ts";
import { type MedianCount, medianCount } from "./median.ts";
import { type TableBreach, wordBounds } from "./table-breach.ts";

/** Gathers, batch by batch, what the bounds of a contract are held against; in memory that does not grow with the rows. */
export interface BoundsCount {
  /** Takes the rows for which `counts` is true. */
  take(judged: readonly JudgedColumn[], counts: ((row: number) => boolean) | undefined): void;
  breaches(rows: number): readonly TableBreach[];
}

/** Begins to count. */
export function boundsCount(contract: Contract, { now }: EnforceOptions): BoundsCount {
  const { fields, rows: rowBounds, fresh } = contract;
  const shares = (contract.shares ?? []).map((rule) => ({ rule, hits: 0, of: 0 }));
  const medians = Object.entries(fields).flatMap(([name, { median, unit }]): readonly MedianCount[] =>
    median === undefined ? [] : [medianCount(name, median, unit)],
  );
  let newest = Number.NEGATIVE_INFINITY;
  return {
    take(judged, counts) {
      const named = (name: string): JudgedColumn | undefined => judged.find((one) => one.name === name);
      for (const share of shares) countShare(share, named(share.rule.field), counts);
      for (const median of medians) median.take(named(median.field), counts);
      newest = Math.max(newest, newestIn(fresh === undefined ? undefined : named(fresh.field), counts));
    },
    breaches: (rows) => [
      ...rowsBreach(rowBounds, rows),
      ...shares.flatMap(shareBreach),
      ...medians.flatMap((median) => median.breach()),
      ...freshBreach(contract, newest, now),
    ],
  };
}

interface ShareCount {
  readonly rule: ShareRule;
  hits: number;
  of: number;
}

function countShare(share: ShareCount, judged: JudgedColumn | undefined, counts?: (row: number) => boolean): void {
  if (judged === undefined) return;
  const { column, broke } = judged;
  const { is } = share.rule;
  const hit = hitIn(column, is);
  const rows = column.kind === "text" ? column.codes.length : column.values.length;
  for (let row = 0; row < rows; row++) {
    if (counts?.(row) === false) continue;
    const found = hit(row);
    // Of what is missing the share is one of all rows; of a value, one of the sound rows that have any.
    if (is !== null && (found === undefined || broke.at(row) !== 0)) continue;
    share.of++;
    if (is === null ? found === undefined : found === true) share.hits++;
  }
}

/** Whether a row holds the value; undefined where it is missing. */
function hitIn(column: Column, is: ShareRule["is"]): (row: number) => boolean | undefined {
  if (column.kind === "text") {
    const wanted = column.levels.indexOf(is as string);
    return (row) => ((column.codes[row] as number) < 0 ? undefined : column.codes[row] === wanted);
  }
  const wanted = Number(is);
  return (row) => (Number.isNaN(column.values[row] as number) ? undefined : column.values[row] === wanted);
}

function shareBreach({ rule, hits, of }: ShareCount): readonly TableBreach[] {
  const { field, is, min = 0, max = 1 } = rule;
  const share = of === 0 ? Number.NaN : hits / of;
  if (of === 0 || (share >= min && share <= max)) return [];
  const what = is === null ? `\`${field}\` is missing in` : `\`${field}\` is ${JSON.stringify(is)} in`;
  const message = `${what} ${percent(share)} of the rows; the contract wants ${wordBounds(rule, percent)}.`;
  return [{ what: "share", field, message }];
}

function rowsBreach(bounds: Bounds | undefined, rows: number): readonly TableBreach[] {
  const { min = 0, max = Number.POSITIVE_INFINITY } = bounds ?? {};
  if (rows >= min && rows <= max) return [];
  const show = (count: number): string => count.toLocaleString("en-US");
  const message = `There are ${show(rows)} rows; the contract wants ${wordBounds(bounds ?? {}, show)}.`;
  return [{ what: "rows", message }];
}

function newestIn(judged: JudgedColumn | undefined, counts?: (row: number) => boolean): number {
  let newest = Number.NEGATIVE_INFINITY;
  if (judged === undefined || judged.column.kind === "text") return newest;
  const { values } = judged.column;
  for (let row = 0; row < values.length; row++) {
    const at = values[row] as number;
    if (at > newest && judged.broke.at(row) === 0 && counts?.(row) !== false) newest = at;
  }
  return newest;
}

function freshBreach({ fresh }: Contract, newest: number, now: number | undefined): readonly TableBreach[] {
  if (fresh === undefined || now === undefined || now - newest <= fresh.within) return [];
  const { field, within } = fresh;
  const age = Number.isFinite(newest) ? `is ${wordTime(now - newest)} old` : "is not there";
  const message = `The newest \`${field}\` ${age}; the contract allows ${wordTime(within)}.`;
  return [{ what: "fresh", field, message }];
}

const DAY = 86_400_000;

/** `2.5 days`, `3 hours`. */
function wordTime(milliseconds: number): string {
  const [size, unit] =
    milliseconds >= DAY ? [DAY, "days"] : milliseconds >= 3_600_000 ? [3_600_000, "hours"] : [60_000, "minutes"];
  const count = Number((milliseconds / size).toPrecision(3));
  return `${count} ${count === 1 ? unit.slice(0, -1) : unit}`;
}
