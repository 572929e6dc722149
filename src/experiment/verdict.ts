import { type Insufficient, isInsufficient } from "../kernel/index.ts";
import { type Comparison, SEQUENTIAL_MINIMUM } from "../stats/index.ts";
import type { Lift } from "./lift.ts";

export type VerdictKind = "better" | "worse" | "no-difference-shown" | "insufficient" | "invalid";

/**
 * Which interval decides. Fixed horizon: Welch's, once the planned number of units was reached; its error rate is that
 * of one look, so stop there. Always valid: the confidence sequence, before that, and always when nothing was planned.
 */
export type DecisionRule = "fixed-horizon" | "always-valid";

export type VerdictReason =
  | "split-broken"
  | "too-few-units"
  | "no-estimate"
  | "above-zero"
  | "below-zero"
  | "zero-within"
  | "planned-size-reached"
  | "planned-size-not-reached"
  | "nothing-planned"
  | "money-pending"
  | "several-treatments"
  | "arm-changed-release"
  | "units-crossed-arms"
  | "units-of-no-arm";

/** Why a verdict is what it is, and what to keep in mind: a sentence for each reason. */
export const VERDICT_REASONS: Readonly<Record<VerdictReason, string>> = Object.freeze({
  "split-broken": "The arms did not get the traffic that they were promised, so nothing can be concluded from them.",
  "too-few-units": `Every arm needs ${SEQUENTIAL_MINIMUM} units before anything is concluded.`,
  "no-estimate": "The difference cannot be estimated: the units of an arm do not vary.",
  "above-zero": "The whole interval of the lift lies above zero.",
  "below-zero": "The whole interval of the lift lies below zero.",
  "zero-within": "The interval of the lift holds zero.",
  "planned-size-reached": "The planned number of units was reached; the interval for one look decides.",
  "planned-size-not-reached": "The planned number of units was not reached; the always-valid interval decides.",
  "nothing-planned": "No number of units was planned; the always-valid interval decides.",
  "money-pending": "The money of some decisions is not known yet; the verdict is preliminary.",
  "several-treatments": "The intervals are widened, because several arms are compared with one control (Bonferroni).",
  "arm-changed-release": "An arm served more than one release; what is compared is their mixture.",
  "units-crossed-arms": "Some units met more than one arm; each counts in the first one it met.",
  "units-of-no-arm": "Some units were in an arm that the design does not have; they were left out.",
});

export interface Verdict {
  readonly kind: VerdictKind;
  /** The arm that it is about: the best one that is better, or the only one compared. */
  readonly arm?: string;
  readonly rule: DecisionRule;
  /** Whether some money is still to come. */
  readonly preliminary: boolean;
  /** Most important first; {@link VERDICT_REASONS} words them. */
  readonly reasons: readonly VerdictReason[];
}

/** What a verdict follows from. */
export interface Evidence {
  readonly lifts: readonly Lift[];
  readonly splitBroken: boolean;
  /** Units of the smallest arm. */
  readonly fewest: number;
  readonly units: number;
  readonly plannedUnits: number | undefined;
  readonly moneyPending: boolean;
  /** Facts that change no verdict. */
  readonly remarks: readonly VerdictReason[];
}

interface Finding {
  readonly kind: VerdictKind;
  readonly because: VerdictReason;
  readonly arm?: string;
}

function findingOf(interval: Comparison | Insufficient): Finding {
  if (isInsufficient(interval)) return { kind: "insufficient", because: "no-estimate" };
  if (interval.low > 0) return { kind: "better", because: "above-zero" };
  if (interval.high < 0) return { kind: "worse", because: "below-zero" };
  return { kind: "no-difference-shown", because: "zero-within" };
}

const worth = (interval: Comparison | Insufficient): number => (isInsufficient(interval) ? -Infinity : interval.value);

/** Of several arms: the best one that is better; else what can still be said of all of them. */
function weigh(lifts: readonly Lift[], interval: (lift: Lift) => Comparison | Insufficient): Finding {
  const ranked = lifts.toSorted((a, b) => worth(interval(b)) - worth(interval(a)));
  const findings = ranked.map((lift) => ({ ...findingOf(interval(lift)), arm: lift.arm }));
  const order: readonly VerdictKind[] = ["better", "insufficient", "no-difference-shown", "worse"];
  const told = order.flatMap((kind) => findings.filter((finding) => finding.kind === kind));
  return told[0] ?? { kind: "insufficient", because: "no-estimate" };
}

/** The decision rule and why it applies. The plan counts all arms together. */
export function ruleOf({
  units,
  plannedUnits,
}: Pick<Evidence, "units" | "plannedUnits">): [DecisionRule, VerdictReason] {
  if (plannedUnits === undefined) return ["always-valid", "nothing-planned"];
  return units >= plannedUnits
    ? ["fixed-horizon", "planned-size-reached"]
    : ["always-valid", "planned-size-not-reached"];
}

function finding(evidence: Evidence, rule: DecisionRule): Finding {
  if (evidence.splitBroken) return { kind: "invalid", because: "split-broken" };
  if (evidence.fewest < SEQUENTIAL_MINIMUM) return { kind: "insufficient", because: "too-few-units" };
  return weigh(evidence.lifts, (lift) => (rule === "fixed-horizon" ? lift.perUnit : lift.alwaysValid));
}

/**
 * One verdict in money. A broken split makes it invalid whatever the lift; too few units make it insufficient; else
 * the interval that the decision rule names says better, worse, or that no difference was shown.
 */
export function verdictOf(evidence: Evidence): Verdict {
  const [rule, why] = ruleOf(evidence);
  const { kind, because, arm } = finding(evidence, rule);
  const pending: readonly VerdictReason[] = evidence.moneyPending ? ["money-pending"] : [];
  return {
    kind,
    ...(arm === undefined ? {} : { arm }),
    rule,
    preliminary: evidence.moneyPending,
    reasons: [because, why, ...pending, ...evidence.remarks],
  };
}
