import { type Cell, cell, column, hasColumn, type Table } from "../../data/index.ts";
import type { UnitSeries } from "../../experiment/index.ts";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";

export const notObservable: ErrorConstructor<{ readonly problem: string }> = defineError("cli.input.not-observable", {
  headline: "Data that cannot be compared so",
  message: ({ problem }: { readonly problem: string }) => `${problem}.`,
  hint: () =>
    "One row for each period, or for each unit and period: `--time`, `--value`, and `--unit` and `--treated`; for mediation one row for each unit.",
});

/** A table as rows in periods, which are the values of its time column in order. */
export interface Periods {
  readonly labels: readonly Cell[];
  /** Number of the period of each row; −1 where the time is missing. */
  readonly of: readonly number[];
  /** Number of the first period with the change. */
  readonly from: number;
}

/** The cells of a column. Throws `cli.input.not-observable`. */
export function cellsOf(table: Table, name: string): readonly Cell[] {
  if (!hasColumn(table, name)) {
    const known = table.columns.map((each) => each.name).join(", ");
    throw notObservable({ problem: `There is no column \`${name}\`; there are ${known}` });
  }
  const found = column(table, name);
  return Array.from({ length: table.rows }, (_, row) => cell(found, row));
}

/** The numbers of a column; missing ones are NaN. Throws `cli.input.not-observable`. */
export function numbersOf(table: Table, name: string): readonly number[] {
  return cellsOf(table, name).map((value) => {
    if (value === null) return Number.NaN;
    if (typeof value === "string")
      throw notObservable({ problem: `\`${name}\` must hold numbers; it holds "${value}"` });
    return Number(value);
  });
}

const order = (a: Cell, b: Cell): number => {
  if (typeof a === "number" && typeof b === "number") return a - b;
  return String(a) < String(b) ? -1 : Number(String(a) > String(b));
};

/** Puts rows into periods. Throws `cli.input.not-observable` where the change falls before or after all of them. */
export function periodsOf(times: readonly Cell[], since: string): Periods {
  const labels = [...new Set(times.filter((time) => time !== null))].sort(order);
  const places = new Map<Cell, number>(labels.map((label, i) => [label, i]));
  const start = likeOf(labels[0] ?? null, since);
  const from = labels.findIndex((label) => order(label, start) >= 0);
  if (from < 1)
    throw notObservable({ problem: `The change must fall between the first period and the last; ${since} does not` });
  return { labels, of: times.map((time) => places.get(time) ?? -1), from };
}

/** What was written, as the periods are: a number, a date in milliseconds, or the text. */
function likeOf(label: Cell, written: string): Cell {
  if (typeof label !== "number") return written;
  const number = Number(written);
  return Number.isNaN(number) ? Date.parse(written) : number;
}

/** The mean of a column in each period. Throws `cli.input.not-observable` where a period holds none. */
export function seriesIn({ labels, of }: Periods, values: readonly number[]): readonly number[] {
  const [sums, counts] = [labels.map(() => 0), labels.map(() => 0)];
  for (const [row, value] of values.entries()) {
    const at = of[row] as number;
    if (at < 0 || Number.isNaN(value)) continue;
    sums[at] = (sums[at] as number) + value;
    counts[at] = (counts[at] as number) + 1;
  }
  const empty = counts.indexOf(0);
  if (empty >= 0) throw notObservable({ problem: `The period ${String(labels[empty])} holds no value` });
  return sums.map((sum, i) => sum / (counts[i] as number));
}

/** Every unit's series, and how many units lack a period and are left out. */
export interface Panel {
  readonly units: readonly UnitSeries[];
  readonly uneven: number;
}

/** The columns of a panel, row by row. */
export interface PanelColumns {
  readonly unit: readonly Cell[];
  readonly treated: readonly Cell[];
  readonly values: readonly number[];
}

/** One series for each unit. */
export function panelIn(periods: Periods, { unit, treated, values }: PanelColumns): Panel {
  const rows = Map.groupBy(unit.keys(), (row) => unit[row] ?? null);
  const all = [...rows].map(([name, own]): UnitSeries => {
    const series = periods.labels.map(() => Number.NaN);
    for (const row of own) series[periods.of[row] as number] = values[row] as number;
    return { unit: String(name), treated: own.some((row) => isYes(treated[row] ?? null)), values: series };
  });
  const units = all.filter((each) => each.values.every(Number.isFinite));
  return { units, uneven: all.length - units.length };
}

/** Whether a cell says yes: yes, true or 1. */
export function isYes(value: Cell): boolean {
  return value === true || value === 1 || (typeof value === "string" && /^(yes|true|treated|1)$/i.test(value));
}
