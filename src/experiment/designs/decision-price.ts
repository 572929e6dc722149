import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Estimate, mapEstimate, mean, momentsOf } from "../../stats/index.ts";
import type { DesignCase } from "./design-case.ts";
import { type DelayedArm, latencyPrice } from "./latency-price.ts";
import { moneyIn, unitRows } from "./unit-rows.ts";

/** What a millisecond of waiting costs one decision, as a latency-price experiment measured it. */
export interface DecisionPrice {
  /** Money for each millisecond more; above zero where waiting costs. */
  readonly perMs: Estimate;
  /** The longest delay that was tried: beyond it the price is a guess. */
  readonly upToMs: number;
  readonly units: number;
}

/**
 * The price per entity, shared out among the decisions of an entity: their ratio by the delta method. The slope compares
 * arms and the decisions average over them, so that the two are uncorrelated where the arms are alike.
 */
export function decisionPrice({
  arms,
  priced,
  level,
}: Pick<DesignCase, "arms" | "priced" | "level">): DecisionPrice | Insufficient {
  const rows = unitRows(priced, { stay: true });
  const delayed = arms.map(({ arm, delayMs = 0 }): DelayedArm => ({ delayMs, money: moneyIn(rows, arm) }));
  const { perMs, upToMs, units } = latencyPrice(delayed, level);
  if (isInsufficient(perMs)) return perMs;
  const named = new Set(arms.map(({ arm }) => arm));
  const counts = momentsOf(rows.filter(({ arm }) => named.has(arm)).map(({ decisions }) => decisions.length));
  const perUnit = mean(counts, perMs.level);
  const cost = mapEstimate(perMs, (money) => -money / counts.mean);
  // Where every entity came as often, how often is known.
  const unsure = isInsufficient(perUnit) ? 0 : (perUnit.high - perUnit.value) / counts.mean;
  const width = (half: number): number => Math.hypot(half, cost.value * unsure);
  const { value, low, high } = cost;
  return {
    perMs: { ...cost, low: value - width(value - low), high: value + width(high - value) },
    upToMs,
    units,
  };
}
