import type { Insufficient } from "../../kernel/index.ts";
import type { CountedValue } from "../../stats/index.ts";
import type { Association } from "./association.ts";
import type { Shape } from "./text-shape.ts";

/** What a table holds, column by column. */
export interface Profile {
  readonly rows: number;
  /** The column with which the others are compared, if one was named. */
  readonly label?: string;
  readonly columns: readonly ColumnProfile[];
  /** Columns of the same content, row by row; the first of each is the one to keep. */
  readonly duplicates: readonly (readonly string[])[];
  /** Pairs of numbers of which one follows almost exactly from the other. */
  readonly alike: readonly AlikePair[];
}

export type ColumnProfile = NumberProfile | TextProfile;

interface CommonProfile {
  readonly name: string;
  /** Rows that have a value. */
  readonly count: number;
  readonly missing: number;
  /** `error` is the relative standard error; 0 when counted. */
  readonly distinct: { readonly value: number; readonly error: number };
  /** The most frequent first. Each came at least `count` times and at most `count + countError`. */
  readonly values: readonly CountedValue[];
  readonly countError: number;
  /** Whether every row has one and the same value, or none has any. */
  readonly constant: boolean;
  /** Absent: no label was named, or this is the label. */
  readonly label?: Association | Insufficient;
}

/** A column of numbers, flags (0 and 1) or times (milliseconds since 1970). */
export interface NumberProfile extends CommonProfile {
  readonly kind: "number" | "flag" | "time";
  readonly numbers: Summary | Insufficient;
  /** A uniform sample of the values, ascending; all of them while they are few. */
  readonly sample: Float64Array;
  /** How far a share of the sample may be from the column's, in 99 of 100 samples; 0 when it holds every value. */
  readonly rankError: number;
  readonly times?: TimeSummary;
}

/** Exact but for the quantiles of long columns: see `rankError`. */
export interface Summary {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  /** Unbiased. Insufficient for a single value. */
  readonly variance: number | Insufficient;
  readonly zeros: number;
  readonly negatives: number;
  /** Whole numbers. */
  readonly whole: number;
  readonly quantiles: readonly Quantile[];
}

export interface Quantile {
  /** The share of values at or below. */
  readonly at: number;
  readonly value: number;
}

export interface TimeSummary {
  /** The finest unit in which a time is not a round one. */
  readonly grain: "day" | "hour" | "minute" | "second" | "millisecond";
  /** Events by hour of the day, UTC. */
  readonly hours: readonly number[];
  /** Events by day of the week, Sunday first, UTC; insufficient when times are too far apart. */
  readonly weekdays: readonly number[] | Insufficient;
  /** The longest stretch of days without any event, between the first and the last. */
  readonly longestGap: Gap | Insufficient;
}

export interface Gap {
  readonly days: number;
  /** The first day without, milliseconds since 1970. */
  readonly from: number;
}

/** A column of texts. */
export interface TextProfile extends CommonProfile {
  readonly kind: "text";
  /** Characters. */
  readonly length: { readonly min: number; readonly mean: number; readonly max: number } | Insufficient;
  /** Rows by what their text looks like; those that occur. */
  readonly shapes: Readonly<Partial<Record<Shape, number>>>;
}

export interface AlikePair {
  readonly a: string;
  readonly b: string;
  /** Pearson's correlation over rows that have both, sampled where they are many. */
  readonly correlation: number;
  readonly rows: number;
}
