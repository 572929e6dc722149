import { type Cell, inspect, numbers, type RawTable, type Reason, rowOf, type Table } from "../../../data/index.ts";
import { evaluate } from "../../../features/index.ts";
import { type Instant, milliseconds, rng } from "../../../kernel/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
import { type LeftOut, leftOutBy, rowsIn, wordBroken } from "./left-out.ts";
import { replayUnfit, type Unfit } from "./replay-errors.ts";

/** Somebody asks about a row. */
export interface PastQuestion {
  readonly kind: "asked";
  readonly at: Instant;
  readonly row: number;
  readonly entity: string;
  readonly given: Readonly<Record<string, unknown>>;
}

/** What came of a row is known. */
export interface PastReport {
  readonly kind: "reported";
  readonly at: Instant;
  readonly row: number;
  readonly outcome: string;
  readonly value: boolean | number | string;
}

export type PastEvent = PastQuestion | PastReport;

export interface PastOptions {
  /** When the first row is asked about, where the system declares no time of its rows; they are then spread evenly in their order. */
  readonly start: Instant;
  readonly perDay: number;
}

/** What happened, and what is known to be missing from it. */
export interface Past {
  /** In order of time; at one moment in the order of the rows. */
  readonly events: readonly PastEvent[];
  readonly leftOut: LeftOut;
}

const DAY = 86_400_000;

/**
 * Rows of the past as what happened, in the order in which it did; until the last question, for after it nobody asks any more. A
 * yes, a number or a text is known some time within its window, drawn by the row; a no is silence. Rows that break the contract and
 * rows without a time are left out, and counted. Throws `cli.input.replay-unfit`, `data.column-missing`.
 */
export function pastOf(system: SystemDefinition, raw: RawTable, options: PastOptions): Past {
  if (system.policy.policy === "rank-by") throw replayUnfit({ system: system.name, ...RANKS });
  const found = inspect(raw, system.contract);
  const { table } = found;
  const asked = askedIn(system, table, options);
  const leftOut = { ...leftOutBy(found), untimed: table.rows - asked.length };
  if (asked.length === 0) throw replayUnfit({ system: system.name, ...unsound(system, raw, leftOut) });
  const last = asked.reduce((most, { at }) => Math.max(most, at), Number.NEGATIVE_INFINITY);
  const events = [
    ...asked.map((one): PastEvent => questionOf(system, table, one)),
    ...reportsOn(system, table, asked).filter(({ at }) => at <= last),
  ];
  return { events: events.sort((a, b) => a.at - b.at || a.row - b.row), leftOut };
}

const RANKS = {
  why: "It ranks, and its rows are asked about together.",
  next: "Serve it with `alidade up`, and send what was ranked then to `/v1/rank` in the order in which it was asked.",
};

/** Why no row is left. */
function unsound(
  { time }: SystemDefinition,
  raw: RawTable,
  { most, untimed, excluded }: LeftOut,
): Pick<Unfit, "why" | "next"> {
  const rows = rowsIn(raw);
  if (rows === 0) return { why: "The file has no rows.", next: "Name a file that has them: `--replay <file>`." };
  if (excluded === rows)
    return {
      why: `The contract excludes all of its ${rows} rows.`,
      next: "Name a file with others, or see `exclude` there.",
    };
  if (untimed > 0)
    return {
      why: `None of its sound rows says when it was asked about: \`${time}\` is empty.`,
      next: `Fill in \`${time}\`.`,
    };
  return {
    why: `Of its ${rows} rows none keeps to the contract${most === undefined ? "" : `: ${wordBroken(most)}${wordFirst(raw, most)}`}.`,
    next: "`alidade check <system> --data <file>` shows what they break, row by row.",
  };
}

/** The first row that broke a demand, and what it has there. */
function wordFirst({ lines }: RawTable, { examples: [first] }: Reason): string {
  return first === undefined
    ? ""
    : `. ${lines === undefined ? "Row" : "Line"} ${first.row} has ${JSON.stringify(first.value)}`;
}

interface Asked {
  readonly row: number;
  readonly at: Instant;
}

/** When each row was asked about; without those that do not say. */
function askedIn({ time }: SystemDefinition, table: Table, { start, perDay }: PastOptions): readonly Asked[] {
  const found = time === undefined ? undefined : numbers(table, time);
  const at = (row: number): Instant => found?.[row] ?? start + Math.floor((row * DAY) / perDay);
  return Array.from({ length: table.rows }, (_, row) => ({ row, at: at(row) })).filter((one) =>
    Number.isFinite(one.at),
  );
}

/** What came of the rows, whenever it was known. */
function reportsOn({ outcomes }: SystemDefinition, table: Table, asked: readonly Asked[]): readonly PastReport[] {
  return Object.entries(outcomes).flatMap(([outcome, { history, within }]) => {
    const values = { rows: table.rows, columns: [evaluate(history, table, "value")] };
    return asked.flatMap(({ row, at }): readonly PastReport[] => {
      const value = rowOf(values, row).value ?? null;
      if (value === null || value === false) return [];
      const delay = milliseconds(within) * rng({ seed: 1, unit: row, purpose: `replay/${outcome}` }).uniform();
      return [{ kind: "reported", at: at + delay, row, outcome, value }];
    });
  });
}

/** What was known then, as a caller would have said it. */
function questionOf({ contract, entity }: SystemDefinition, table: Table, { row, at }: Asked): PastQuestion {
  const cells = rowOf(table, row);
  const fields = Object.entries(contract.fields).filter(
    ([name, { known }]) => known === "before" && cells[name] != null,
  );
  const said = (name: string, kind: string): Cell | string => {
    const cell = cells[name] as Cell;
    return kind === "time" ? new Date(cell as number).toISOString() : cell;
  };
  return {
    ...{ kind: "asked", at, row },
    entity: String((entity === undefined ? undefined : cells[entity]) ?? row),
    given: Object.fromEntries(fields.map(([name, { kind }]) => [name, said(name, kind)])),
  };
}
