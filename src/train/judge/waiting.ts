import type { Waiting, WaitingPrice } from "../../evaluate/index.ts";
import type { Objective } from "../../objective/index.ts";
import { DEFAULT_LEVEL, type Estimate } from "../../stats/index.ts";
import type { Timing } from "./latency.ts";

/** What a millisecond costs: as an experiment measured it, else as the objective says; undefined where nobody knows. */
export function waitingPrice(objective: Objective, measured: WaitingPrice | undefined): WaitingPrice | undefined {
  if (measured !== undefined || !objective.stated || objective.waiting === undefined) return measured;
  const { value, range } = objective.waiting;
  const [low, high] = range;
  return { perMs: { value, low, high, level: DEFAULT_LEVEL }, experiment: null, upToMs: null };
}

/** Who takes how long to score a decision. */
export interface Timings {
  readonly model: Timing;
  /** The same once more, one right after the other, so that what else the machine does slows both; null without a champion. */
  readonly together: { readonly model: Timing; readonly champion: Timing } | null;
}

/** How much longer than its rivals the candidate takes, with the price of it. Rule and constant take no time worth counting. */
export function waitingOf(price: WaitingPrice, { model, together }: Timings): Waiting {
  const { mean } = model;
  const champion = together === null ? null : longer(together.model.mean, together.champion.mean);
  return { price, addedMs: { rule: mean, constant: mean, champion } };
}

/** The difference of two independent means; its ends from the ends that move it. */
function longer(mine: Estimate, theirs: Estimate): Estimate {
  const value = mine.value - theirs.value;
  return {
    value,
    low: value - Math.hypot(mine.value - mine.low, theirs.high - theirs.value),
    high: value + Math.hypot(mine.high - mine.value, theirs.value - theirs.low),
    level: mine.level,
  };
}
