import { defineError, type ErrorConstructor } from "./errors.ts";

/** Every number from `low` to `high`, both included. */
export interface Between {
  readonly kind: "between";
  readonly low: number;
  readonly high: number;
  /** Equal steps are equal ratios: for scales, rates and penalties. */
  readonly log: boolean;
  readonly whole: boolean;
}

/** One of a few values without an order. */
export interface OneOf<T = unknown> {
  readonly kind: "one-of";
  readonly options: readonly T[];
}

/** What a parameter may be while it is being searched for. Plain data. */
export type Dimension<T = unknown> = OneOf<T> | (number extends T ? Between : T extends number ? Between : never);

/** Parameters to search for, by name. */
export type Space = Readonly<Record<string, Between | OneOf>>;

interface BadSpace {
  readonly what: string;
  readonly allowed: string;
  readonly got: string;
}

/** A space that holds nothing, or not what it says. */
export const spaceInvalid: ErrorConstructor<BadSpace> = defineError("params.space-invalid", {
  headline: "A space that cannot be searched",
  message: ({ what, allowed, got }: BadSpace) => `${what} must ${allowed}. Got ${got}.`,
});

/**
 * Declares a range of numbers. Defaults: even steps, any number. Throws `params.space-invalid`.
 *
 * @example
 * between(8, 128, { log: true, whole: true })
 */
export function between(
  low: number,
  high: number,
  { log = false, whole = false }: { readonly log?: boolean; readonly whole?: boolean } = {},
): Between {
  const got = `${low} and ${high}`;
  const refuse = (allowed: string): never => {
    throw spaceInvalid({ what: "The ends of `between`", allowed, got });
  };
  if (!Number.isFinite(low) || !Number.isFinite(high) || low >= high) refuse("be finite numbers, the lower one first");
  if (log && low <= 0) refuse("be above 0 on a logarithmic scale");
  if (whole && !(Number.isSafeInteger(low) && Number.isSafeInteger(high))) refuse("be whole numbers");
  return Object.freeze({ kind: "between", low, high, log, whole });
}

/** Declares a choice. Throws `params.space-invalid` for no option, or the same one twice. */
export function oneOf<const T>(options: readonly T[]): OneOf<T> {
  if (options.length === 0 || new Set(options).size < options.length)
    throw spaceInvalid({
      what: "The options of `oneOf`",
      allowed: "be at least one, and all different",
      got: JSON.stringify(options),
    });
  return Object.freeze({ kind: "one-of", options: Object.freeze([...options]) });
}
