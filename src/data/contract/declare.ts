import { freezeField } from "./checks.ts";
import type { Field, Known, TimeFormat } from "./field.ts";

/** What every kind of field may say. */
export interface CommonOptions<N extends Known> {
  /** Default `"before"`: the value is there when the decision is made. */
  readonly known?: N;
  /** Share of rows that may lack the value. Default 0: none. */
  readonly missing?: number;
  /** No value occurs twice. Default `false`. */
  readonly unique?: boolean;
  /** Class of personal data. Default: none. */
  readonly personal?: string;
  readonly unit?: string;
  readonly doc?: string;
}

export interface NumberOptions<N extends Known> extends CommonOptions<N> {
  /** Whole numbers only. Default `false`. */
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
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
