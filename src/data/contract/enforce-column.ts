import type { Column, NumericColumn, TextColumn } from "../table.ts";
import type { Field } from "./field.ts";
import { type Marks, marksFor } from "./marks.ts";
import { type Judge, type Judged, judgeOf, latestOf, numberRule, type Rule } from "./rules.ts";

/** One column after its rules: typed values, and for each row the rule that it broke. */
export interface JudgedColumn {
  readonly name: string;
  readonly field: Field;
  readonly column: Column;
  /** Index into {@link RULES} per row; 0 when all is well. */
  readonly broke: Marks;
  /** Rows without a value, those that break a rule by it included. */
  readonly absent: number;
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
  "encoding",
  "zone",
  "future",
  "reference",
  "rule",
];

/** The code of a rule in {@link RULES}. */
export function codeOf(rule: Rule): number {
  return RULES.indexOf(rule);
}

interface Held {
  readonly field: Field;
  readonly missingValues: readonly string[];
  /** What the clock shows; absent when none was given. */
  readonly now?: number | undefined;
}

/**
 * Types a column as its field says and judges every row. Text is judged once for each distinct value, so that a column
 * of a million rows and four values costs four judgements.
 */
export function judgeColumn(raw: Column, held: Held): Omit<JudgedColumn, "name"> {
  const { field } = held;
  const isDirect = raw.kind !== "text" && (raw.kind === field.kind || (raw.kind === "flag" && field.kind === "number"));
  const judged = isDirect ? judgeNumbers(raw, held) : judgeTexts(raw.kind === "text" ? raw : written(raw), held);
  return { ...judged, field };
}

/** The column of a field that is not there: missing in every row, and no row breaks by it. */
export function absentColumn(name: string, field: Field, rows: number): JudgedColumn {
  const broke = marksFor(rows);
  const column: Column =
    field.kind === "text"
      ? { name, kind: "text", codes: new Int32Array(rows).fill(-1), levels: field.values ?? [] }
      : { name, kind: field.kind, values: new Float64Array(rows).fill(Number.NaN) };
  return { name, field, column, broke, absent: 0 };
}

type Judgement = Pick<JudgedColumn, "column" | "broke" | "absent">;

/** The code of a value that is missing: 0 where the field allows it. */
function missingCode(field: Field): number {
  return field.missing > 0 ? 0 : codeOf("missing");
}

function judgeNumbers(raw: NumericColumn, { field, now }: Held): Judgement {
  const { values } = raw;
  const broke = marksFor(values.length);
  const latest = latestOf(field, now);
  const { kind, min = -Number.MAX_VALUE, max = Number.MAX_VALUE, integer = false } = field;
  const top = Math.min(max, latest);
  const missing = missingCode(field);
  let absent = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    // What is plainly sound first: it is nearly everything.
    if (value >= min && value <= top && (!integer || Number.isSafeInteger(value)) && kind !== "flag") continue;
    if (Number.isNaN(value)) {
      absent++;
      if (missing > 0) broke.set(row, missing);
      continue;
    }
    const rule = numberRule(field, value, latest);
    if (rule !== undefined) broke.set(row, codeOf(rule));
  }
  return { column: { name: raw.name, kind: kind as NumericColumn["kind"], values }, broke, absent };
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

function judgeTexts(raw: TextColumn, { field, missingValues, now }: Held): Judgement {
  const judge: Judge = judgeOf(field, missingValues, now);
  const judged = raw.levels.map((level) => judge.text(level));
  const { broke, absent } = markLevels(raw.codes, judged, missingCode(field));
  const column =
    field.kind === "text"
      ? recoded(
          raw,
          field,
          judged.map((j) => ("value" in j ? j.value : null)),
        )
      : numbered(
          raw,
          field,
          judged.map((j) => ("value" in j ? j.value : (j.read ?? null))),
        );
  return { column, broke, absent };
}

const SOUND = 255;

function markLevels(
  codes: Int32Array,
  judged: readonly Judged[],
  missing: number,
): Pick<Judgement, "broke" | "absent"> {
  const broke = marksFor(codes.length);
  // 0 stands for missing here, and what is sound is not looked at twice.
  const byCode = Uint8Array.from([
    0,
    ...judged.map((j) => ("breaks" in j ? codeOf(j.breaks) : j.value === null ? 0 : SOUND)),
  ]);
  let absent = 0;
  for (let row = 0; row < codes.length; row++) {
    const code = byCode[placeOf(codes[row] as number)] as number;
    if (code === SOUND) continue;
    if (code > 0) broke.set(row, code);
    else {
      absent++;
      if (missing > 0) broke.set(row, missing);
    }
  }
  return { broke, absent };
}

/** Where a table of what codes stand for has this one: what a missing value stands for comes first. */
function placeOf(code: number): number {
  return code + 1;
}

type Values = readonly (number | string | null)[];

function numbered({ name, codes }: TextColumn, field: Field, settled: Values): Column {
  const byCode = new Float64Array(settled.length + 1).fill(Number.NaN);
  settled.forEach((value, code) => {
    if (typeof value === "number") byCode[placeOf(code)] = value;
  });
  const values = new Float64Array(codes.length);
  for (let row = 0; row < values.length; row++) values[row] = byCode[placeOf(codes[row] as number)] as number;
  return { name, kind: field.kind as NumericColumn["kind"], values };
}

/** The declared values in their order, or else those that occur and are allowed. */
function recoded({ name, codes, levels: given }: TextColumn, field: Field, settled: Values): Column {
  const levels = field.values ?? settled.filter((value) => typeof value === "string");
  // The codes stand for the same texts as before: they can stay.
  if (levels.length >= settled.length && settled.every((value, code) => value === levels[code]))
    return { name, kind: "text", codes, levels: field.values ?? given };
  const place = new Map(levels.map((level, code) => [level, code]));
  const newCode = new Int32Array(settled.length + 1).fill(-1);
  settled.forEach((value, code) => {
    if (typeof value === "string") newCode[placeOf(code)] = place.get(value) ?? -1;
  });
  const out = new Int32Array(codes.length);
  for (let row = 0; row < out.length; row++) out[row] = newCode[placeOf(codes[row] as number)] as number;
  return { name, kind: "text", codes: out, levels };
}
