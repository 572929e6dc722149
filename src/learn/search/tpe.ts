import { type Between, type OneOf, rng } from "../../kernel/index.ts";
import { fromUnit, type Point, sortedDimensions, toUnit } from "./coordinates.ts";
import { byLoss, type Draft, type SearchMethod, type SearchPlan, type Told } from "./method.ts";
import { type Density, type Places, parzen } from "./parzen.ts";
import { nextNumbers, randomPoint } from "./random.ts";

/** Candidates of which the most promising one is proposed. */
const CANDIDATES = 24;
/** Share of the trials that count as good, and how many at most. */
const GOOD = 0.15;
const MOST_GOOD = 25;
/** Trials at random before the first guess, at most. */
const STARTUP = 10;

/** The tree-structured Parzen estimator: proposes where good trials lie close together and the others do not. */
export const tpe: SearchMethod = Object.freeze({
  name: "tpe",
  reference: "Bergstra, Bardenet, Bengio, Kégl. Algorithms for hyper-parameter optimization. NIPS 2011",
  next(plan: SearchPlan, told: readonly Told[]): readonly Draft[] {
    const guess = told.length < startupOf(plan) ? undefined : guesser(plan, told);
    return nextNumbers(plan, told.length).map((number) => ({
      ...{ number, point: number, share: 1 },
      params: plan.start[number] ?? guess?.(number) ?? randomPoint(plan, number),
    }));
  },
});

/** A third of the trials, at most ten: with few trials something has to be left to learn for. */
function startupOf({ trials }: SearchPlan): number {
  return Math.min(STARTUP, Math.ceil(trials / 3));
}

function guesser(plan: SearchPlan, told: readonly Told[]): (number: number) => Point {
  const named = sortedDimensions(plan.space);
  const dimensions = named.map(([, dimension]) => dimension);
  const sorted = [...told].sort(byLoss).map(({ params }) => named.map(([name, one]) => placeOn(one, params[name])));
  const good = Math.min(MOST_GOOD, Math.max(1, Math.ceil(GOOD * told.length)));
  const among = (places: readonly Places[]): Density => parzen(dimensions, places.filter(isInside(dimensions)));
  const sides = { good: among(sorted.slice(0, good)), rest: among(sorted.slice(good)) };
  return (number) => {
    const places = mostPromising(sides, number, plan.seed);
    return Object.fromEntries(named.map(([name, one], d) => [name, valueAt(one, places[d] as number)]));
  };
}

function placeOn(dimension: Between | OneOf, value: unknown): number {
  if (dimension.kind === "one-of") return dimension.options.indexOf(value);
  return typeof value === "number" ? toUnit(dimension, value) : Number.NaN;
}

/** A starting point may lie outside of the space; it teaches nothing about where inside is good. */
function isInside(dimensions: readonly (Between | OneOf)[]): (places: Places) => boolean {
  return (places) => places.every((place, d) => place >= 0 && (dimensions[d]?.kind === "one-of" || place <= 1));
}

/** Of a few draws from the good density, the one that is likeliest there against elsewhere. */
function mostPromising(
  { good, rest }: { readonly good: Density; readonly rest: Density },
  number: number,
  seed: number,
): Places {
  const draws = rng({ seed, unit: number, purpose: "search.tpe" });
  const candidates = Array.from({ length: CANDIDATES }, () => good.draw(draws));
  const promise = candidates.map((places) => good.log(places) - rest.log(places));
  return candidates[promise.indexOf(Math.max(...promise))] as Places;
}

function valueAt(dimension: Between | OneOf, place: number): unknown {
  return dimension.kind === "between" ? fromUnit(dimension, place) : dimension.options[place];
}
