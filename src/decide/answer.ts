import type { Row } from "../data/index.ts";
import { evaluateRow } from "../features/index.ts";
import { isInsufficient, known } from "../kernel/index.ts";
import { intervalOf, type Model, predictionSet } from "../model/index.ts";
import { answerFrom } from "../policy/index.ts";
import type { DecisionBody, RecordedAnswer } from "../records/index.ts";
import { ruleNodes, type SystemDefinition } from "../system/index.ts";
import { isOutside, type Seen, type Served } from "./opening.ts";
import { type HeadScores, scoreHeads } from "./score.ts";
import type { ServingState } from "./serving-state.ts";

/** What is decided of a receipt by a system that answers with a label, labels or a value. */
type Answered = Pick<DecisionBody, "heads" | "score" | "interval" | "set" | "propensity" | "acted" | "reasons"> & {
  readonly answer: RecordedAnswer | null;
};

/**
 * Answers by the head that the policy names, or by the rule where that head cannot: no model, a value that the contract does
 * not allow, a head that failed. Whoever is held back is answered by the rule, so that what it does stays known.
 */
export function answer({ system }: ServingState, { release, allocation }: Served, seen: Seen): Answered {
  const byRule = (reasons: readonly string[], heads: HeadScores["heads"] = {}): Answered => {
    const given = ruleAnswer(system, seen.row);
    const lacking = given === null ? ["rule.no-answer"] : [];
    return { heads, score: null, answer: given, propensity: 1, acted: false, reasons: [...reasons, ...lacking] };
  };
  const { policy } = release;
  if (release.kind === "rule" || policy === null) return byRule(["rule"]);
  if (policy.policy === "act-if" || policy.policy === "rank-by") return byRule(["fallback.other-policy"]);
  if (release.unusable[policy.head] !== undefined) return byRule([`fallback.model-unusable:${policy.head}`]);
  if (isOutside(seen.flags)) return byRule(["fallback.outside-contract"]);
  const { heads } = scoreHeads(release, seen.features);
  if (allocation.purpose === "holdback") return byRule(["holdback"], heads);
  const outputs = heads[policy.head];
  if (outputs === undefined) return byRule([`fallback.head-failed:${policy.head}`], heads);
  const model = known(release.models[policy.head], `the model of ${policy.head}`);
  const { answer: given, score, reason } = answerFrom(policy, { outputs, classes: model.signature.classes });
  const within = aroundAnswer(model, outputs, policy);
  return { heads, score, answer: given, ...within, propensity: 1, acted: false, reasons: [reason] };
}

/** What a coverage adds to an answer; nothing where the policy wants none. */
function aroundAnswer(
  model: Model,
  outputs: readonly number[],
  policy: { readonly policy: string; readonly coverage?: number },
): Pick<DecisionBody, "interval" | "set"> {
  const { coverage } = policy;
  if (coverage === undefined) return {};
  return policy.policy === "pick-value"
    ? intervalAround(model, outputs, coverage)
    : labelsAround(model, outputs, coverage);
}

/** The labels of which one is most likely true, as the model knows from rows that it had not seen; likeliest first. */
function labelsAround(model: Model, outputs: readonly number[], coverage: number): Pick<DecisionBody, "set"> {
  const found = predictionSet(model, outputs, coverage);
  if (isInsufficient(found)) return {};
  const likeliest = [...found].sort((a, b) => (outputs[b] as number) - (outputs[a] as number));
  return { set: likeliest.map((place) => model.signature.classes[place] as string) };
}

/** Where the truth most likely lies, as the model knows from rows that it had not seen; nothing when those were too few. */
function intervalAround(
  model: Model,
  [prediction = Number.NaN]: readonly number[],
  coverage: number,
): Pick<DecisionBody, "interval"> {
  const found = intervalOf(model, prediction, coverage);
  return isInsufficient(found) ? {} : { interval: [found.low, found.high] };
}

/** What the rule answers: a text, a number, or the labels whose expressions hold. Null where it has nothing to say. */
function ruleAnswer(system: SystemDefinition, row: Row): RecordedAnswer | null {
  const said = evaluateRow(ruleNodes(system), row);
  if (system.policy.policy === "pick-labels") return Object.keys(said).filter((label) => said[label] === true);
  const value = said.rule ?? null;
  return typeof value === "boolean" ? null : value;
}
