import type { Cell, Kind } from "../table.ts";
import type { Field } from "./field.ts";
import { parseFlag, parseNumber, parseTime } from "./parse.ts";

/** What a value can break. */
export type Rule = "type" | "missing" | "integer" | "range" | "values" | "pattern" | "length" | "unique" | "fields";

/** A value as a field sees it: what it is, or which rule it breaks. A missing value is `null`. */
export type Judged = { readonly value: number | string | null } | { readonly breaks: Rule };

const ABSENT: Judged = Object.freeze({ value: null });
const broken = (rule: Rule): Judged => ({ breaks: rule });

/** Judges values against one field. What can be prepared once, such as a pattern, is. */
export interface Judge {
  /** A text as it was written; a marker for missing is `null`. */
  text(written: string): Judged;
  /** A number, a flag (0 or 1) or a time (milliseconds); NaN is missing. */
  number(value: number): Judged;
}

/** The judge of a field. `missingValues` are the texts that mean missing. */
export function judgeOf(field: Field, missingValues: readonly string[]): Judge {
  const markers = new Set(["", ...missingValues]);
  const rule = field.kind === "text" ? textRule(field) : undefined;
  const number = (value: number): Judged => {
    if (Number.isNaN(value)) return ABSENT;
    const broke = numberRule(field, value);
    return broke === undefined ? { value } : broken(broke);
  };
  return {
    number,
    text(written) {
      if (markers.has(written) || markers.has(written.trim())) return ABSENT;
      if (rule === undefined) {
        const value = parse(field, written);
        return Number.isNaN(value) ? broken("type") : number(value);
      }
      const broke = rule(written);
      return broke === undefined ? { value: written } : broken(broke);
    },
  };
}

/** A text as the number that a table holds; NaN when it is not one of the field's kind. */
function parse(field: Field, written: string): number {
  if (field.kind === "number") return parseNumber(written);
  return field.kind === "flag" ? parseFlag(written, field) : parseTime(written, field.format ?? "iso");
}

/** The rule that a number, a flag or a time breaks. */
export function numberRule(field: Field, value: number): Rule | undefined {
  if (!Number.isFinite(value)) return "type";
  if (field.kind === "flag") return value === 0 || value === 1 ? undefined : "type";
  // Beyond 2^53 neighbours share one number: what was written is lost, and identifiers run together.
  if (field.integer === true && !Number.isSafeInteger(value)) return "integer";
  const { min = -Infinity, max = Infinity } = field;
  return value < min || value > max ? "range" : undefined;
}

/** Gives the rule that a text breaks. */
export function textRule({ values, pattern, maxLength = Infinity }: Field): (text: string) => Rule | undefined {
  const allowed = values === undefined ? undefined : new Set<string>(values);
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, "u");
  return (text) => {
    if (allowed !== undefined && !allowed.has(text)) return "values";
    if (text.length > maxLength) return "length";
    return whole !== undefined && !whole.test(text) ? "pattern" : undefined;
  };
}

/** What a rule of a field demands, in words: `a whole number`, `0 to 40`. */
export function demand(field: Field, rule: Rule): string {
  switch (rule) {
    case "type":
      return wordKind(field.kind, field.format);
    case "integer":
      return "a whole number of at most 2^53";
    case "range":
      return wordRange(field);
    case "values":
      return `one of ${(field.values ?? []).map((value) => `"${value}"`).join(", ")}`;
    case "pattern":
      return `a text that matches ${field.pattern}`;
    case "length":
      return `at most ${field.maxLength} characters`;
    case "unique":
      return "a value that no other row has";
    case "missing":
      return "a value";
    case "fields":
      return "as many fields as there are columns";
  }
}

function wordKind(kind: Kind, format = "iso"): string {
  if (kind === "number") return "a number";
  if (kind === "flag") return "yes or no";
  return kind === "text" ? "a text" : `a time (${format})`;
}

function wordRange({ kind, min, max }: Field): string {
  const show = (bound: number): Cell => (kind === "time" ? new Date(bound).toISOString() : bound);
  if (min === undefined) return `at most ${show(max ?? 0)}`;
  return max === undefined ? `at least ${show(min)}` : `${show(min)} to ${show(max)}`;
}
