import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Belief, type Comparison, SEQUENTIAL_MINIMUM } from "../../stats/index.ts";
import type { Lift } from "./lift.ts";

/** What to do. `dont`: do not ship. */
export type Call = "ship" | "dont" | "keep-running" | "invalid";

/** The chance that a call is wrong, and what that costs on average, in money per unit. */
export interface Wrong {
  /** Of `ship`: that the arm brings less than the control. Of `dont`: that it brings more. */
  readonly probability: number;
  readonly loss: number;
}

/** What the money says of the arm. */
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
  | "units-of-no-arm"
  | "split-changed"
  | "entry-times-differ"
  | "crossed-too-many"
  | "money-infinite"
  | "arm-empty"
  | "heavy-tailed"
  | "traffic-stopped";

/** Why a rule decides. */
export type RuleReason = Extract<
  VerdictReason,
  "planned-size-reached" | "planned-size-not-reached" | "nothing-planned"
>;

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
  "split-changed": "The arms' shares changed while the experiment ran; early and late units are mixed differently.",
  "entry-times-differ": "Units entered one arm at other times than the control, by more than chance.",
  "crossed-too-many": "More than 1% of the units met more than one arm.",
  "money-infinite": "The money of some units is not a finite number.",
  "arm-empty": "An arm has no units.",
  "heavy-tailed": "A few units carry the difference, so its interval is not to be trusted yet.",
  "traffic-stopped": "No unit has entered for two days or more.",
});

export interface Verdict {
  readonly call: Call;
  readonly kind: VerdictKind;
  /** The arm that it is about: the best one that is better, or the only one compared. */
  readonly arm?: string;
  readonly rule: DecisionRule;
  /** Null while nothing is called. */
  readonly wrong: Wrong | null;
  /** Whether some money is still to come. */
  readonly preliminary: boolean;
  /** Most important first; {@link VERDICT_REASONS} words them. */
  readonly reasons: readonly VerdictReason[];
}

/** What a verdict follows from. */
export interface Evidence {
  readonly lifts: readonly Lift[];
  /** Why the arms cannot be compared at all; most important first. */
  readonly broken: readonly VerdictReason[];
  /** The arms whose difference few units carry. */
  readonly heavy: readonly string[];
  /** Units of the smallest arm. */
  readonly fewest: number;
  readonly units: number;
  readonly plannedUnits: number | undefined;
  readonly moneyPending: boolean;
  /** Facts that change no verdict. */
  readonly remarks: readonly VerdictReason[];
}

/** What a call comes to be wrong by, for whom nothing was believed before. */
export function wrongOf(call: Call, belief: Belief | Insufficient): Wrong | null {
  if (isInsufficient(belief)) return null;
  if (call === "ship") return { probability: belief.worse, loss: belief.lossIfTaken };
  return call === "dont" ? { probability: belief.better, loss: belief.lossIfLeft } : null;
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
}: Pick<Evidence, "units" | "plannedUnits">): readonly [DecisionRule, RuleReason] {
  if (plannedUnits === undefined) return ["always-valid", "nothing-planned"];
  return units >= plannedUnits
    ? ["fixed-horizon", "planned-size-reached"]
    : ["always-valid", "planned-size-not-reached"];
}

function finding(evidence: Evidence, rule: DecisionRule): Finding {
  const [broken] = evidence.broken;
  if (broken !== undefined) return { kind: "invalid", because: broken };
  if (evidence.fewest < SEQUENTIAL_MINIMUM) return { kind: "insufficient", because: "too-few-units" };
  return weigh(evidence.lifts, (lift) => (rule === "fixed-horizon" ? lift.perUnit : lift.alwaysValid));
}

/** A difference that was not shown at the planned size is not waited for any longer. */
function callFor(kind: VerdictKind, rule: DecisionRule, preliminary: boolean): Call {
  if (kind === "invalid") return "invalid";
  if (preliminary || kind === "insufficient") return "keep-running";
  if (kind === "no-difference-shown") return rule === "fixed-horizon" ? "dont" : "keep-running";
  return kind === "better" ? "ship" : "dont";
}

/**
 * One verdict in money. A broken split makes it invalid whatever the lift; too few units make it insufficient; else
 * the interval that the decision rule names says better, worse, or that no difference was shown.
 */
export function verdictOf(evidence: Evidence): Verdict {
  const [rule, why] = ruleOf(evidence);
  const { kind, because, arm } = finding(evidence, rule);
  const isHeavy = arm !== undefined && evidence.heavy.includes(arm) && because !== "zero-within";
  const call = callFor(kind, rule, evidence.moneyPending || isHeavy);
  const lift = evidence.lifts.find((one) => one.arm === arm);
  const pending: readonly VerdictReason[] = evidence.moneyPending ? ["money-pending"] : [];
  return {
    call,
    kind,
    ...(arm === undefined ? {} : { arm }),
    rule,
    wrong: lift === undefined ? null : wrongOf(call, lift.belief),
    preliminary: evidence.moneyPending,
    reasons: [
      because,
      why,
      ...(isHeavy ? (["heavy-tailed"] as const) : []),
      ...pending,
      ...evidence.broken.slice(1),
      ...evidence.remarks,
    ],
  };
}
