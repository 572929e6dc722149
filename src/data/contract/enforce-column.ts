import { type Column, isMissing, type NumericColumn, type TextColumn } from "../table.ts";
import type { Field } from "./field.ts";
import { type Judge, judgeOf, numberRule, type Rule } from "./rules.ts";

/** One column after its rules: typed values, and for each row the rule that it broke. */
export interface JudgedColumn {
  readonly name: string;
  readonly field: Field;
  readonly column: Column;
  /** Index into {@link RULES} per row; 0 when all is well. */
  readonly broke: Uint8Array;
}

/** Rules by their code in {@link JudgedColumn.broke}. Code 0 stands for none. */
export const RULES: readonly (Rule | undefined)[] = [
  undefined,
  "type",
  "missing",
  "integer",
  "range",
  "values",
  "pattern",
  "length",
  "unique",
];

/**
 * Types a column as its field says and judges every row. Text is judged once for each distinct value, so that a column
 * of a million rows and four values costs four judgements.
 */
export function judgeColumn(raw: Column, field: Field, missingValues: readonly string[]): Omit<JudgedColumn, "name"> {
  const judge = judgeOf(field, missingValues);
  const isDirect = raw.kind !== "text" && (raw.kind === field.kind || (raw.kind === "flag" && field.kind === "number"));
  const judged = isDirect
    ? judgeNumbers(raw, field)
    : judgeTexts(raw.kind === "text" ? raw : written(raw), field, judge);
  requireValues(judged, field);
  return { ...judged, field };
}

type Judgement = Pick<JudgedColumn, "column" | "broke">;

function judgeNumbers(raw: NumericColumn, field: Field): Judgement {
  const broke = new Uint8Array(raw.values.length);
  for (let row = 0; row < broke.length; row++) {
    const value = raw.values[row] as number;
    if (Number.isNaN(value)) continue;
    const rule = numberRule(field, value);
    if (rule !== undefined) broke[row] = RULES.indexOf(rule);
  }
  return { column: { name: raw.name, kind: field.kind as NumericColumn["kind"], values: raw.values }, broke };
}

/** Numbers as texts, for a typed column whose field is of another kind. */
function written(raw: NumericColumn): TextColumn {
  const show = (value: number): string => (raw.kind === "time" ? new Date(value).toISOString() : String(value));
  const index = new Map<number, number>();
  const codes = Int32Array.from(raw.values, (value) => {
    if (Number.isNaN(value)) return -1;
    const code = index.get(value) ?? index.size;
    index.set(value, code);
    return code;
  });
  return { name: raw.name, kind: "text", codes, levels: [...index.keys()].map(show) };
}

function judgeTexts(raw: TextColumn, field: Field, judge: Judge): Judgement {
  const judged = raw.levels.map((level) => judge.text(level));
  const brokeOf = Uint8Array.from(judged, (j) => ("breaks" in j ? RULES.indexOf(j.breaks) : 0));
  const broke = new Uint8Array(raw.codes.length);
  for (let row = 0; row < broke.length; row++) broke[row] = brokeOf[raw.codes[row] as number] ?? 0;
  const settled = judged.map((j) => ("value" in j ? j.value : null));
  const column = field.kind === "text" ? recoded(raw, field, settled) : numbered(raw, field, settled);
  return { column, broke };
}

type Values = readonly (number | string | null)[];

function numbered({ name, codes }: TextColumn, field: Field, settled: Values): Column {
  const byCode = Float64Array.from(settled, (value) => (typeof value === "number" ? value : Number.NaN));
  const values = new Float64Array(codes.length);
  for (let row = 0; row < values.length; row++) values[row] = byCode[codes[row] as number] ?? Number.NaN;
  return { name, kind: field.kind as NumericColumn["kind"], values };
}

/** The declared values in their order, or else those that occur and are allowed. */
function recoded({ name, codes }: TextColumn, field: Field, settled: Values): Column {
  const levels = field.values ?? settled.filter((value) => typeof value === "string");
  const codeOf = new Map(levels.map((level, code) => [level, code]));
  const newCode = Int32Array.from(settled, (value) => (typeof value === "string" ? (codeOf.get(value) ?? -1) : -1));
  const out = new Int32Array(codes.length);
  for (let row = 0; row < out.length; row++) out[row] = newCode[codes[row] as number] ?? -1;
  return { name, kind: "text", codes: out, levels };
}

/** A field that may not be missing at all breaks in the row where it is. */
function requireValues({ column, broke }: Judgement, field: Field): void {
  if (field.missing > 0) return;
  const rule = RULES.indexOf("missing");
  for (let row = 0; row < broke.length; row++) if (broke[row] === 0 && isMissing(column, row)) broke[row] = rule;
}

/** Marks the second and every later occurrence of a value among the rows that are still sound. */
export function markRepeats({ column, broke }: Judgement, isSound: (row: number) => boolean): void {
  const seen = new Set<number>();
  const rule = RULES.indexOf("unique");
  for (let row = 0; row < broke.length; row++) {
    if (broke[row] !== 0 || isMissing(column, row) || !isSound(row)) continue;
    const value = (column.kind === "text" ? column.codes[row] : column.values[row]) as number;
    if (seen.has(value)) broke[row] = rule;
    else seen.add(value);
  }
}
