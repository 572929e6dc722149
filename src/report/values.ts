import type { Insufficient } from "../kernel/index.ts";

/** Whether a number was observed or is somebody's belief. Shown as a small tag wherever the value is shown. */
export type Basis = "measured" | "assumed";

/** How something stands: it colours a verdict, a word or an interval, and is always said in another way too. */
export type Tone = "good" | "bad" | "unknown" | "neutral";

/**
 * How a number is shown. `percent` takes a share (0.1 is 10%), `duration` milliseconds, `bytes` bytes, `time`
 * milliseconds since 1970 (UTC), `{ currency }` an ISO 4217 code or any other word.
 */
export type Unit = "number" | "percent" | "count" | "duration" | "bytes" | "time" | { readonly currency: string };

/** A number with its unit, and with its interval when it is an estimate. */
export interface Quantity {
  readonly kind: "quantity";
  readonly value: number;
  /** The bounds of the interval; both or neither. */
  readonly low?: number;
  readonly high?: number;
  readonly unit: Unit;
  readonly basis?: Basis;
  /** Whether a plus sign is shown: for differences and lifts. */
  readonly signed?: true;
}

/** A word that carries a tone or a basis: "passed", "too slow", "assumed by care management". */
export interface Words {
  readonly kind: "words";
  readonly text: string;
  readonly tone?: Tone;
  readonly basis?: Basis;
}

/** What a cell may hold. A bare number takes the unit of its column. */
export type Value = string | number | Quantity | Words | Insufficient;

/** Anything with an interval: what the statistics rooms return. */
export interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export interface QuantityOptions {
  readonly basis?: Basis;
  readonly signed?: boolean;
}

/** A number in a unit. */
export function quantity(value: number, unit: Unit, options: QuantityOptions = {}): Quantity {
  return Object.freeze({ kind: "quantity", value, unit, ...extras(options) });
}

/** A number with its interval: `0.668 (0.663 to 0.673)`. Default unit: a plain number. */
export function estimate(interval: Interval, unit: Unit = "number", options: QuantityOptions = {}): Quantity {
  const { value, low, high } = interval;
  return Object.freeze({ kind: "quantity", value, low, high, unit, ...extras(options) });
}

/** An amount in a currency: `$1,234.50`. */
export function money(value: number, currency: string, options: QuantityOptions = {}): Quantity {
  return quantity(value, { currency }, options);
}

/** A share as a percentage: `percent(0.123)` is `12.3%`. */
export function percent(share: number, options: QuantityOptions = {}): Quantity {
  return quantity(share, "percent", options);
}

/** A whole number with thousands separators. */
export function count(value: number, options: QuantityOptions = {}): Quantity {
  return quantity(value, "count", options);
}

/** A word with a tone or a basis. */
export function words(text: string, options: { readonly tone?: Tone; readonly basis?: Basis } = {}): Words {
  return Object.freeze({ kind: "words", text, ...options });
}

/** The same value, tagged as observed. */
export function measured<V extends Quantity | Words>(value: V): V {
  return { ...value, basis: "measured" };
}

/** The same value, tagged as believed. */
export function assumed<V extends Quantity | Words>(value: V): V {
  return { ...value, basis: "assumed" };
}

function extras({ basis, signed }: QuantityOptions): { readonly basis?: Basis; readonly signed?: true } {
  return { ...(basis === undefined ? {} : { basis }), ...(signed === true ? { signed } : {}) };
}
