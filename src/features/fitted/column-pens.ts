import type { Column, Kind } from "../../data/index.ts";
import type { Scalar } from "../operator.ts";

/** Columns of equal length that are written row by row. */
export interface ColumnPens {
  write(row: number, values: readonly Scalar[]): void;
  /** Gives a row what another one has. */
  copy(from: number, to: number): void;
  columns(): readonly Column[];
}

interface Pen {
  set(row: number, value: Scalar): void;
  copy(from: number, to: number): void;
  column(): Column;
}

/** The first column is of that kind, the others are numbers. What is not finite is missing. */
export function columnPens(names: readonly string[], kind: Kind, rows: number): ColumnPens {
  const pens = names.map((name, k) => (k === 0 && kind === "text" ? textPen(name, rows) : numberPen(name, rows)));
  return {
    write(row, values) {
      for (let k = 0; k < pens.length; k++) (pens[k] as Pen).set(row, values[k] ?? null);
    },
    copy(from, to) {
      for (const pen of pens) pen.copy(from, to);
    },
    columns: () => pens.map((pen) => pen.column()),
  };
}

/** A number as a column holds it: NaN where it is not finite. */
export function settled(value: Scalar): number {
  return typeof value === "number" && Number.isFinite(value) ? value : Number.NaN;
}

function numberPen(name: string, rows: number): Pen {
  const values = new Float64Array(rows);
  return {
    set: (row, value) => {
      values[row] = settled(value);
    },
    copy: (from, to) => {
      values[to] = values[from] as number;
    },
    column: () => ({ name, kind: "number", values }),
  };
}

function textPen(name: string, rows: number): Pen {
  const codes = new Int32Array(rows).fill(-1);
  const index = new Map<string, number>();
  return {
    set: (row, value) => {
      if (typeof value !== "string") return;
      const code = index.get(value) ?? index.size;
      index.set(value, code);
      codes[row] = code;
    },
    copy: (from, to) => {
      codes[to] = codes[from] as number;
    },
    column: () => ({ name, kind: "text", codes, levels: [...index.keys()] }),
  };
}
