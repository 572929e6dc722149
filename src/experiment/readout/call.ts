import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Comparison, MOST_SKEW, SEQUENTIAL_MINIMUM } from "../../stats/index.ts";
import { type Call, type DecisionRule, ruleOf, type Wrong, wrongOf } from "../journal-readout/verdict.ts";
import type { Effect, TwoLooks } from "./effect.ts";
import type { Metric } from "./metric.ts";
import { isInvalidating, type Reason } from "./reasons.ts";

/** One verdict on all metrics. */
export interface ExperimentVerdict {
  readonly call: Call;
  /** The arm that it is about. */
  readonly arm: string | null;
  readonly rule: DecisionRule;
  /** Null while nothing is called. */
  readonly wrong: Wrong | null;
  /** Most important first. */
  readonly reasons: readonly Reason[];
}

/** One metric and its effects, one for each arm but the control. */
export interface MetricEffects {
  readonly metric: Metric;
  readonly effects: readonly Effect[];
}

export interface CallEvidence {
  readonly metrics: readonly MetricEffects[];
  /** From the soundness of the data. */
  readonly reasons: readonly Reason[];
  readonly units: number;
  readonly fewest: number;
  readonly plannedUnits: number | undefined;
  /** Whether something is still to come that would change the numbers: then nothing is called. */
  readonly preliminary: boolean;
  /** The level at which a metric is shown to get worse, corrected for all such questions. */
  readonly worseLevel: number;
}

interface ArmCall {
  readonly arm: string;
  readonly call: "ship" | "dont" | "keep-running";
  readonly money: Effect;
  readonly reasons: readonly Reason[];
  /** Those of the reasons that are about other metrics than the money. */
  readonly harms: readonly Reason[];
}

/**
 * One verdict. An experiment that is not sound is invalid whatever its numbers. An arm ships when its money is shown to be
 * above the control's, every guardrail is shown to stay within its margin, and nothing is shown to get worse; it does not
 * when one of these is shown to fail, or was not shown at the planned size; else it keeps running. That all guardrails
 * must hold needs no correction; that any metric may be found worse does.
 * Schultzberg, Ankargren, Frånberg. Risk-aware product decisions in A/B tests with multiple metrics. 2024.
 */
export function callOf(evidence: CallEvidence): ExperimentVerdict {
  const [rule, why] = ruleOf(evidence);
  const pending: readonly Reason[] = evidence.preliminary ? [{ code: "money-pending" }] : [];
  const context: readonly Reason[] = [{ code: why }, ...pending, ...evidence.reasons];
  const invalid = evidence.reasons.filter(isInvalidating);
  if (invalid.length > 0)
    return {
      ...undecided("invalid", rule),
      reasons: [...invalid, ...context.filter((reason) => !isInvalidating(reason))],
    };
  if (evidence.fewest < SEQUENTIAL_MINIMUM) {
    const young: Reason = { code: "too-few-units", need: SEQUENTIAL_MINIMUM, have: evidence.fewest };
    return { ...undecided("keep-running", rule), reasons: [young, ...context] };
  }
  const calls = armCalls(evidence, rule);
  const best = bestOf(calls);
  if (best === undefined) return { ...undecided("keep-running", rule), reasons: context };
  const { call, arm, money } = best;
  const others = calls.filter((one) => one !== best).flatMap(({ harms }) => harms);
  return { call, arm, rule, wrong: wrongOf(call, money.belief), reasons: [...best.reasons, ...context, ...others] };
}

function undecided(call: "invalid" | "keep-running", rule: DecisionRule): Omit<ExperimentVerdict, "reasons"> {
  return { call, arm: null, rule, wrong: null };
}

const ORDER: readonly ArmCall["call"][] = ["ship", "keep-running", "dont"];

/** Of the arms that ship the one with most money; else one that may still; else the best of the rest. */
function bestOf(calls: readonly ArmCall[]): ArmCall | undefined {
  const worth = ({ money }: ArmCall): number => (isInsufficient(money.point) ? -Infinity : money.point.value);
  const ranked = calls.toSorted((a, b) => worth(b) - worth(a));
  return ORDER.flatMap((call) => ranked.filter((one) => one.call === call))[0];
}

function armCalls(evidence: CallEvidence, rule: DecisionRule): readonly ArmCall[] {
  const { metrics, preliminary } = evidence;
  const money = metrics.find(({ metric }) => metric.money === true);
  return (money?.effects ?? []).map((effect, at) => {
    const look: keyof TwoLooks = rule === "fixed-horizon" ? "fixed" : "alwaysValid";
    const found = moneyFinding(effect[look], effect);
    const harms = metrics.flatMap((one) => harmsIn(one, at, { look, worseLevel: evidence.worseLevel }));
    const open = harms.filter(({ code }) => code === "guardrail-open");
    const shown = harms.filter(({ code }) => code !== "guardrail-open");
    // More money that may not be had: what stands in its way is the news.
    const reasons = found.code === "money-above" ? [...shown, ...open, found] : [...shown, found, ...open];
    return {
      arm: effect.arm,
      call: preliminary ? "keep-running" : weigh(found, harms, rule),
      money: effect,
      reasons,
      harms,
    };
  });
}

function weigh(found: Reason, harms: readonly Reason[], rule: DecisionRule): ArmCall["call"] {
  const harmed = harms.some(({ code }) => code === "guardrail-broken" || code === "deteriorated");
  if (harmed || found.code === "money-below") return "dont";
  const shown = found.code === "money-above";
  if (shown && harms.length === 0) return "ship";
  const over = rule === "fixed-horizon" && (found.code === "money-unclear" || shown);
  return over ? "dont" : "keep-running";
}

function moneyFinding(interval: Comparison | Insufficient, effect: Effect): Reason {
  if (isInsufficient(interval))
    return { code: interval.reason === "zero-variance" ? "nothing-varies" : "no-estimate", metric: "money" };
  if (interval.low <= 0 && interval.high >= 0) return { code: "money-unclear" };
  if (Math.abs(effect.skew) > MOST_SKEW) return { code: "heavy-tailed", metric: "money" };
  return { code: interval.low > 0 ? "money-above" : "money-below" };
}

interface Harming {
  readonly look: keyof TwoLooks;
  readonly worseLevel: number;
}

function harmsIn({ metric, effects }: MetricEffects, at: number, { look, worseLevel }: Harming): readonly Reason[] {
  const effect = effects[at];
  if (effect === undefined || metric.money === true || metric.role === "quality") return [];
  const of = { metric: metric.name, arm: effect.arm };
  const worse = isWorse(effect[look], metric, worseLevel) ? [{ code: "deteriorated" as const, ...of }] : [];
  return metric.role === "guardrail" ? [...worse, ...guarded(effect, look, of)] : worse;
}

/** A p-value says at every level at once what an interval says at its own. */
function isWorse(found: Comparison | Insufficient, { direction, role }: Metric, level: number): boolean {
  if (isInsufficient(found) || role === "guardrail") return false;
  const harm = direction === "increase" ? found.value < 0 : found.value > 0;
  return harm && found.pValue < 1 - level;
}

function guarded({ aboveMargin }: Effect, look: keyof TwoLooks, of: Pick<Reason, "metric" | "arm">): readonly Reason[] {
  const found = aboveMargin?.[look];
  if (found === undefined || isInsufficient(found)) return [{ code: "guardrail-open", ...of }];
  if (found.low > 0) return [];
  return [{ code: found.high < 0 ? "guardrail-broken" : "guardrail-open", ...of }];
}
