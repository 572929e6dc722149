import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  type Comoments,
  type Comparison,
  comparisonOf,
  differencePoint,
  type Estimated,
  intervalOf,
  meanVector,
  type Point,
  quantityPoint,
} from "../../stats/index.ts";
import type { MetricStatistics } from "./statistics.ts";

/** How an effect moves with the time since a unit first met it. */
export interface Novelty {
  readonly arm: string;
  readonly metric: string;
  /** The effect on day 0, 1, 2 … since first exposure, of the units seen on that day. */
  readonly byDay: readonly Estimated[];
  /** The effect in the later half of the days less that in the earlier half, of units seen in both. */
  readonly change: Comparison | Insufficient;
  /** `fades`: it goes back towards zero, or past it. `grows`: people had to learn it. */
  readonly course: "steady" | "fades" | "grows" | "unknown";
}

export interface NoveltyQuestion {
  readonly metric: string;
  readonly arm: string;
  readonly treatment: MetricStatistics;
  readonly control: MetricStatistics;
  readonly level: number;
}

/**
 * Whether an effect wears off. The change is taken within each unit before arms are compared, so that what a unit's days
 * have in common cancels, and that they are no independent observations does not matter. Null where no days were given.
 */
export function noveltyOf({ metric, arm, treatment, control, level }: NoveltyQuestion): Novelty | null {
  if (treatment.days === null || control.days === null) return null;
  const { byDay } = control.days;
  const effects = treatment.days.byDay.map((day, i) => {
    const other = byDay[i];
    return other === undefined ? insufficient("too-few-rows", { need: 2, have: 0 }) : differenceOf(day, other);
  });
  const change = comparisonOf(differenceOf(treatment.days.change, control.days.change), level);
  return {
    ...{ metric, arm, change },
    byDay: effects.map((point) => intervalOf(point, level)),
    course: courseOf(change, effects),
  };
}

function differenceOf(a: Comoments, b: Comoments): Point | Insufficient {
  return differencePoint(quantityPoint(meanVector(a), "mean"), quantityPoint(meanVector(b), "mean"));
}

function courseOf(change: Comparison | Insufficient, effects: readonly (Point | Insufficient)[]): Novelty["course"] {
  if (isInsufficient(change)) return "unknown";
  if (change.low <= 0 && change.high >= 0) return "steady";
  const early = effects.slice(0, Math.floor(effects.length / 2));
  const sum = early.reduce((total, point) => total + (isInsufficient(point) ? 0 : point.value), 0);
  return Math.sign(change.value) === Math.sign(sum) ? "grows" : "fades";
}
