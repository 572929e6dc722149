import { isInsufficient } from "../../kernel/index.ts";
import type { WeightValues } from "../../policy/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { type Better, nonDominated } from "./front.ts";

/** What settings of weights are held against each other by. */
export interface FrontMetric {
  readonly name: string;
  readonly unit: "money" | "share" | "number";
  readonly better: Better;
}

/** What one setting of the weights comes to, per decision. */
export interface MeasuredWeights {
  readonly weights: WeightValues;
  /** By metric. */
  readonly values: Readonly<Record<string, Estimated>>;
}

/** A setting, and whether another one is better in every respect. */
export interface FrontPoint extends MeasuredWeights {
  readonly isOnFront: boolean;
  /** Whether these are the weights that are in use. */
  readonly isNow: boolean;
}

/** What weights can be had, and of which nothing can be gained in one metric without losing in another. */
export interface WeightsFront {
  readonly metrics: readonly FrontMetric[];
  /** Those in use first. */
  readonly points: readonly FrontPoint[];
  /** The setting that is better than those in use in some metric and worse in none; null where there is none. */
  readonly betterThanNow: WeightValues | null;
}

/**
 * Finds the settings that no other one is better than, by their estimates. `measured` begins with the weights in use. Intervals
 * are for the reader: two neighbours on a front can seldom be told apart.
 */
export function weightsFront(metrics: readonly FrontMetric[], measured: readonly MeasuredWeights[]): WeightsFront {
  const rows = measured.map(({ values }) => metrics.map(({ name }) => numberOf(values[name])));
  const better = metrics.map((metric) => metric.better);
  const isOnFront = nonDominated(rows, better);
  const points = measured.map((one, i) => ({ ...one, isOnFront: isOnFront[i] === true, isNow: i === 0 }));
  const [now] = rows;
  const dominating = points.filter(
    (_, i) =>
      i > 0 && isOnFront[i] && now !== undefined && nonDominated([now, rows[i] as number[]], better)[0] === false,
  );
  const isKnown = now?.every((value) => !Number.isNaN(value)) === true;
  return { metrics, points, betterThanNow: isKnown ? (dominating[0]?.weights ?? null) : null };
}

function numberOf(found: Estimated | undefined): number {
  return found === undefined || isInsufficient(found) ? Number.NaN : found.value;
}
