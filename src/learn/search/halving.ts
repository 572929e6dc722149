import { byLoss, type Draft, type SearchMethod, type SearchPlan, type Told } from "./method.ts";
import { randomPoint } from "./random.ts";

/** Of the points of a rung, one in so many goes on, with so many times the resource. */
const KEEP_ONE_IN = 3;
/** A point gets at least this share of the resource: less says nothing of how it does with all of it. */
const LEAST_SHARE = 1 / 9;

/** A rung of a bracket: so many points, each with this share of the resource. */
interface Rung {
  readonly points: number;
  readonly share: number;
}

/** Points that compete with one another, and how they are thinned out. */
interface Bracket {
  /** Number of its first point. */
  readonly first: number;
  readonly rungs: readonly Rung[];
}

/** Many points on a small share of the resource; the best third goes on with three times as much. */
export const halving: SearchMethod = Object.freeze({
  name: "halving",
  reference:
    "Jamieson, Talwalkar. Non-stochastic best arm identification and hyperparameter optimization. AISTATS 2016",
  next: (plan: SearchPlan, told: readonly Told[]) =>
    climb(plan, told, [bracketOf(plan.trials, 0, deepest(plan.trials))]),
});

/** Halving with several least shares in turn, for when a small share may mislead. */
export const hyperband: SearchMethod = Object.freeze({
  name: "hyperband",
  reference: "Li, Jamieson, DeSalvo, Rostamizadeh, Talwalkar. Hyperband. JMLR 18, 2018",
  next: (plan: SearchPlan, told: readonly Told[]) => climb(plan, told, bracketsOf(plan.trials)),
});

/** How many times a point's resource can grow. */
function deepest(points: number): number {
  const byShare = Math.round(Math.log(1 / LEAST_SHARE) / Math.log(KEEP_ONE_IN));
  const byPoints = Math.floor(Math.log(points) / Math.log(KEEP_ONE_IN) + 1e-9);
  return Math.max(0, Math.min(byShare, byPoints));
}

function bracketOf(points: number, first: number, depth: number): Bracket {
  const rungs = Array.from({ length: depth + 1 }, (_, rung) => ({
    points: Math.max(1, Math.floor(points / KEEP_ONE_IN ** rung)),
    share: KEEP_ONE_IN ** (rung - depth),
  }));
  return { first, rungs };
}

/** From the boldest bracket to the one without thinning, each with about the same resource in all (Li et al., algorithm 1). */
function bracketsOf(trials: number): readonly Bracket[] {
  const depth = deepest(trials);
  const wanted = Array.from({ length: depth + 1 }, (_, i) => KEEP_ONE_IN ** (depth - i) / (depth - i + 1));
  const total = wanted.reduce((sum, size) => sum + size, 0);
  let first = 0;
  return wanted.map((size, i) => {
    const isLast = i === wanted.length - 1;
    const points = Math.max(1, isLast ? trials - first : Math.round((trials * size) / total));
    const bracket = bracketOf(points, first, Math.min(depth - i, deepest(points)));
    first += points;
    return bracket;
  });
}

/** The rest of the rung that is being climbed, in batches; the rung after it when it is done. */
function climb(plan: SearchPlan, told: readonly Told[], brackets: readonly Bracket[]): readonly Draft[] {
  let done = 0;
  for (const { first, rungs } of brackets) {
    let points = Array.from({ length: rungs[0]?.points ?? 0 }, (_, i) => first + i);
    for (const { points: room, share } of rungs) {
      points = points.slice(0, room);
      const here = told.slice(done, done + points.length);
      if (here.length < points.length) return draftsOf(plan, { points, share, from: done, climbed: here.length });
      done += points.length;
      points = [...here].sort(byLoss).map(({ point }) => point);
    }
  }
  return [];
}

interface Place {
  readonly points: readonly number[];
  readonly share: number;
  /** Number of the rung's first trial. */
  readonly from: number;
  readonly climbed: number;
}

function draftsOf(plan: SearchPlan, { points, share, from, climbed }: Place): readonly Draft[] {
  return points.slice(climbed, climbed + plan.batch).map((point, i) => ({
    number: from + climbed + i,
    point,
    params: randomPoint(plan, point),
    share: Math.min(1, share),
  }));
}
