import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { addUp, type Point } from "../../stats/index.ts";
import { type Comoments, comomentsOf, deltaVariance, mergeComoments, noComoments, sumOfSquares } from "./comoments.ts";
import type { Units } from "./units.ts";

/**
 * What an estimator adds up: a value is a quotient of two sums, or a sum of such quotients. A mean is one over how many
 * there were; a self-normalised mean is one over the weights. The base is the same of the policy that is compared with.
 */
export interface Terms {
  readonly value: Float64Array;
  readonly size: Float64Array;
  readonly baseValue: Float64Array;
  readonly baseSize: Float64Array;
}

/** The sums behind an estimate, over units that are independent of each other. They merge. */
export interface Quotients {
  /** Four columns for each quotient: value, size, base value, base size; and then what an estimator wants besides. */
  readonly moments: Comoments;
  /** How many quotients are added. */
  readonly terms: number;
  /** Σ |value|, and Σ |value − base value|, of all quotients of a unit together. */
  readonly told: number;
  readonly moved: number;
}

const WIDTH = 4;

/** Fewer decisions than this that tell something, counted as if each told the same, are no basis for an interval. */
export const LEAST_TELLING = 10;

/** Adds rows up by unit. `besides` are columns that an estimator wants to know of, too. */
export function quotientsOf(terms: readonly Terms[], units: Units, besides: readonly Float64Array[] = []): Quotients {
  const rows = [
    ...terms.flatMap(({ value, size, baseValue, baseSize }) => [value, size, baseValue, baseSize]),
    ...besides,
  ];
  const { numbers, count } = units;
  const columns = numbers === null ? rows : rows.map((column) => addUp(column, numbers, count));
  const [values, bases] = [0, 2].map((at) => addColumns(terms.map((_, term) => columns[WIDTH * term + at])));
  const { told, moved } = tellSizes(values ?? NONE, bases ?? NONE);
  return { moments: comomentsOf(columns), terms: terms.length, told, moved };
}

const NONE = new Float64Array(0);

/** Row by row, what columns come to; a single one as it is. */
function addColumns([first = NONE, ...more]: readonly (Float64Array | undefined)[]): Float64Array {
  if (more.length === 0) return first;
  const sum = first.slice();
  for (const column of more)
    for (let row = 0; row < sum.length; row++) sum[row] = (sum[row] as number) + (column?.[row] ?? 0);
  return sum;
}

function tellSizes(values: Float64Array, bases: Float64Array): Pick<Quotients, "told" | "moved"> {
  let [told, moved] = [0, 0];
  for (let unit = 0; unit < values.length; unit++) {
    const value = values[unit] as number;
    told += Math.abs(value);
    moved += Math.abs(value - (bases[unit] as number));
  }
  return { told, moved };
}

/** Nothing seen yet: the identity of {@link mergeQuotients}. */
export function noQuotients(terms: number, besides = 0): Quotients {
  return { moments: noComoments(WIDTH * terms + besides), terms, told: 0, moved: 0 };
}

/** The sums of both samples together. No unit may be in both. */
export function mergeQuotients(a: Quotients, b: Quotients): Quotients {
  return {
    moments: mergeComoments(a.moments, b.moments),
    terms: a.terms,
    told: a.told + b.told,
    moved: a.moved + b.moved,
  };
}

/**
 * The estimate before anybody chose a level, its variance by the delta method. The degrees of freedom are those of as many
 * units as would tell as much if each told the same, (Σ|x|)² / Σx²: few large weights, or few rewards, make the variance
 * itself uncertain, and the interval wider.
 */
export function valuePoint(sums: Quotients): Point | Insufficient {
  return pointOf(sums, { from: ["value"], told: sums.told });
}

/** The same of the difference from the policy that is compared with: what both have in common cancels. */
export function movementPoint(sums: Quotients): Point | Insufficient {
  return pointOf(sums, { from: ["value", "base"], told: sums.moved });
}

interface Asked {
  readonly from: readonly Part[];
  readonly told: number;
}

type Part = "value" | "base";

function pointOf(sums: Quotients, { from, told }: Asked): Point | Insufficient {
  const { moments } = sums;
  const { n } = moments;
  if (n < 2) return insufficient("too-few-rows", { need: 2, have: n });
  const { value, gradient, factors } = linearise(sums, from);
  if (!Number.isFinite(value)) return insufficient("no-weight");
  const effective = told === 0 ? n : told ** 2 / sumOfSquares(moments, factors);
  if (effective < LEAST_TELLING)
    return insufficient("few-telling-decisions", { need: LEAST_TELLING, have: Math.floor(effective) });
  return { value, variance: deltaVariance(moments, gradient), df: Math.max(1, Math.min(n, effective) - 1) };
}

interface Linear {
  readonly value: number;
  readonly gradient: Float64Array;
  /** What a unit adds to the numerators. */
  readonly factors: Float64Array;
}

/** The value less the base, as far as asked for, and how it changes with each mean. */
function linearise({ moments: { means }, terms }: Quotients, from: readonly Part[]): Linear {
  const [gradient, factors] = [new Float64Array(means.length), new Float64Array(means.length)];
  let value = 0;
  for (const part of from)
    for (let term = 0; term < terms; term++) {
      const at = WIDTH * term + (part === "value" ? 0 : 2);
      const sign = part === "value" ? 1 : -1;
      const [top, bottom] = [means[at] as number, means[at + 1] as number];
      value += (sign * top) / bottom;
      gradient[at] = sign / bottom;
      gradient[at + 1] = (-sign * top) / bottom ** 2;
      factors[at] = sign;
    }
  return { value, gradient, factors };
}
