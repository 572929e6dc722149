import { isInsufficient } from "../../kernel/index.ts";
import type { MetricGoal } from "../../objective/index.ts";
import type { Estimated } from "../../stats/index.ts";

/** How a watched metric stands to what is wanted of it. */
export type StandingKind =
  /** Beyond its threshold, and the whole interval says so; or only the number does. */
  | "breached"
  | "at-threshold"
  /** At its target, and the whole interval says so; or only the number does. */
  | "reached"
  | "at-target"
  /** The whole interval is better, or worse, than the baseline. */
  | "on-its-way"
  | "worse"
  /** The interval holds the baseline. */
  | "undecided"
  /** On the right side of its threshold; short of its target, with no baseline to be held against. */
  | "within"
  | "short"
  /** Nothing was said of what is wanted. */
  | "no-goal"
  | "unknown";

export interface MetricStanding {
  readonly kind: StandingKind;
  /** Share of the way from baseline to target that is gone; absent where these are not said. */
  readonly progress?: number;
  /** The day of re-evaluation is over. */
  readonly overdue: boolean;
}

interface StandingCase {
  readonly goal: MetricGoal;
  readonly direction: "increase" | "decrease";
  readonly estimate: Estimated;
  /** `YYYY-MM-DD`. */
  readonly today: string;
}

/** Where a metric stands: a threshold that is passed comes first, then the target, then the baseline. */
export function standingOf({ goal, direction, estimate, today }: StandingCase): MetricStanding {
  const overdue = goal.review !== undefined && goal.review < today;
  if (isInsufficient(estimate)) return { kind: "unknown", overdue };
  const { baseline, target } = goal;
  const better = betterThan(direction, estimate);
  const way = baseline === undefined || target === undefined || target === baseline ? undefined : target - baseline;
  const progress = way === undefined ? {} : { progress: (estimate.value - (baseline ?? 0)) / way };
  return { kind: kindOf(goal, better), ...progress, overdue };
}

/** Whether the number, and the whole interval, lie on the better side of a line. */
type Better = (line: number) => { readonly number: boolean; readonly surely: boolean; readonly surelyNot: boolean };

function betterThan(
  direction: "increase" | "decrease",
  { value, low, high }: { readonly value: number; readonly low: number; readonly high: number },
): Better {
  const sign = direction === "increase" ? 1 : -1;
  const [near, far] = sign > 0 ? [low, high] : [-high, -low];
  return (line) => ({
    number: sign * value >= sign * line,
    surely: near > sign * line,
    surelyNot: far < sign * line,
  });
}

function kindOf({ threshold, target, baseline }: MetricGoal, better: Better): StandingKind {
  if (threshold !== undefined) {
    const { number, surelyNot } = better(threshold);
    if (!number) return surelyNot ? "breached" : "at-threshold";
  }
  if (target !== undefined) {
    const { number, surely } = better(target);
    if (number) return surely ? "reached" : "at-target";
  }
  if (baseline === undefined) return withoutBaseline({ target, threshold });
  const { surely, surelyNot } = better(baseline);
  if (surely) return "on-its-way";
  return surelyNot ? "worse" : "undecided";
}

function withoutBaseline({
  target,
  threshold,
}: {
  readonly target: unknown;
  readonly threshold: unknown;
}): StandingKind {
  if (target !== undefined) return "short";
  return threshold === undefined ? "no-goal" : "within";
}
