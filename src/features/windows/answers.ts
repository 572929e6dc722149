import type { Column, Kind } from "../../data/index.ts";
import type { Scalar } from "../operator.ts";

/** Answers of one window, given in some order of the rows. Rows without one are missing. */
export interface AnswerColumn {
  /** The answer for the row at that place of the order. */
  set(place: number, value: Scalar): void;
  /** The answers row by row. */
  column(order: Int32Array, rows: number): Column;
}

export function answerColumn(name: string, kind: Kind, size: number): AnswerColumn {
  return kind === "text" ? textAnswers(name, size) : numberAnswers(name, kind, size);
}

function numberAnswers(name: string, kind: Exclude<Kind, "text">, size: number): AnswerColumn {
  const values = new Float64Array(size).fill(Number.NaN);
  return {
    set: (place, value) => {
      values[place] = value === null ? Number.NaN : (value as number);
    },
    column: (order, rows) => {
      const byRow = new Float64Array(rows).fill(Number.NaN);
      for (let i = 0; i < order.length; i++) byRow[order[i] as number] = values[i] as number;
      return { name, kind, values: byRow };
    },
  };
}

function textAnswers(name: string, size: number): AnswerColumn {
  const codes = new Int32Array(size).fill(-1);
  const codeOf = new Map<string, number>();
  return {
    set: (place, value) => {
      if (typeof value !== "string") return;
      const code = codeOf.get(value) ?? codeOf.size;
      if (code === codeOf.size) codeOf.set(value, code);
      codes[place] = code;
    },
    column: (order, rows) => {
      const byRow = new Int32Array(rows).fill(-1);
      for (let i = 0; i < order.length; i++) byRow[order[i] as number] = codes[i] as number;
      return ordered(name, byRow, [...codeOf.keys()]);
    },
  };
}

/** Levels in order of first appearance by row, whatever the order in which they were found. */
function ordered(name: string, codes: Int32Array, found: readonly string[]): Column {
  const place = new Int32Array(found.length).fill(-1);
  const levels: string[] = [];
  const recoded = codes.map((code) => {
    if (code < 0) return -1;
    if (place[code] === -1) place[code] = levels.push(found[code] as string) - 1;
    return place[code] as number;
  });
  return { name, kind: "text", codes: recoded, levels };
}
