import { bestGain, moneySaved, type Stakes, type StatedObjective, stakesOf } from "../objective/index.ts";
import type { Estimate } from "../stats/index.ts";
import type { GateCase } from "./gate.ts";

/** Calling costs 150 and brings 1,920 where it was right. */
export const objective: StatedObjective<"call" | "skip"> = {
  stated: true,
  metric: moneySaved,
  direction: "increase",
  baseline: 0,
  target: 1,
  by: "2027-06-30",
  currency: "USD",
  payoff: { call: { yes: 1_920, no: 0 }, skip: { yes: 0, no: 0 } },
  cost: { call: 150 },
  guardrails: [],
  transparency: "any",
  asked: "us",
  approves: [],
};
export const stakes: Stakes = stakesOf(objective);

/** An interval of 95 %. */
export const estimate = (low: number, value: number, high: number): Estimate => ({ value, low, high, level: 0.95 });
/** A gain beyond doubt. */
export const good: Estimate = estimate(2, 3, 4);

/** A case that passes, but for what is changed of it. */
export function caseOf(parts: Partial<GateCase> = {}): GateCase {
  return {
    objective,
    rows: 1_000,
    over: { rule: good, constant: good, champion: null },
    slices: [],
    bestGain: bestGain(stakes),
    calibrationSlope: estimate(0.9, 1, 1.1),
    p99Ms: 1,
    money: (value) => value.toFixed(2),
    ...parts,
  };
}
