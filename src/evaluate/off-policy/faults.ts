import { type Insufficient, insufficient } from "../../kernel/index.ts";
import type { PolicyLog } from "./policy-log.ts";

/** What can be wrong with a logged decision; the first of these that is makes it unusable. */
export const FAULTS = [
  "propensity-missing",
  "propensity-zero",
  "propensity-negative",
  "propensity-above-one",
  "target-not-a-probability",
  "reward-missing",
] as const;

export type Fault = (typeof FAULTS)[number];

/** How many decisions have each fault. */
export type FaultCounts = Readonly<Record<Fault, number>>;

export const noFaults: FaultCounts = Object.freeze(
  Object.fromEntries(FAULTS.map((fault) => [fault, 0])) as Record<Fault, number>,
);

/** The fault of one decision; undefined where it has none. An infinite number is a missing one. */
export function faultOf(propensity: number, target: number, reward: number): Fault | undefined {
  if (!Number.isFinite(propensity)) return propensity === Infinity ? "propensity-above-one" : "propensity-missing";
  if (propensity === 0) return "propensity-zero";
  if (propensity < 0) return "propensity-negative";
  if (propensity > 1) return "propensity-above-one";
  if (!(target >= 0 && target <= 1)) return "target-not-a-probability";
  return Number.isFinite(reward) ? undefined : "reward-missing";
}

/** Counts the faults of a log. The policy that is compared with is held to what the judged one is. */
export function countFaults({ reward, propensity, target, base }: PolicyLog): FaultCounts {
  const counts = { ...noFaults };
  for (let row = 0; row < reward.length; row++) {
    const [p, r] = [propensity[row] as number, reward[row] as number];
    const fault = faultOf(p, target[row] as number, r) ?? faultOf(p, base?.[row] ?? p, r);
    if (fault !== undefined) counts[fault]++;
  }
  return counts;
}

/** The faults of two logs together. */
export function mergeFaults(a: FaultCounts, b: FaultCounts): FaultCounts {
  return Object.fromEntries(FAULTS.map((fault) => [fault, a[fault] + b[fault]])) as Record<Fault, number>;
}

/** Why a log cannot be used: the fault that most of its decisions have. Null where none has any. */
export function refuseFaults(counts: FaultCounts): Insufficient | null {
  const worst = FAULTS.reduce((a, b) => (counts[b] > counts[a] ? b : a));
  return counts[worst] === 0 ? null : insufficient(worst, { need: 0, have: counts[worst] });
}
