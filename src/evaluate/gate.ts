import { isInsufficient, wordInsufficient } from "../kernel/index.ts";
import type { Objective } from "../objective/index.ts";
import { type Estimated, isObservational } from "../stats/index.ts";
import { type AskPast, weighHistory } from "./gate-history.ts";
import { findHarmed } from "./gate-slices.ts";
import { decisionScale, type ValueFinding, weighGain } from "./gate-value.ts";
import { type Gains, netOfWaiting, type Waiting, wordWaiting } from "./gate-waiting.ts";
import type { SliceResult } from "./slices.ts";

export type GateVerdict = "pass" | "refuse" | "insufficient";

/** One thing that the gate looked at, and what it found. */
export interface GateReason {
  /** Stable: `value.over-rule`, `objective.unstated`, `guardrail.latency` … */
  readonly code: string;
  readonly finding: GateVerdict;
  readonly message: string;
  /** Money per decision that was weighed, its waiting paid for: kept, so that it can later be held against what came of it. */
  readonly gain?: Estimated;
}

export interface GateResult {
  readonly verdict: GateVerdict;
  readonly reasons: readonly GateReason[];
}

/** What the gate judges. Everything that it needs comes as a value. */
export interface GateCase {
  readonly objective: Objective;
  readonly rows: number;
  /** Gain in money per decision over each of them, on the same decisions under the same capacity; null: not there. */
  readonly over: Gains;
  /** What its added latency costs, which is taken off these gains; absent where nobody has priced waiting. */
  readonly waiting?: Waiting | undefined;
  readonly slices: readonly SliceResult[];
  /** The most that can be gained over another in one decision. */
  readonly bestGain: number;
  /** Slope of truth on score, 1 when calibrated; null when no probability is predicted. */
  readonly calibrationSlope: Estimated | null;
  /** Measured p99 of scoring one decision, in ms. */
  readonly p99Ms: number;
  /** What finished comparisons say of such a candidate; absent where nobody asked them. */
  readonly history?: AskPast | undefined;
  /** Formats an amount for the reasons. */
  money(value: number): string;
}

/**
 * Decides whether a candidate may be released. Every reason is listed, in order of weight; one refusal refuses, and
 * without a refusal one lack of data withholds the verdict.
 */
export function gate(given: GateCase): GateResult {
  const judged = { ...given, over: netOfWaiting(given.over, given.waiting) };
  const reasons = [
    ...objectiveReasons(judged),
    ...calibrationReasons(judged),
    ...sliceReasons(judged),
    ...latencyReasons(judged),
    ...waitingReasons(judged),
    ...historyReasons(judged),
  ];
  return { verdict: verdictOf(reasons), reasons };
}

function verdictOf(reasons: readonly GateReason[]): GateVerdict {
  if (reasons.some(({ finding }) => finding === "refuse")) return "refuse";
  return reasons.some(({ finding }) => finding === "insufficient") ? "insufficient" : "pass";
}

/** Without a stated objective there are no prices, and points can neither pass a candidate nor refuse it. */
function objectiveReasons(judged: GateCase): readonly GateReason[] {
  if (judged.objective.stated) return valueReasons(judged);
  const message = "Nobody has stated the objective, so its value in money is not known and no value gate can pass.";
  return [{ code: "objective.unstated", finding: "insufficient", message }];
}

const RIVALS = {
  rule: "the rule without ML",
  constant: "the best decision that looks at nothing",
  champion: "the champion",
} as const;

function valueReasons({ over, rows, money }: GateCase): readonly GateReason[] {
  return (["rule", "constant", "champion"] as const).flatMap((rival): readonly GateReason[] => {
    const gain = over[rival];
    if (gain === null) return [];
    const code = `value.over-${rival}`;
    if (isObservational(gain)) return [{ code, finding: "insufficient", message: notProof(RIVALS[rival]) }];
    const found: ValueFinding = weighGain(gain, { rival: RIVALS[rival], rows, money });
    return [{ code, ...found, gain }];
  });
}

/** The compiler refuses it too; this is for what came from a file. */
function notProof(rival: string): string {
  return `Whether it earns more than ${rival}: the comparison is observational, nobody settled it by lot, and it is no proof.`;
}

/** What the past makes of the gain over whom the candidate would replace. */
function historyReasons({ history, over, objective, money }: GateCase): readonly GateReason[] {
  const gain = over.champion ?? over.rule;
  if (history === undefined || !objective.stated || isInsufficient(gain)) return [];
  return [{ code: "history.forecast", ...weighHistory(history(gain), money) }];
}

function sliceReasons({ objective, slices, bestGain, money }: GateCase): readonly GateReason[] {
  if (!objective.stated) return [];
  return findHarmed(slices, bestGain).map(({ field, value, gain }) => {
    const { times, per } = decisionScale(gain);
    const message = `Where ${field} is ${value} it earns less than the rule: ${money(gain * times)} ${per}.`;
    return { code: "slice.worse-than-rule", finding: "refuse", message };
  });
}

/** A probability that is off by half makes a threshold in money meaningless. */
const SLOPE = { low: 0.5, high: 2 } as const;

function calibrationReasons({ calibrationSlope: slope }: GateCase): readonly GateReason[] {
  if (slope === null) return [];
  const code = "calibration.slope";
  if (isInsufficient(slope)) {
    const message = `Whether its probabilities can be believed: ${wordInsufficient(slope)}.`;
    return [{ code, finding: "insufficient", message }];
  }
  const words = `calibration slope ${slope.value.toFixed(2)} (${slope.low.toFixed(2)} to ${slope.high.toFixed(2)}), 1 is perfect`;
  if (slope.high < SLOPE.low || slope.low > SLOPE.high)
    return [{ code, finding: "refuse", message: `Its probabilities cannot be believed: ${words}.` }];
  return [{ code, finding: "pass", message: `Its probabilities can be believed: ${words}.` }];
}

function latencyReasons({ objective, p99Ms }: GateCase): readonly GateReason[] {
  return objective.guardrails.map(({ p99Ms: limit }) => ({
    code: "guardrail.latency",
    finding: p99Ms <= limit ? "pass" : "refuse",
    message: `Scoring one decision takes ${p99Ms.toFixed(2)} ms (p99); the guardrail is ${limit} ms.`,
  }));
}

/** The price of waiting is part of the gains; here it is told by itself. */
function waitingReasons({ objective, waiting, money }: GateCase): readonly GateReason[] {
  if (waiting === undefined || !objective.stated) return [];
  return [{ code: "latency.price", finding: "pass", message: wordWaiting(waiting, money) }];
}
