import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  type AdjustedPair,
  adjustedPair,
  type Comoments,
  differencePoint,
  meanVector,
  mergeComoments,
  noComoments,
  type Point,
  type Quantity,
  quantilePoint,
  quantityPoint,
  skewOfDifference,
  stratifiedVector,
} from "../../stats/index.ts";
import { isRatio, type Metric } from "./metric.ts";
import type { MetricStatistics, NamedMoments } from "./statistics.ts";

/** One metric in two arms, before anybody chose a level. */
export interface MetricPair {
  readonly treatment: Point;
  readonly control: Point;
  /** Variance of the difference that covariates left, as a share: 1 without any. */
  readonly kept: number;
  /** How skewed the difference still is; see `MOST_SKEW`. */
  readonly skew: number;
  /** Units behind it. */
  readonly units: number;
  /** Those of the smaller arm. */
  readonly fewest: number;
}

/** Strata with fewer units in an arm are taken together: their own variance would be a guess. */
const SMALL_STRATUM = 10;

/**
 * The metric of two arms, adjusted for what was known before. `everywhere` holds the metric in all arms: strata count by
 * their share of all units. Insufficient: `infinite-values`, and what the estimators lack.
 */
export function compareMetric(
  metric: Metric,
  [treatment, control]: readonly [MetricStatistics, MetricStatistics],
  everywhere: readonly MetricStatistics[],
): MetricPair | Insufficient {
  const infinite = treatment.infinite + control.infinite;
  if (infinite > 0) return insufficient("infinite-values", { need: 0, have: infinite });
  if (metric.kind === "quantile") return compareQuantile(metric.q, treatment, control);
  const quantity = isRatio(metric) ? "ratio" : "mean";
  const plan = strataOf(everywhere);
  const [t, c] = [treatment, control].map(({ strata }) => collapse(strata, plan)) as [Collapsed, Collapsed];
  const pair = adjustedPair(vectorOf(t, plan), vectorOf(c, plan), quantity);
  return isInsufficient(pair) ? pair : withShape(pair, [whole(t), whole(c)], quantity);
}

function withShape(pair: AdjustedPair, arms: readonly [Comoments, Comoments], quantity: Quantity): MetricPair {
  const { treatment, control, kept } = pair;
  const [t, c] = arms;
  return {
    ...{ treatment, control, kept },
    skew: skewOf(arms, quantity),
    units: t.n + c.n,
    fewest: Math.min(t.n, c.n),
  };
}

/** Of the difference as it came: what covariates and strata take out of its variance they take out of its tail too. */
function skewOf([t, c]: readonly [Comoments, Comoments], quantity: Quantity): number {
  const difference = differencePoint(quantityPoint(meanVector(t), quantity), quantityPoint(meanVector(c), quantity));
  const scale = quantity === "ratio" ? (c.means[1] as number) ** 3 : 1;
  return isInsufficient(difference) ? 0 : skewOfDifference(t, c, difference) / scale;
}

function compareQuantile(q: number, a: MetricStatistics, b: MetricStatistics): MetricPair | Insufficient {
  if (a.sketch === null || b.sketch === null) return insufficient("too-few-rows", { need: 2, have: 0 });
  const [treatment, control] = [quantilePoint(a.sketch, q), quantilePoint(b.sketch, q)];
  if (isInsufficient(treatment)) return treatment;
  if (isInsufficient(control)) return control;
  const [t, c] = [a.sketch.units, b.sketch.units];
  return { treatment, control, kept: 1, skew: 0, units: t + c, fewest: Math.min(t, c) };
}

/** Which strata are counted by themselves, and the share of every one; what is left shares the last. */
interface Strata {
  readonly own: readonly string[];
  readonly shares: readonly number[];
}

type Collapsed = readonly Comoments[];

function strataOf(everywhere: readonly MetricStatistics[]): Strata {
  const names = [...new Set(everywhere.flatMap(({ strata }) => Object.keys(strata)))];
  const counts = (name: string): readonly number[] => everywhere.map(({ strata }) => strata[name]?.n ?? 0);
  const total = (name: string): number => counts(name).reduce((sum, n) => sum + n, 0);
  const own = names.filter((name) => Math.min(...counts(name)) >= SMALL_STRATUM);
  const rest = names.filter((name) => !own.includes(name));
  const left = rest
    .map((name) => counts(name))
    .reduce(
      (sum, by) => sum.map((n, i) => n + (by[i] as number)),
      everywhere.map(() => 0),
    );
  // A rest that is itself too small in some arm cannot stand alone: then nothing is stratified.
  const lame = rest.length > 0 && Math.min(...left) < 2;
  if (lame) return { own: [], shares: [1] };
  const shares = [...own.map(total), ...(rest.length > 0 ? [left.reduce((sum, n) => sum + n, 0)] : [])];
  return { own, shares };
}

function collapse(strata: NamedMoments, { own, shares }: Strata): Collapsed {
  const width = Object.values(strata)[0]?.means.length ?? 1;
  const none = noComoments(width);
  const rest = Object.entries(strata).filter(([name]) => !own.includes(name));
  const alone = own.map((name) => strata[name] ?? none);
  return shares.length > own.length
    ? [...alone, rest.map(([, moments]) => moments).reduce(mergeComoments, none)]
    : alone;
}

const whole = (strata: Collapsed): Comoments =>
  strata.reduce(mergeComoments, noComoments(strata[0]?.means.length ?? 1));

function vectorOf(strata: Collapsed, { shares }: Strata): ReturnType<typeof meanVector> {
  return strata.length > 1 ? stratifiedVector(strata, shares) : meanVector(whole(strata));
}
