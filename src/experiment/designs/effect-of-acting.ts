import type { Delta } from "../archive/delta.ts";

/** A decision whose outcome is known, in an experiment in which a share of the entities is never acted on. */
export interface ActedCase {
  readonly unit: string;
  /** Whether its entity is of those that are never acted on. */
  readonly isHeld: boolean;
  readonly acted: boolean;
  readonly yes: boolean;
}

/** Fewer entities on either side say too little. */
const LEAST_UNITS = 50;
/** The cases that acting could have changed must be told from none by so many standard errors, for the delta method to hold. */
const SURE = 3;

/**
 * The share of the yes that acting changes among those that are acted on: what `effect` of an objective assumes.
 *
 * Who is held back was drawn, so those who are held show how many a decision would be a yes if nobody were acted on, h. Of those
 * who are served, b a decision are a yes without having been acted on, and a although they were. Of the h, then, h − b are of
 * decisions that are acted on, and the effect is 1 − a / (h − b). Whom the policy acts on, and by what, does not matter. The
 * standard error is by the delta method, clustered by entity. Undefined where there is too little, or where somebody who is
 * held back was acted on.
 */
export function effectOfActing(cases: readonly ActedCase[]): Delta | undefined {
  if (cases.some(({ isHeld, acted }) => isHeld && acted) || !cases.some(({ acted }) => acted)) return undefined;
  const [held, served] = [unitsOf(cases.filter(({ isHeld }) => isHeld)), unitsOf(cases.filter((one) => !one.isHeld))];
  if (Math.min(held.length, served.length) < LEAST_UNITS) return undefined;
  const [h, a, b] = [meanOf(held, "rest"), meanOf(served, "acted"), meanOf(served, "rest")];
  const [changeable, variance] = [h.mean - b.mean, varianceOf(h, h) + varianceOf(b, b)];
  if (!(changeable > SURE * Math.sqrt(variance))) return undefined;
  const ratio = a.mean / changeable;
  // cov(a, h − b) = −cov(a, b): the held are others.
  const square = varianceOf(a, a) + ratio ** 2 * variance + 2 * ratio * varianceOf(a, b);
  return { value: 1 - ratio, standardError: Math.sqrt(Math.max(0, square)) / changeable };
}

interface Unit {
  size: number;
  /** Of these a yes: acted on, and not. */
  acted: number;
  rest: number;
}

function unitsOf(cases: readonly ActedCase[]): readonly Unit[] {
  const units = new Map<string, Unit>();
  for (const { unit, acted, yes } of cases) {
    const one = units.get(unit) ?? { size: 0, acted: 0, rest: 0 };
    units.set(unit, one);
    one.size++;
    if (yes) one[acted ? "acted" : "rest"]++;
  }
  return [...units.values()];
}

/** A share of decisions, and by how much each entity moves it. */
interface Mean {
  readonly mean: number;
  readonly moves: readonly number[];
}

function meanOf(units: readonly Unit[], what: "acted" | "rest"): Mean {
  const size = units.reduce((sum, unit) => sum + unit.size, 0);
  const mean = units.reduce((sum, unit) => sum + unit[what], 0) / size;
  return { mean, moves: units.map((unit) => (unit[what] - mean * unit.size) / size) };
}

/** Of two means of the same entities: their covariance. */
function varianceOf({ moves: one }: Mean, { moves: other }: Mean): number {
  const sum = one.reduce((total, move, i) => total + move * (other[i] ?? 0), 0);
  return (sum * one.length) / (one.length - 1);
}
