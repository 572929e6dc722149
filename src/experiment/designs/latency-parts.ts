import type { Insufficient } from "../../kernel/index.ts";
import { type Comparison, DEFAULT_LEVEL, type Moments, meanDifference } from "../../stats/index.ts";
import { type DesignKind, defineDesignKind } from "./kinds.ts";

/** C/T1/T2: what better decisions bring, apart from what waiting for them costs. */
export const latencyApart: DesignKind = defineDesignKind({
  name: "c-t1-t2",
  tells: "What the new decisions bring, and what waiting for them costs, each by itself.",
  randomises: "entity",
});

/**
 * The third arm beside control and treatment: the old decisions as slow as the new ones (`slowed`), or the new ones
 * without their latency (`instant`, where they can be reckoned ahead).
 */
export type ThirdArm = "slowed" | "instant";

/** Money per unit of the three arms. */
export interface LatencyArms {
  readonly control: Moments;
  readonly treatment: Moments;
  readonly third: Moments;
}

/** Differences in money per unit. `decisions` and `latency` add up to `whole`. */
export interface LatencyParts {
  /** What a release of the treatment would bring: better decisions, later. */
  readonly whole: Comparison | Insufficient;
  /** What the decisions bring at equal speed. */
  readonly decisions: Comparison | Insufficient;
  /** What the waiting brings; a loss is below zero. */
  readonly latency: Comparison | Insufficient;
}

/**
 * Takes a lift apart. Each interval has `level` by itself. Bernardi, Mavridis, Estevez. 150 successful machine learning
 * models: 6 lessons learned at Booking.com. KDD 2019, section 6.
 */
export function latencyParts(
  { control, treatment, third }: LatencyArms,
  kind: ThirdArm,
  level: number = DEFAULT_LEVEL,
): LatencyParts {
  const whole = meanDifference(treatment, control, level);
  const [against, beside] = [meanDifference(third, control, level), meanDifference(treatment, third, level)];
  return kind === "slowed"
    ? { whole, decisions: beside, latency: against }
    : { whole, decisions: against, latency: beside };
}
