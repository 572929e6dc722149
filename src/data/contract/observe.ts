import type { Column, NumericColumn, TextColumn } from "../table.ts";
import { parseNumber, parseTime } from "./parse.ts";

/** What one column holds, as far as proposing a field needs to know. */
export interface Observed {
  readonly name: string;
  readonly rows: number;
  /** Rows without a value, markers included. */
  readonly missing: number;
  readonly distinct: number;
  /** Texts: every level that occurs and is no marker, with its rows. */
  readonly levels: readonly { readonly text: string; readonly rows: number }[];
  /** Rows whose value reads as a decimal number; every row with a value for a numeric column. */
  readonly numeric: number;
  /** Of the numeric values. NaN when there is none. */
  readonly min: number;
  readonly max: number;
  readonly integers: boolean;
  /** Texts: every value reads as an ISO time. */
  readonly times: boolean;
  /** Texts: some number is written with a leading zero, as codes are. */
  readonly leadingZero: boolean;
  /** Texts: some whole number is beyond 2^53, where a number would be rounded. */
  readonly beyondDoubles: boolean;
}

/** Observes one column; `markers` are the texts that mean missing. */
export function observe(column: Column, markers: ReadonlySet<string>): Observed {
  return column.kind === "text" ? observeText(column, markers) : observeNumbers(column);
}

function observeNumbers({ name, values }: NumericColumn): Observed {
  const present = values.filter((value) => !Number.isNaN(value));
  return {
    name,
    rows: values.length,
    missing: values.length - present.length,
    distinct: new Set(present).size,
    levels: [],
    numeric: present.length,
    ...spread(present),
    times: false,
    leadingZero: false,
    beyondDoubles: false,
  };
}

function observeText({ name, codes, levels: all }: TextColumn, markers: ReadonlySet<string>): Observed {
  const levels = countLevels(codes, all).filter(({ text, rows }) => rows > 0 && !markers.has(text.trim()));
  const parsed = levels.map(({ text, rows }) => ({ text, rows, value: parseNumber(text) }));
  const numeric = parsed.filter(({ value }) => !Number.isNaN(value));
  const sum = (counted: readonly { rows: number }[]): number => counted.reduce((total, { rows }) => total + rows, 0);
  return {
    name,
    rows: codes.length,
    missing: codes.length - sum(levels),
    distinct: levels.length,
    levels,
    numeric: sum(numeric),
    ...spread(numeric.map(({ value }) => value)),
    times: levels.length > 0 && levels.every(({ text }) => !Number.isNaN(parseTime(text, "iso"))),
    leadingZero: numeric.some(({ text }) => /^[+-]?0\d/.test(text.trim())),
    beyondDoubles: numeric.some(({ text, value }) => !Number.isSafeInteger(value) && /^[+-]?\d+$/.test(text.trim())),
  };
}

/** Every level with the number of rows that hold it. */
function countLevels(codes: Int32Array, levels: readonly string[]): { text: string; rows: number }[] {
  const counts = levels.map((text) => ({ text, rows: 0 }));
  for (const code of codes) {
    const level = counts[code];
    if (level !== undefined) level.rows++;
  }
  return counts;
}

function spread(values: Iterable<number>): Pick<Observed, "min" | "max" | "integers"> {
  let min = Number.NaN;
  let max = Number.NaN;
  let integers = true;
  for (const value of values) {
    if (!(value >= min)) min = value;
    if (!(value <= max)) max = value;
    integers &&= Number.isSafeInteger(value);
  }
  return { min, max, integers };
}
