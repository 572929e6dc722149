import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  type Belief,
  type Comparison,
  comparisonOf,
  differencePoint,
  type Estimated,
  liftPoint,
  type Point,
  SEQUENTIAL_MINIMUM,
  sequentialInterval,
} from "../../stats/index.ts";
import { CONTROL_NOT_POSITIVE } from "../journal-readout/lift.ts";
import { beliefOf, type Prior } from "./belief.ts";
import { compareMetric, type MetricPair } from "./compare-metric.ts";
import type { Metric } from "./metric.ts";
import type { MetricStatistics } from "./statistics.ts";

/** A difference at one look, and however often one looks. */
export interface TwoLooks {
  readonly fixed: Comparison | Insufficient;
  readonly alwaysValid: Comparison | Insufficient;
}

/** What one arm does to one metric, treatment less control. */
export interface Effect extends TwoLooks {
  readonly arm: string;
  /** The difference itself, as what a belief and a shrinkage are made of. */
  readonly point: Point | Insufficient;
  /** As a share of the control's size; 0.1 is +10 %. One look. Insufficient unless the control's value is positive. */
  readonly relative: Estimated;
  /** For a guardrail: how far the metric stays above its margin, in the direction wanted. Above zero: not inferior. */
  readonly aboveMargin: TwoLooks | null;
  /** What is believed of the difference in the direction wanted, treatment better being above zero. */
  readonly belief: Belief | Insufficient;
  /** Variance that covariates left, as a share of what it was: 1 without any. */
  readonly kept: number;
  readonly skew: number;
}

export interface EffectOptions {
  readonly level: number;
  /** Units of both arms together at which the always-valid interval is tightest. */
  readonly plannedUnits: number;
}

/** One metric in one arm, against the control. */
export interface EffectQuestion {
  readonly metric: Metric;
  readonly arm: string;
  readonly arms: readonly [treatment: MetricStatistics, control: MetricStatistics];
  /** In all arms. */
  readonly everywhere: readonly MetricStatistics[];
  readonly prior: Prior;
}

/** The effect of an arm on a metric. */
export function effectOf({ metric, arm, arms, everywhere, prior }: EffectQuestion, options: EffectOptions): Effect {
  const pair = compareMetric(metric, arms, everywhere);
  if (isInsufficient(pair)) return noEffect(arm, pair);
  const { treatment, control, kept, skew } = pair;
  const point = differencePoint(treatment, control);
  return {
    arm,
    ...looks(point, pair, options),
    point,
    relative: relativeOf(pair, options.level),
    aboveMargin: marginOf(metric, pair, options),
    belief: beliefOf({ metric, point, arms, prior, level: options.level }),
    kept,
    skew,
  };
}

function noEffect(arm: string, why: Insufficient): Effect {
  const none = { fixed: why, alwaysValid: why };
  return { arm, ...none, point: why, relative: why, aboveMargin: null, belief: why, kept: 1, skew: 0 };
}

function looks(point: Point | Insufficient, pair: MetricPair, { level, plannedUnits }: EffectOptions): TwoLooks {
  const { units, fewest } = pair;
  const young = insufficient("too-few-rows", { need: SEQUENTIAL_MINIMUM, have: fewest });
  return {
    fixed: comparisonOf(point, level),
    alwaysValid: fewest < SEQUENTIAL_MINIMUM ? young : sequentialInterval(point, units, { plannedUnits, level }),
  };
}

function relativeOf({ treatment, control }: MetricPair, level: number): Estimated {
  return control.value <= 0 ? insufficient(CONTROL_NOT_POSITIVE) : comparisonOf(liftPoint(treatment, control), level);
}

/**
 * A share that never varied: nothing happened in any unit, or something in each. That is no proof that it never will, and
 * no lack of proof either: two more of both are assumed, as for any share near an end. Agresti, Coull. The American
 * Statistician 52, 1998. The smaller arm stands for both.
 */
function unseen({ kind }: Metric, point: Point, { fewest }: MetricPair): Point {
  if (point.variance > 0 || (kind !== "proportion" && kind !== "retention")) return point;
  const share = (point.value * fewest + 2) / (fewest + 4);
  return { ...point, variance: (share * (1 - share)) / (fewest + 4) };
}

/** The directed difference plus the margin: linear in both arms, so that no quotient's distribution is needed. */
function marginOf(metric: Metric, pair: MetricPair, options: EffectOptions): TwoLooks | null {
  const { margin, direction } = metric;
  if (margin === undefined) return null;
  const [treatment, control] = [unseen(metric, pair.treatment, pair), unseen(metric, pair.control, pair)];
  const sign = direction === "increase" ? 1 : -1;
  const weight = "relative" in margin ? margin.relative * Math.sign(control.value) : 0;
  const factor = sign - weight;
  const scaled = { ...control, value: factor * control.value, variance: factor ** 2 * control.variance };
  const point = differencePoint({ ...treatment, value: sign * treatment.value }, scaled);
  if (isInsufficient(point)) return { fixed: point, alwaysValid: point };
  const allowed = "absolute" in margin ? margin.absolute : 0;
  return looks({ ...point, value: point.value + allowed }, pair, options);
}
