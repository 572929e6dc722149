import type { Duration } from "../../kernel/index.ts";
import { freezeField } from "./checks.ts";
import type { Bounds, Field, Known, TimeFormat } from "./field.ts";
import type { PersonalClass } from "./personal.ts";

/** What every kind of field may say. */
export interface CommonOptions<N extends Known> {
  /** Default `"before"`: the value is there when the decision is made. */
  readonly known?: N;
  /** Share of rows that may lack the value. Default 0: none. */
  readonly missing?: number;
  /** No value occurs twice. Default `false`. */
  readonly unique?: boolean;
  /**
   * Where the field is not there, and not demanded. Serving never has what is known only afterwards; what only a caller
   * has, such as a session, is absent in training. Default: nowhere else.
   */
  readonly absentIn?: N extends "before" ? readonly "training"[] : readonly "serving"[];
  /** The keys among which every value must be: `rows.patient`, or a field of a stream, such as `visits.drug`. Default: any. */
  readonly references?: `${string}.${string}`;
  /** Class of personal data: a known one, or one of your own, such as `own:loyalty`. Default: none. */
  readonly personal?: PersonalClass;
  /** A known one can be converted, and a change of it is recognised; any other stands for itself. */
  readonly unit?: string;
  readonly doc?: string;
}

export interface NumberOptions<N extends Known> extends CommonOptions<N> {
  /** Whole numbers only. Default `false`. */
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** Between what the median of all rows must lie: the guard against another unit, where single values may be anything. */
  readonly median?: Bounds;
}

export interface TextOptions<V extends string, N extends Known> extends CommonOptions<N> {
  /** What is allowed. Default: any text. */
  readonly values?: readonly V[];
  /** A regular expression that the whole value matches. */
  readonly pattern?: string;
  /** At most so many UTF-16 units. */
  readonly maxLength?: number;
}

export interface FlagOptions<N extends Known> extends CommonOptions<N> {
  /** How yes is written, exactly. Default: true, t, yes, y, 1 in any case. */
  readonly trueValues?: readonly string[];
  /** How no is written, exactly. Default: false, f, no, n, 0 in any case. */
  readonly falseValues?: readonly string[];
}

export interface TimeOptions<N extends Known> extends CommonOptions<N> {
  /** Default `"iso"`. */
  readonly format?: TimeFormat;
  /**
   * The zone of times that are written without an offset, such as `"Europe/Berlin"`. A time that its clocks show twice or
   * never is refused. Default: UTC.
   */
  readonly zone?: string;
  /** By how much a time may be ahead of the clock of whoever judges it. Default: by any. */
  readonly ahead?: Duration | 0;
  /** ISO text or milliseconds since 1970. */
  readonly min?: string | number;
  readonly max?: string | number;
}

/** A field of numbers. Throws `data.contract-invalid`. */
export function number<N extends Known = "before">(options: NumberOptions<N> = {}): Field<"number", NoInfer<N>, never> {
  return freezeField("number", options);
}

/** A field of text. Its `values` become a union type in the system file. Throws `data.contract-invalid`. */
export function text<const V extends string = string, N extends Known = "before">(
  options: TextOptions<V, N> = {},
): Field<"text", NoInfer<N>, NoInfer<V>> {
  return freezeField("text", options);
}

/** A field of yes or no. Throws `data.contract-invalid`. */
export function flag<N extends Known = "before">(options: FlagOptions<N> = {}): Field<"flag", NoInfer<N>, never> {
  return freezeField("flag", options);
}

/** A field of points in time. Throws `data.contract-invalid`. */
export function time<N extends Known = "before">(options: TimeOptions<N> = {}): Field<"time", NoInfer<N>, never> {
  return freezeField("time", options);
}
