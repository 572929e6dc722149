import { type Insufficient, insufficient } from "../../kernel/index.ts";
import { addUp, type Point } from "../../stats/index.ts";
import { type Comoments, comomentsOf, deltaVariance, mergeComoments, noComoments } from "./comoments.ts";
import { effectiveOf, mergeTelling, noTelling, type Telling, tellingOf } from "./telling.ts";
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
  /** What was seen behind the value: weight · reward. Default: the value itself. */
  readonly seen?: Float64Array;
}

/** The sums behind an estimate, over units that are independent of each other. They merge. */
export interface Quotients {
  /** Four columns for each quotient: value, size, base value, base size; and then what an estimator wants besides. */
  readonly moments: Comoments;
  /** How many quotients are added. */
  readonly terms: number;
  /** How many units tell something of the value, and of its difference from the base. */
  readonly told: Telling;
  readonly moved: Telling;
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
  const byUnit = (column: Float64Array): Float64Array => (numbers === null ? column : addUp(column, numbers, count));
  const seen = byUnit(addColumns(terms.map(({ value, seen = value }) => seen)));
  const base = byUnit(addColumns(terms.map(({ baseValue }) => baseValue)));
  return {
    moments: comomentsOf(rows.map(byUnit)),
    terms: terms.length,
    told: tellingOf(seen),
    moved: tellingOf(seen, base),
  };
}

/** Row by row, what columns come to; a single one as it is. */
function addColumns([first, ...more]: readonly Float64Array[]): Float64Array {
  if (first === undefined || more.length === 0) return first ?? new Float64Array(0);
  const sum = first.slice();
  for (const column of more)
    for (let row = 0; row < sum.length; row++) sum[row] = (sum[row] as number) + (column[row] as number);
  return sum;
}

/** Nothing seen yet: the identity of {@link mergeQuotients}. */
export function noQuotients(terms: number, besides = 0): Quotients {
  return { moments: noComoments(WIDTH * terms + besides), terms, told: noTelling, moved: noTelling };
}

/** The sums of both samples together. No unit may be in both. */
export function mergeQuotients(a: Quotients, b: Quotients): Quotients {
  return {
    moments: mergeComoments(a.moments, b.moments),
    terms: a.terms,
    told: mergeTelling(a.told, b.told),
    moved: mergeTelling(a.moved, b.moved),
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
  readonly told: Telling;
}

type Part = "value" | "base";

function pointOf(sums: Quotients, { from, told }: Asked): Point | Insufficient {
  const { moments } = sums;
  const { n } = moments;
  if (n < 2) return insufficient("too-few-rows", { need: 2, have: n });
  const { value, gradient } = linearise(sums, from);
  if (!Number.isFinite(value)) return insufficient("no-weight");
  const effective = effectiveOf(told, n);
  if (effective < LEAST_TELLING)
    return insufficient("few-telling-decisions", { need: LEAST_TELLING, have: Math.floor(effective) });
  return { value, variance: deltaVariance(moments, gradient), df: Math.max(1, effective - 1) };
}

interface Linear {
  readonly value: number;
  readonly gradient: Float64Array;
}

/** The value less the base, as far as asked for, and how it changes with each mean. */
function linearise({ moments: { means }, terms }: Quotients, from: readonly Part[]): Linear {
  const gradient = new Float64Array(means.length);
  let value = 0;
  for (const part of from)
    for (let term = 0; term < terms; term++) {
      const at = WIDTH * term + (part === "value" ? 0 : 2);
      const sign = part === "value" ? 1 : -1;
      const [top, bottom] = [means[at] as number, means[at + 1] as number];
      value += (sign * top) / bottom;
      gradient[at] = sign / bottom;
      gradient[at + 1] = (-sign * top) / bottom ** 2;
    }
  return { value, gradient };
}
