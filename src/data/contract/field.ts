import type { Kind } from "../table.ts";
import type { PersonalClass } from "./personal.ts";

/** Whether a field's value is there when a decision is made, or only afterwards. */
export type Known = "before" | "after";

/** Where data are held against a contract: the rows that are learned from, or those that are decided on. */
export type DataEnvironment = "training" | "serving";

/** Bounds that may both be given, or one of them. */
export interface Bounds {
  readonly min?: number;
  readonly max?: number;
}

/**
 * What one field must look like: plain data. Made by `number`, `text`, `flag` and `time`.
 * `V` is the union of the allowed values of a text; `string` when any text will do.
 */
export interface Field<K extends Kind = Kind, N extends Known = Known, V extends string = string> {
  readonly kind: K;
  readonly known: N;
  /** Share of rows, 0 to 1, in which the value may be missing. */
  readonly missing: number;
  /** No value occurs twice. */
  readonly unique: boolean;
  /** Where the field is not there, and not demanded. What is known only after a decision is never there in serving. */
  readonly absentIn?: readonly DataEnvironment[];
  /** The keys among which every value must be: `rows.patient`, or a field of a stream, such as `visits.drug`. */
  readonly references?: string;
  /** Numbers: whole numbers only. */
  readonly integer?: boolean;
  /** Numbers and times (milliseconds since 1970): the smallest value that is allowed. */
  readonly min?: number;
  /** Numbers and times (milliseconds since 1970): the largest value that is allowed. */
  readonly max?: number;
  /** Numbers: between what the median of all rows must lie; what is outside looks like another unit. */
  readonly median?: Bounds;
  /** Texts: what is allowed; absent when any text is. */
  readonly values?: readonly V[];
  /** Texts: a regular expression that the whole value matches. */
  readonly pattern?: string;
  /** Texts: at most so many UTF-16 units. */
  readonly maxLength?: number;
  /** Flags: how yes is written, exactly. Absent: true, t, yes, y, 1 in any case. */
  readonly trueValues?: readonly string[];
  /** Flags: how no is written, exactly. Absent: false, f, no, n, 0 in any case. */
  readonly falseValues?: readonly string[];
  /** Times: how they are written. */
  readonly format?: TimeFormat;
  /** Times: the zone of those that are written without an offset. Absent: UTC. */
  readonly zone?: string;
  /** Times: by how many milliseconds they may be ahead of the clock of whoever judges them. Absent: by any. */
  readonly ahead?: number;
  /** Class of personal data: a known one, or the owner's own, such as `own:loyalty`. */
  readonly personal?: PersonalClass;
  readonly unit?: string;
  readonly doc?: string;
}

/** How a time is written. `iso` without an offset is UTC; the others are as their names say. */
export type TimeFormat = "iso" | "seconds" | "milliseconds" | "day/month/year" | "month/day/year";

export type Fields = Readonly<Record<string, Field>>;

/** What a caller may pass for a field. A time is a `Date`, ISO text, or milliseconds since 1970. */
export type ValueOf<F extends Field> =
  F extends Field<infer K, Known, infer V>
    ? K extends "number"
      ? number
      : K extends "text"
        ? V
        : K extends "flag"
          ? boolean
          : Date | string | number
    : never;
