import { isInsufficient, wordInsufficient } from "../kernel/index.ts";
import type { Objective } from "../objective/index.ts";
import type { Estimate, Estimated } from "../stats/index.ts";
import type { SliceResult } from "./slices.ts";

export type GateVerdict = "pass" | "refuse" | "insufficient";

/** One thing that the gate looked at, and what it found. */
export interface GateReason {
  /** Stable: `value.over-rule`, `objective.unstated`, `guardrail.latency` … */
  readonly code: string;
  readonly finding: GateVerdict;
  readonly message: string;
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
  readonly over: { readonly rule: Estimated; readonly constant: Estimated; readonly champion: Estimated | null };
  readonly slices: readonly SliceResult[];
  /** Slope of truth on score, 1 when calibrated; null when no probability is predicted. */
  readonly calibrationSlope: Estimated | null;
  /** Measured p99 of scoring one decision, in ms. */
  readonly p99Ms: number;
  /** Formats an amount for the reasons. */
  money(value: number): string;
}

/** How many times the data at hand someone may be asked to collect before "not enough data" becomes "not worth it". */
const PATIENCE = 10;

/**
 * Decides whether a candidate may be released. Every reason is listed, in order of weight; one refusal refuses, and
 * without a refusal one lack of data withholds the verdict.
 */
export function gate(judged: GateCase): GateResult {
  const reasons = [
    ...objectiveReasons(judged),
    valueReason("rule", judged.over.rule, judged),
    valueReason("constant", judged.over.constant, judged),
    ...(judged.over.champion === null ? [] : [valueReason("champion", judged.over.champion, judged)]),
    ...calibrationReasons(judged),
    ...sliceReasons(judged),
    ...latencyReasons(judged),
  ];
  return { verdict: verdictOf(reasons), reasons };
}

function verdictOf(reasons: readonly GateReason[]): GateVerdict {
  if (reasons.some(({ finding }) => finding === "refuse")) return "refuse";
  return reasons.some(({ finding }) => finding === "insufficient") ? "insufficient" : "pass";
}

function objectiveReasons({ objective }: GateCase): readonly GateReason[] {
  if (objective.stated) return [];
  const message = "Nobody has stated the objective, so its value in money is not known and no value gate can pass.";
  return [{ code: "objective.unstated", finding: "insufficient", message }];
}

function valueReason(rival: "rule" | "constant" | "champion", gain: Estimated, judged: GateCase): GateReason {
  const code = `value.over-${rival}`;
  const than = {
    rule: "the rule without ML",
    constant: "the best decision that looks at nothing",
    champion: "the champion",
  }[rival];
  if (isInsufficient(gain))
    return { code, finding: "insufficient", message: `Whether it earns more than ${than}: ${wordInsufficient(gain)}.` };
  const amount = `${judged.money(gain.value)} a decision (${judged.money(gain.low)} to ${judged.money(gain.high)})`;
  if (gain.low > 0) return { code, finding: "pass", message: `It earns more than ${than}: ${amount}.` };
  if (gain.high < 0) return { code, finding: "refuse", message: `It earns less than ${than}: ${amount}.` };
  return { code, ...unproven(gain, { than, amount, rows: judged.rows }) };
}

/** An interval that holds zero: more data may settle it, or the gain is too small to be worth the wait. */
function unproven(
  gain: Estimate,
  { than, amount, rows }: { than: string; amount: string; rows: number },
): Pick<GateReason, "finding" | "message"> {
  const halfWidth = (gain.high - gain.low) / 2;
  const times = gain.value > 0 ? (halfWidth / gain.value) ** 2 : Infinity;
  if (times > PATIENCE)
    return { finding: "refuse", message: `Not worth it: no gain over ${than} is shown, ${amount}.` };
  const need = Math.ceil(times * rows).toLocaleString("en-US");
  return {
    finding: "insufficient",
    message: `A gain over ${than} is likely but not shown: ${amount}. About ${need} rows would settle it.`,
  };
}

/** A probability that is off by half makes a threshold in money meaningless. */
const SLOPE = { low: 0.5, high: 2 } as const;

function calibrationReasons({ calibrationSlope: slope }: GateCase): readonly GateReason[] {
  if (slope === null) return [];
  const code = "calibration.slope";
  if (isInsufficient(slope))
    return [
      {
        code,
        finding: "insufficient",
        message: `Whether its probabilities can be believed: ${wordInsufficient(slope)}.`,
      },
    ];
  const words = `calibration slope ${slope.value.toFixed(2)} (${slope.low.toFixed(2)} to ${slope.high.toFixed(2)}), 1 is perfect`;
  if (slope.high < SLOPE.low || slope.low > SLOPE.high)
    return [{ code, finding: "refuse", message: `Its probabilities cannot be believed: ${words}.` }];
  return [{ code, finding: "pass", message: `Its probabilities can be believed: ${words}.` }];
}

function sliceReasons({ slices, money }: GateCase): readonly GateReason[] {
  const harmed = slices.filter(({ overRule }) => !isInsufficient(overRule) && overRule.high < 0);
  if (harmed.length === 0) return [];
  // Each slice is one more chance of a false alarm: the level is divided among them (Bonferroni).
  const sure = harmed.filter(({ overRule }) => !isInsufficient(overRule) && widened(overRule, slices.length) < 0);
  return sure.map(({ field, value, overRule }) => ({
    code: "slice.worse-than-rule",
    finding: "refuse",
    message: `Where ${field} is ${value} it earns less than the rule: ${isInsufficient(overRule) ? "" : money(overRule.value)} a decision.`,
  }));
}

/** The upper end of an interval widened for `times` looks; the normal quantile grows like the square root of 2 ln(times). */
function widened({ value, high }: Estimate, times: number): number {
  const standardError = (high - value) / 1.96;
  return value + standardError * Math.sqrt(1.96 ** 2 + 2 * Math.log(Math.max(1, times)));
}

function latencyReasons({ objective, p99Ms }: GateCase): readonly GateReason[] {
  return objective.guardrails.map(({ p99Ms: limit }) => ({
    code: "guardrail.latency",
    finding: p99Ms <= limit ? "pass" : "refuse",
    message: `Scoring one decision takes ${p99Ms.toFixed(2)} ms (p99); the guardrail is ${limit} ms.`,
  }));
}
