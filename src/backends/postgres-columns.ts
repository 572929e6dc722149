import {
  type Column,
  checkColumnNames,
  type Kind,
  type RawTable,
  type RejectedRow,
  sourceRefused,
} from "../data/index.ts";
import type { PostgresColumn, PostgresRow } from "./postgres-session.ts";

/** How the texts of one type become cells. NaN and undefined stand for what cannot be held. */
interface Reading {
  readonly kind: Kind;
  /** A value that is there, as PostgreSQL writes it; undefined when no cell can hold it. */
  convert(text: string): number | string | undefined;
}

const TEXT: Reading = { kind: "text", convert: (text) => text };
const FLAG: Reading = { kind: "flag", convert: (text) => (text === "t" ? 1 : 0) };
/** `NaN` is how PostgreSQL writes a missing number; an infinity has no place in a table. */
const NUMBER: Reading = { kind: "number", convert: (text) => (text.endsWith("nfinity") ? undefined : Number(text)) };
const WHOLE: Reading = {
  kind: "number",
  convert(text) {
    const value = Number(text);
    return Number.isSafeInteger(value) ? value : undefined;
  },
};
const TIME: Reading = { kind: "time", convert: timeOf };

/** By PostgreSQL's names of types. Texts and enumerations are known by their category. */
const READINGS: Readonly<Record<string, Reading>> = {
  smallint: NUMBER,
  integer: NUMBER,
  bigint: WHOLE,
  oid: NUMBER,
  real: NUMBER,
  "double precision": NUMBER,
  numeric: NUMBER,
  boolean: FLAG,
  date: TIME,
  "timestamp without time zone": TIME,
  "timestamp with time zone": TIME,
  uuid: TEXT,
  "time without time zone": TEXT,
  "time with time zone": TEXT,
  inet: TEXT,
  cidr: TEXT,
  macaddr: TEXT,
};

const DATE_TIME =
  /^(\d{4,6})-(\d{2})-(\d{2})(?: (\d{2}):(\d{2}):(\d{2})(?:\.(\d+))?)?(?:([+-])(\d{2})(?::?(\d{2}))?)?$/;

/** Milliseconds since 1970, finer parts dropped. What has no zone is in UTC. Not for years before 1 or infinities. */
function timeOf(text: string): number | undefined {
  const match = DATE_TIME.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match
    .slice(1, 7)
    .map((part) => Number(part ?? 0));
  const at = new Date(0);
  at.setUTCFullYear(year, month - 1, day);
  const zone = (match[8] === "-" ? -1 : 1) * (Number(match[9] ?? 0) * 60 + Number(match[10] ?? 0));
  const milli = Number((match[7] ?? "0").padEnd(3, "0").slice(0, 3));
  return at.getTime() + ((hour * 60 + minute - zone) * 60 + second) * 1_000 + milli;
}

function readingOf({ type, category }: PostgresColumn): Reading | undefined {
  return READINGS[type] ?? (category === "S" || category === "E" ? TEXT : undefined);
}

/** Throws `data.source-refused` for a column that is no single value. */
export function checkColumns(columns: readonly PostgresColumn[], place: string): void {
  const names = columns.map(({ name }) => name);
  checkColumnNames(names, place);
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw sourceRefused({ place, problem: `gives two columns \`${twice}\``, advice: "Name one of them otherwise." });
  const refused = columns.filter((column) => readingOf(column) === undefined);
  if (refused.length === 0) return;
  const words = refused.map(({ name, type }) => `\`${name}\` (${type})`).join(", ");
  const advice =
    "Name the columns to read with `columns`, or take single values out of it with a `query`: `SELECT payload->>'plan' AS plan, …`.";
  throw sourceRefused({ place, problem: `has columns that are no single values: ${words}`, advice });
}

const DUE = "values that a table can hold: whole numbers within 2^53, finite numbers, years from 1 to 275,760";

/** Gathers rows into columns; a row with a value that no cell can hold is set aside, with its number. */
export class PostgresColumns {
  private readonly columns: readonly PostgresColumn[];
  private readonly readings: readonly Reading[];
  private readonly rows: PostgresRow[] = [];
  private readonly first: number;

  /** `first` is the number of the first row, from 1. */
  constructor(columns: readonly PostgresColumn[], first: number) {
    this.columns = columns;
    this.readings = columns.map((column) => readingOf(column) ?? TEXT);
    this.first = first;
  }

  add(rows: readonly PostgresRow[]): void {
    for (const row of rows) this.rows.push(row);
  }

  get count(): number {
    return this.rows.length;
  }

  table(): RawTable {
    const bad = new Map<number, string>();
    const columns = this.columns.map((_, i) => this.cells(i, bad));
    const rejected = [...bad].sort(([a], [b]) => a - b).map(([row, got]) => this.reject(row, got));
    const lines = Int32Array.from(this.rows, (_, row) => this.first + row).filter((_, row) => !bad.has(row));
    const kept = columns.map((column) => without(column, bad));
    return { rows: lines.length, columns: kept, lines, rejected };
  }

  private cells(i: number, bad: Map<number, string>): Column {
    const { name } = this.columns[i] as PostgresColumn;
    const { kind, convert } = this.readings[i] as Reading;
    const codeOf = new Map<string, number>();
    const values = kind === "text" ? new Int32Array(this.rows.length) : new Float64Array(this.rows.length);
    for (let row = 0; row < this.rows.length; row++) {
      const text = this.rows[row]?.[i] ?? null;
      const value = text === null ? null : convert(text);
      if (value === undefined) bad.set(row, `${text} in \`${name}\``);
      values[row] = typeof value === "number" ? value : typeof value === "string" ? code(codeOf, value) : MISSING[kind];
    }
    return values instanceof Int32Array
      ? { name, kind: "text", codes: values, levels: [...codeOf.keys()] }
      : { name, kind: kind as "number" | "flag" | "time", values };
  }

  private reject(row: number, got: string): RejectedRow {
    const text = JSON.stringify(this.rows[row]).slice(0, 1_000);
    return { row: this.first + row, rule: "fields", due: DUE, got, text };
  }
}

const MISSING: Readonly<Record<Kind, number>> = { text: -1, number: Number.NaN, flag: Number.NaN, time: Number.NaN };

function code(codeOf: Map<string, number>, text: string): number {
  const known = codeOf.get(text);
  if (known !== undefined) return known;
  codeOf.set(text, codeOf.size);
  return codeOf.size - 1;
}

function without(column: Column, bad: ReadonlyMap<number, string>): Column {
  if (bad.size === 0) return column;
  const isKept = (_: number, row: number): boolean => !bad.has(row);
  return column.kind === "text"
    ? { ...column, codes: column.codes.filter(isKept) }
    : { ...column, values: column.values.filter(isKept) };
}
