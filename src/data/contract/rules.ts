import type { Cell, Kind } from "../table.ts";
import type { Field } from "./field.ts";
import { hasOffset, parseFlag, parseNumber, parseTime } from "./parse.ts";
import { fromWall } from "./zone.ts";

/** What a row can break. `rule`: one over several fields; `fields`: the row as a whole. */
export type Rule =
  | "type"
  | "missing"
  | "integer"
  | "range"
  | "values"
  | "pattern"
  | "length"
  | "unique"
  | "encoding"
  | "zone"
  | "future"
  | "reference"
  | "rule"
  | "fields";

/** A value as a field sees it: what it is, or which rule it breaks. A missing value is `null`. */
export type Judged =
  | { readonly value: number | string | null }
  | {
      readonly breaks: Rule;
      /** The number that breaks it, where it could be read. */
      readonly read?: number;
    };

const ABSENT: Judged = Object.freeze({ value: null });
const broken = (rule: Rule): Judged => ({ breaks: rule });

/** Judges values against one field. What can be prepared once, such as a pattern, is. */
export interface Judge {
  /** A text as it was written; a marker for missing is `null`. */
  text(written: string): Judged;
  /** A number, a flag (0 or 1) or a time (milliseconds); NaN is missing. */
  number(value: number): Judged;
}

/** The judge of a field. `missingValues` are the texts that mean missing; `now` is what the clock shows, if one was given. */
export function judgeOf(field: Field, missingValues: readonly string[], now?: number): Judge {
  const isMarker = markersOf(missingValues);
  const rule = field.kind === "text" ? textRule(field) : undefined;
  const instant = field.kind === "time" ? timeReader(field) : undefined;
  const latest = latestOf(field, now);
  const number = (value: number): Judged => {
    if (Number.isNaN(value)) return ABSENT;
    const broke = numberRule(field, value, latest);
    return broke === undefined ? { value } : { breaks: broke, read: value };
  };
  return {
    number,
    text(written) {
      if (isMarker(written)) return ABSENT;
      if (rule !== undefined) {
        const broke = rule(written);
        return broke === undefined ? { value: written } : broken(broke);
      }
      const read = instant === undefined ? parsed(field, written) : instant(written);
      return typeof read === "number" ? number(read) : read;
    },
  };
}

/** Tells the texts that mean missing, spaces around them ignored. */
export function markersOf(missingValues: readonly string[]): (text: string) => boolean {
  const markers = new Set(["", ...missingValues]);
  return (text) => markers.has(text) || markers.has(text.trim());
}

function parsed(field: Field, written: string): number | Judged {
  const value = field.kind === "number" ? parseNumber(written) : parseFlag(written, field);
  return Number.isNaN(value) ? broken("type") : value;
}

/** Reads the times of a field: the instant, or what is wrong. A local time is one of the field's zone. */
export function timeReader({ format = "iso", zone }: Field): (written: string) => number | Judged {
  const inZone = zone === undefined ? undefined : fromWall(zone);
  return (written) => {
    const value = parseTime(written, format);
    if (Number.isNaN(value)) return broken("type");
    if (inZone === undefined || hasOffset(written, format)) return value;
    const instant = inZone(value);
    return Number.isNaN(instant) ? broken("zone") : instant;
  };
}

/** The latest instant that a field allows; none without a clock, or where any is allowed. */
export function latestOf({ ahead }: Field, now: number | undefined): number {
  return ahead === undefined || now === undefined ? Number.POSITIVE_INFINITY : now + ahead;
}

/** The rule that a number, a flag or a time breaks. */
export function numberRule(field: Field, value: number, latest: number = Number.POSITIVE_INFINITY): Rule | undefined {
  if (!Number.isFinite(value)) return "type";
  if (field.kind === "flag") return value === 0 || value === 1 ? undefined : "type";
  // Beyond 2^53 neighbours share one number: what was written is lost, and identifiers run together.
  if (field.integer === true && !Number.isSafeInteger(value)) return "integer";
  const { min = -Infinity, max = Infinity } = field;
  if (value < min || value > max) return "range";
  return value > latest ? "future" : undefined;
}

/** Gives the rule that a text breaks. */
export function textRule({ values, pattern, maxLength = Infinity }: Field): (text: string) => Rule | undefined {
  const allowed = values === undefined ? undefined : new Set<string>(values);
  const whole = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, "u");
  return (text) => {
    if (allowed?.has(text) === true) return undefined;
    // A character that stands for one that was lost, or half of one: it was read in the wrong encoding.
    if (text.includes("\uFFFD") || !text.isWellFormed()) return "encoding";
    if (allowed !== undefined) return "values";
    if (text.length > maxLength) return "length";
    return whole !== undefined && !whole.test(text) ? "pattern" : undefined;
  };
}

/** What a rule of a field demands, in words: `a whole number`, `0 to 40`. */
export function demand(field: Field, rule: Rule): string {
  switch (rule) {
    case "type":
      return wordKind(field.kind, field.format);
    case "range":
      return wordRange(field);
    case "values":
      return `one of ${(field.values ?? []).map((value) => `"${value}"`).join(", ")}`;
    case "pattern":
      return `a text that matches ${field.pattern}`;
    case "length":
      return `at most ${field.maxLength} characters`;
    case "zone":
      return `a time that clocks in ${field.zone} show once; write its offset, such as +02:00`;
    case "future":
      return `at most ${(field.ahead ?? 0) / 1_000} seconds ahead of now`;
    case "reference":
      return `one of the keys of ${field.references}`;
    default:
      return FIXED[rule];
  }
}

const FIXED = {
  integer: "a whole number of at most 2^53",
  unique: "a value that no other row has",
  missing: "a value",
  encoding: "a text whose every character could be read; is the file UTF-8 throughout?",
  rule: "as the rule says",
  fields: "as many fields as there are columns",
} as const;

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
