import type { DuckDBDataChunk, DuckDBValue } from "@duckdb/node-api";
import type { Column, Kind } from "../data/index.ts";

/** How one column of a typed file becomes a column of a table. */
export interface Reading {
  readonly kind: Kind;
  /** The expression to select, given the quoted name. */
  select(name: string): string;
  /** A value as DuckDB gives it, never null, as a number or a text. */
  convert(value: DuckDBValue): number | string;
}

const plain = (name: string): string => name;
const asText = (name: string): string => `CAST(${name} AS VARCHAR)`;

const NUMBER: Reading = { kind: "number", select: plain, convert: Number };
/** Decimals travel as text, so that JavaScript and not the engine rounds them. */
const DECIMAL: Reading = { kind: "number", select: asText, convert: Number };
const TEXT: Reading = { kind: "text", select: asText, convert: String };
const FLAG: Reading = { kind: "flag", select: plain, convert: Number };
/** Days, or parts of a second, since 1970; finer parts than a millisecond are dropped. */
const TIME: Reading = { kind: "time", select: plain, convert: millisecondsOf };

const INTEGERS = ["TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"];
const READINGS: Readonly<Record<string, Reading>> = {
  ...Object.fromEntries([...INTEGERS, ...INTEGERS.map((type) => `U${type}`)].map((type) => [type, NUMBER])),
  FLOAT: NUMBER,
  DOUBLE: NUMBER,
  BOOLEAN: FLAG,
  VARCHAR: TEXT,
  UUID: TEXT,
  TIME: TEXT,
  DATE: TIME,
  TIMESTAMP: TIME,
  "TIMESTAMP WITH TIME ZONE": TIME,
  TIMESTAMP_S: TIME,
  TIMESTAMP_MS: TIME,
  TIMESTAMP_NS: TIME,
};

/** How columns of a DuckDB type are read; nothing for lists, structures and bytes. */
export function readingOf(type: string): Reading | undefined {
  if (type.startsWith("DECIMAL")) return DECIMAL;
  return type.startsWith("ENUM") ? TEXT : READINGS[type];
}

/** Whole numbers of 64 bits and more, which a JavaScript number may not hold. */
export function mayExceedDoubles(type: string): boolean {
  return /^U?(BIGINT|HUGEINT)$/.test(type);
}

/** Whole numbers beyond 2^53 as texts: nothing is rounded. */
export const DIGITS: Reading = TEXT;

type TimeValue = Readonly<Partial<Record<"days" | "seconds" | "millis" | "micros" | "nanos", unknown>>>;

function millisecondsOf(value: DuckDBValue): number {
  const { days, seconds, millis, micros, nanos } = value as unknown as TimeValue;
  if (days !== undefined) return Number(days) * 86_400_000;
  if (seconds !== undefined) return Number(seconds) * 1_000;
  if (micros !== undefined) return Math.floor(Number(micros) / 1_000);
  return nanos === undefined ? Number(millis) : Math.floor(Number(nanos) / 1_000_000);
}

/** Gathers one column from parts. */
export interface Gathering {
  add(part: DuckDBDataChunk, index: number): void;
  column(): Column;
}

/** Gathers values of a reading, in order. */
export function gathering(name: string, reading: Reading): Gathering {
  return reading.kind === "text" ? gatherTexts(name, reading) : gatherNumbers(name, reading, reading.kind);
}

function gatherNumbers(name: string, { convert }: Reading, kind: "number" | "flag" | "time"): Gathering {
  const parts: Float64Array[] = [];
  return {
    add(part, index) {
      const vector = part.getColumnVector(index);
      const values = new Float64Array(part.rowCount);
      for (let row = 0; row < values.length; row++) {
        const value = vector.getItem(row);
        values[row] = value === null ? Number.NaN : (convert(value) as number);
      }
      parts.push(values);
    },
    column: () => ({ name, kind, values: joined(parts, (length) => new Float64Array(length)) }),
  };
}

function gatherTexts(name: string, { convert }: Reading): Gathering {
  const parts: Int32Array[] = [];
  const codeOf = new Map<string, number>();
  return {
    add(part, index) {
      const vector = part.getColumnVector(index);
      const codes = new Int32Array(part.rowCount);
      for (let row = 0; row < codes.length; row++) {
        const value = vector.getItem(row);
        codes[row] = value === null ? -1 : code(codeOf, convert(value) as string);
      }
      parts.push(codes);
    },
    column: () => ({
      name,
      kind: "text",
      codes: joined(parts, (length) => new Int32Array(length)),
      levels: [...codeOf.keys()],
    }),
  };
}

function code(codeOf: Map<string, number>, text: string): number {
  const known = codeOf.get(text);
  if (known !== undefined) return known;
  codeOf.set(text, codeOf.size);
  return codeOf.size - 1;
}

interface Numbers {
  readonly length: number;
  set(values: ArrayLike<number>, at: number): void;
}

function joined<A extends Numbers & ArrayLike<number>>(parts: readonly A[], make: (length: number) => A): A {
  const all = make(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}
