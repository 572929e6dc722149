import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  type Belief,
  type BetaPrior,
  type Comoments,
  mergeComoments,
  type NormalPrior,
  noComoments,
  normalBelief,
  type Point,
  shareBelief,
  type Trials,
} from "../../stats/index.ts";
import { isRatio, type Metric } from "./metric.ts";
import type { MetricStatistics } from "./statistics.ts";

/** What was believed before: of a difference, a normal prior in the metric's unit; of a share in each arm, a beta prior. */
export type Prior = NormalPrior | BetaPrior;

export interface BeliefQuestion {
  readonly metric: Metric;
  /** Treatment less control. */
  readonly point: Point | Insufficient;
  readonly arms: readonly [MetricStatistics, MetricStatistics];
  readonly prior: Prior;
  readonly level: number;
}

/** Up to so many units in an arm a share's posterior is integrated; beyond, the normal likeness is as good. */
const EXACT_TRIALS = 10_000;

/**
 * What is believed of a difference in the direction wanted. Shares of few units without covariates get their beta
 * posteriors, everything else the normal one.
 */
export function beliefOf(question: BeliefQuestion): Belief | Insufficient {
  const { metric, point, prior, level } = question;
  const normal = isBeta(prior) ? "flat" : prior;
  const belief = normalBelief(directed(point, metric), normal, level);
  const shares = sharesOf(question);
  if (isInsufficient(belief) || shares === undefined) return belief;
  const found = shareBelief(shares[0], shares[1], isBeta(prior) ? prior : undefined);
  const { better, lossIfTaken, lossIfLeft } = found;
  return metric.direction === "increase"
    ? { ...belief, better, worse: 1 - better, lossIfTaken, lossIfLeft }
    : { ...belief, better: 1 - better, worse: better, lossIfTaken: lossIfLeft, lossIfLeft: lossIfTaken };
}

/** The same difference, upwards where the metric should rise. */
function directed(point: Point | Insufficient, { direction }: Metric): Point | Insufficient {
  return isInsufficient(point) || direction === "increase" ? point : { ...point, value: -point.value };
}

const isBeta = (prior: Prior): prior is BetaPrior => prior !== "flat" && "successes" in prior;

/** The successes of both arms, where a beta posterior says more than the normal likeness. */
function sharesOf({ metric, arms, prior }: BeliefQuestion): readonly [Trials, Trials] | undefined {
  const isShare = metric.kind === "proportion" || metric.kind === "retention";
  if (!isShare || isRatio(metric) || (metric.before?.length ?? 0) > 0 || (prior !== "flat" && !isBeta(prior)))
    return undefined;
  const [t, c] = arms.map(({ strata }) => trialsOf(Object.values(strata).reduce(mergeComoments, noComoments(1))));
  if (t === undefined || c === undefined || Math.max(t.trials, c.trials) > EXACT_TRIALS) return undefined;
  return [t, c];
}

function trialsOf({ n, means }: Comoments): Trials {
  return { successes: Math.round(n * (means[0] ?? 0)), trials: n };
}
