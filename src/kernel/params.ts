import { defineError, type ErrorConstructor } from "./errors.ts";
import { didYouMean } from "./suggest.ts";

/** What one parameter may be. The same declaration words the error, types the CLI, and attacks the tests. */
export interface Param<T> {
  readonly default: T;
  /** What is allowed, in words: "a number in (0, 1]". */
  readonly allowed: string;
  readonly doc: string;
  accepts(value: unknown): value is T;
  /** Values that must be refused, for tests. */
  readonly invalid: readonly unknown[];
}

export type Params = Readonly<Record<string, Param<unknown>>>;
export type ParamValues<P extends Params> = { readonly [K in keyof P]: P[K] extends Param<infer T> ? T : never };

interface ParamRefusal {
  readonly owner: string;
  readonly name: string;
  readonly allowed: string;
  readonly got: string;
  readonly fallback: string;
}

export const paramInvalid: ErrorConstructor<ParamRefusal> = defineError("params.invalid", {
  headline: "A parameter out of range",
  message: ({ owner, name, allowed, got }: ParamRefusal) =>
    `The \`${name}\` of ${owner} must be ${allowed}. Got ${got}.`,
  hint: ({ fallback }) => `Try ${fallback}, the default.`,
});

export const paramUnknown: ErrorConstructor<{ owner: string; name: string; allowed: readonly string[] }> = defineError(
  "params.unknown",
  {
    headline: "A parameter that does not exist",
    message: ({ owner, name, allowed }: { owner: string; name: string; allowed: readonly string[] }) =>
      `${owner} has no parameter \`${name}\`.${didYouMean(name.replaceAll("_", ""), allowed)} It has ${allowed.map((a) => `\`${a}\``).join(", ") || "none"}.`,
  },
);

interface Range {
  readonly min?: number;
  readonly max?: number;
  /** Default: the bounds themselves are allowed. */
  readonly openMin?: boolean;
  readonly openMax?: boolean;
}

function inRange(value: number, { min = -Infinity, max = Infinity, openMin, openMax }: Range): boolean {
  const above = openMin === true ? value > min : value >= min;
  const below = openMax === true ? value < max : value <= max;
  return above && below;
}

function wordRange({ min, max, openMin, openMax }: Range): string {
  const left = min === undefined ? "(-∞" : `${openMin === true ? "(" : "["}${min}`;
  const right = max === undefined ? "∞)" : `${max}${openMax === true ? ")" : "]"}`;
  return `${left}, ${right}`;
}

function outside({ min, max }: Range): readonly unknown[] {
  return [...(min === undefined ? [] : [min - 1]), ...(max === undefined ? [] : [max + 1]), Number.NaN, "0.5", null];
}

/** A finite number within bounds. */
export function numberParam(fallback: number, range: Range & { readonly doc: string }): Param<number> {
  return {
    default: fallback,
    doc: range.doc,
    allowed: `a number in ${wordRange(range)}`,
    accepts: (value): value is number => typeof value === "number" && Number.isFinite(value) && inRange(value, range),
    invalid: [...outside(range), Infinity],
  };
}

/** A whole number within bounds. */
export function integerParam(fallback: number, range: Range & { readonly doc: string }): Param<number> {
  return {
    default: fallback,
    doc: range.doc,
    allowed: `a whole number in ${wordRange(range)}`,
    accepts: (value): value is number => Number.isSafeInteger(value) && inRange(value as number, range),
    invalid: [...outside(range), fallback + 0.5],
  };
}

/** One of some words. */
export function choiceParam<const V extends string>(
  fallback: NoInfer<V>,
  of: readonly V[],
  { doc }: { readonly doc: string },
): Param<V> {
  return {
    default: fallback,
    doc,
    allowed: `one of ${of.join(", ")}`,
    accepts: (value): value is V => of.includes(value as V),
    invalid: ["no such choice", "", 0, null],
  };
}

/** A text that is not empty, such as the name of a feature. */
export function textParam(fallback: string, { doc }: { readonly doc: string }): Param<string> {
  return {
    default: fallback,
    doc,
    allowed: "a text that is not empty",
    accepts: (value): value is string => typeof value === "string" && value.trim() !== "",
    invalid: ["", " ", 0, null],
  };
}

/** Yes or no. */
export function flagParam(fallback: boolean, { doc }: { readonly doc: string }): Param<boolean> {
  return {
    default: fallback,
    doc,
    allowed: "true or false",
    accepts: (value): value is boolean => typeof value === "boolean",
    invalid: ["true", 0, 1, null],
  };
}

/** A number for each of some names, such as those of features. Default: none. */
export function numbersByNameParam(
  range: Range & { readonly whole?: boolean; readonly doc: string },
): Param<Readonly<Record<string, number>>> {
  const fits = (value: unknown): boolean =>
    typeof value === "number" && Number.isFinite(value) && inRange(value, range) && !(range.whole && value % 1 !== 0);
  return {
    default: Object.freeze({}),
    doc: range.doc,
    allowed: `an object with ${range.whole ? "a whole number" : "a number"} in ${wordRange(range)} for each name`,
    accepts: (value): value is Readonly<Record<string, number>> =>
      typeof value === "object" && value !== null && !Array.isArray(value) && Object.values(value).every(fits),
    invalid: [null, 1, "a", ["a"], ...outside(range).map((value) => ({ a: value }))],
  };
}

/** Groups of names, such as those of features. Default: none. */
export function nameGroupsParam({ doc }: { readonly doc: string }): Param<readonly (readonly string[])[]> {
  const isName = (value: unknown): boolean => typeof value === "string" && value !== "";
  return {
    default: Object.freeze([]),
    doc,
    allowed: "a list of lists of names",
    accepts: (value): value is readonly (readonly string[])[] =>
      Array.isArray(value) && value.every((group) => Array.isArray(group) && group.length > 0 && group.every(isName)),
    invalid: [null, "a", ["a"], [[]], [[""]], [[1]], { a: ["b"] }],
  };
}

/** Checks what was given against its declaration and fills in the defaults. Throws `params.invalid`, `params.unknown`. */
export function resolveParams<P extends Params>(
  owner: string,
  params: P,
  given: Readonly<Record<string, unknown>>,
): ParamValues<P> {
  for (const name of Object.keys(given))
    if (!Object.hasOwn(params, name)) throw paramUnknown({ owner, name, allowed: Object.keys(params) });
  const values = Object.entries(params).map(([name, param]) => {
    const value = given[name] === undefined ? param.default : given[name];
    if (!param.accepts(value)) {
      throw paramInvalid({ owner, name, allowed: param.allowed, got: word(value), fallback: word(param.default) });
    }
    return [name, value] as const;
  });
  return Object.freeze(Object.fromEntries(values)) as ParamValues<P>;
}

/** A value as it would be written down. */
function word(value: unknown): string {
  return typeof value === "string" || (typeof value === "object" && value !== null)
    ? JSON.stringify(value)
    : String(value);
}
