import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  differencePoint,
  type Estimate,
  type Estimated,
  intervalOf,
  type Point,
  shrink,
  shrinkable,
} from "../../stats/index.ts";
import { compareMetric } from "./compare-metric.ts";
import type { Metric } from "./metric.ts";
import type { MetricStatistics } from "./statistics.ts";

/** The effect in one segment. */
export interface SegmentEffect {
  readonly segment: string;
  /** As measured there alone. */
  readonly alone: Estimated;
  /** Drawn towards what all segments have in common, as far as its noise demands: what to expect of it. */
  readonly shrunk: Estimate | Insufficient;
}

/** One arm's effect on one metric, told apart by one dimension. */
export interface Segmented {
  readonly arm: string;
  readonly metric: string;
  /** `country`, `device`. */
  readonly by: string;
  readonly effects: readonly SegmentEffect[];
  /** Standard deviation of the true effects between segments, or why it cannot be said. */
  readonly spread: number | Insufficient;
  /** Of "the effect is the same everywhere". */
  readonly pValue: number | Insufficient;
}

/** A metric in the arms to compare. */
export interface SegmentQuestion {
  readonly metric: Metric;
  readonly arm: string;
  readonly treatment: MetricStatistics;
  readonly control: MetricStatistics;
  readonly level: number;
}

/** Uplift by segment, in each dimension that the statistics hold. */
export function segmentsOf(question: SegmentQuestion): readonly Segmented[] {
  const { treatment, control } = question;
  return Object.keys(control.segments)
    .filter((by) => treatment.segments[by] !== undefined)
    .map((by) => segmentedBy(question, by));
}

interface Alone {
  readonly segment: string;
  readonly point: Point | Insufficient;
}

function segmentedBy(question: SegmentQuestion, by: string): Segmented {
  const { metric, arm, level } = question;
  const alone = pointsOf(question, by);
  const usable = shrinkable(alone, ({ point }) => point);
  const found = shrink(
    usable.map(({ point }) => point),
    level,
  );
  const shrunkOf = (segment: string): Estimate | Insufficient => {
    if (isInsufficient(found)) return found;
    const at = usable.findIndex(({ item }) => item.segment === segment);
    const point = alone.find((one) => one.segment === segment)?.point;
    return found.effects[at] ?? (intervalOf(point as Point | Insufficient, level) as Insufficient);
  };
  return {
    ...{ arm, metric: metric.name, by },
    effects: alone.map(({ segment, point }) => ({
      segment,
      alone: intervalOf(point, level),
      shrunk: shrunkOf(segment),
    })),
    spread: isInsufficient(found) ? found : found.spread,
    pValue: isInsufficient(found) ? found : found.pValue,
  };
}

function pointsOf({ metric, treatment, control }: SegmentQuestion, by: string): readonly Alone[] {
  const [t, c] = [treatment.segments[by] ?? {}, control.segments[by] ?? {}];
  const names = [...new Set([...Object.keys(t), ...Object.keys(c)])].filter((name) => name !== "").sort();
  return names.map((segment) => {
    const inSegment = (all: MetricStatistics, of: typeof t): MetricStatistics => {
      const moments = of[segment];
      return { ...all, strata: moments === undefined ? {} : { "": moments } };
    };
    const arms = [inSegment(treatment, t), inSegment(control, c)] as const;
    const pair = compareMetric(metric, arms, arms);
    return { segment, point: isInsufficient(pair) ? pair : differencePoint(pair.treatment, pair.control) };
  });
}
