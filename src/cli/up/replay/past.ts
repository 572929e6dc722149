import { type Cell, type Enforced, inspect, numbers, type RawTable, rowOf, type Table } from "../../../data/index.ts";
import { evaluate } from "../../../features/index.ts";
import { type Instant, milliseconds, rng } from "../../../kernel/index.ts";
import type { SystemDefinition } from "../../../system/index.ts";
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

const DAY = 86_400_000;

/**
 * Rows of the past as what happened, in the order in which it did; until the last question, for after it nobody asks any more. A
 * yes, a number or a text is known some time within its window, drawn by the row; a no is silence. Throws `cli.input.replay-unfit`.
 */
export function pastEvents(system: SystemDefinition, raw: RawTable, options: PastOptions): readonly PastEvent[] {
  if (system.policy.policy === "rank-by") throw replayUnfit({ system: system.name, ...RANKS });
  const found = inspect(raw, system.contract);
  const { table } = found;
  if (table.rows === 0) throw replayUnfit({ system: system.name, ...unsound(raw, found) });
  const times = timesOf(system, table, options);
  const asked = [...times].map((at, row) => questionOf(system, table, { row, at }));
  const last = times.reduce((most, at) => Math.max(most, at), 0);
  const reported = Object.entries(system.outcomes).flatMap(([outcome, { history, within }]) => {
    const values = { rows: table.rows, columns: [evaluate(history, table, "value")] };
    return [...times].flatMap((at, row): readonly PastReport[] => {
      const value = rowOf(values, row).value ?? null;
      if (value === null || value === false) return [];
      const delay = milliseconds(within) * rng({ seed: 1, unit: row, purpose: `replay/${outcome}` }).uniform();
      return at + delay > last ? [] : [{ kind: "reported", at: at + delay, row, outcome, value }];
    });
  });
  return [...asked, ...reported].sort((a, b) => a.at - b.at || a.row - b.row);
}

const RANKS = {
  why: "It ranks, and its rows are asked about together.",
  next: "Serve it with `alidade up`, and send what was ranked then to `/v1/rank` in the order in which it was asked.",
};

/** Why no row is left. */
function unsound({ rows }: RawTable, { quarantined }: Pick<Enforced, "quarantined">): Pick<Unfit, "why" | "next"> {
  if (rows === 0) return { why: "The file has no rows.", next: "Name a file that has them: `--replay <file>`." };
  const [most] = quarantined.reasons.toSorted((a, b) => b.count - a.count);
  const broke = most === undefined ? "" : `: \`${most.field}\` must be ${most.demand}, and in ${most.count} it is not`;
  return {
    why: `Of its ${rows} rows none keeps to the contract${broke}.`,
    next: "`alidade check <system> --data <file>` shows what they break, row by row.",
  };
}

/** When each row was asked about. */
function timesOf({ time }: SystemDefinition, table: Table, { start, perDay }: PastOptions): Float64Array {
  if (time !== undefined) return numbers(table, time);
  return Float64Array.from({ length: table.rows }, (_, row) => start + Math.floor((row * DAY) / perDay));
}

interface Asked {
  readonly row: number;
  readonly at: Instant;
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
