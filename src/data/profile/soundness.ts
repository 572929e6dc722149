import type { Field } from "../contract/field.ts";
import { judgeOf } from "../contract/rules.ts";
import type { Column, NumericColumn, TextColumn } from "../table.ts";

/** Tells at little cost that a column of a batch keeps every rule of its field, so that its rows need not be judged one by one. */
export interface Soundness {
  /** Whether it surely does. `false` says nothing: the rows must be judged. */
  isSound(column: Column, field: Field): boolean;
}

/** What a field may say for a batch to be judged by its extremes, or by its distinct texts. */
const PLAIN: ReadonlySet<string> = new Set<keyof Field>([
  "kind",
  "known",
  "missing",
  "unique",
  "integer",
  "min",
  "max",
  "values",
  "pattern",
  "maxLength",
  "personal",
  "unit",
  "doc",
]);

/** Batches often share a dictionary, or let it grow: each text of it is judged once. */
interface Judged {
  readonly levels: readonly string[];
  readonly known: number;
  readonly sound: boolean;
}

/** A new one for every reading. `missingValues` are the texts that mean missing. */
export function soundness(missingValues: readonly string[]): Soundness {
  const judged = new Map<string, Judged>();
  const textsSound = ({ name, levels }: TextColumn, field: Field): boolean => {
    const kept = judged.get(name);
    const before = kept?.levels === levels ? kept : { levels, known: 0, sound: true };
    const judge = judgeOf(field, missingValues);
    // A marker for missing is told from a value row by row.
    const isValue = (level: string): boolean => {
      const found = judge.text(level);
      return "value" in found && found.value !== null;
    };
    const sound = before.sound && levels.slice(before.known).every(isValue);
    judged.set(name, { levels, known: levels.length, sound });
    return sound;
  };
  return {
    isSound(column, field) {
      const isPlain = Object.keys(field).every((rule) => PLAIN.has(rule)) && !field.unique;
      if (!isPlain || column.kind !== field.kind) return false;
      return column.kind === "text"
        ? textsSound(column, field) && gapsFit(column.codes, field)
        : numbersSound(column, field);
    },
  };
}

function gapsFit(codes: Int32Array, { missing }: Field): boolean {
  return missing > 0 || codes.every((code) => code >= 0);
}

/** Between a sound least and a sound largest value, all are. */
function numbersSound({ values }: NumericColumn, field: Field): boolean {
  const { least, largest, gaps, broken } = extremesOf(values);
  if (gaps > 0 && field.missing === 0) return false;
  if (gaps === values.length) return true;
  if (broken > 0 && (field.integer === true || field.kind === "flag")) return false;
  const judge = judgeOf(field, []);
  return "value" in judge.number(least) && "value" in judge.number(largest);
}

interface Extremes {
  readonly least: number;
  readonly largest: number;
  readonly gaps: number;
  /** Values that are not whole. */
  readonly broken: number;
}

function extremesOf(values: Float64Array): Extremes {
  let [least, largest, gaps, broken] = [Infinity, -Infinity, 0, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) {
      gaps++;
      continue;
    }
    if (value < least) least = value;
    if (value > largest) largest = value;
    broken += Math.floor(value) === value ? 0 : 1;
  }
  return { least, largest, gaps, broken };
}
