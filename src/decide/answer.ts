import type { Row } from "../data/index.ts";
import { isInsufficient, known, rng } from "../kernel/index.ts";
import { intervalOf, type Model, predictionSet } from "../model/index.ts";
import { answerFrom } from "../policy/index.ts";
import type { DecisionBody, RecordedAnswer } from "../records/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { ActCase } from "./act.ts";
import { isOutside, type Question } from "./opening.ts";
import { ruleSays } from "./rule-says.ts";
import { type HeadScores, NOTHING_SAID, scoreHeads, whatWasSaid, whoAnswered, whyNotAsked } from "./score.ts";
import type { LoadedRelease, ServingState } from "./serving-state.ts";
import { whySpent } from "./why-spent.ts";

/** What is decided of a receipt by a system that answers with a label, labels or a value. */
type Answered = Pick<
  DecisionBody,
  | "heads"
  | "classes"
  | "score"
  | "interval"
  | "set"
  | "propensity"
  | "acted"
  | "reasons"
  | "level"
  | "instead"
  | "parts"
> & {
  readonly answer: RecordedAnswer | null;
};

/**
 * Answers by the head that the policy names, or by the rule where that head cannot: no model, a value that the contract does
 * not allow, a head that failed and has no earlier version. Where the rule has nothing to say either, the declared default
 * answers. Whoever is held back is answered by the rule, so that what it does stays known.
 */
export function answer({ system }: ServingState, { served, seen, far, question }: ActCase): Answered {
  const { release, allocation } = served;
  const byRule = (reasons: readonly string[], said: Parameters<typeof whatWasSaid>[0] = NOTHING_SAID): Answered => {
    const { answer: given, level, lacking } = answerByRule(system, seen.row);
    const isFallback = reasons.some((reason) => reason.startsWith("fallback."));
    const answered = level ?? (isFallback ? ("rule" as const) : undefined);
    const told = { ...whatWasSaid(said), score: null, answer: given, propensity: 1, acted: false };
    return { ...told, ...(answered === undefined ? {} : { level: answered }), reasons: [...reasons, ...lacking] };
  };
  const { policy } = release;
  if (release.kind === "rule" || policy === null) return byRule(["rule"]);
  if (policy.policy === "act-if" || policy.policy === "rank-by") return byRule(["fallback.other-policy"]);
  const unusable = release.unusable[policy.head] !== undefined && release.previous?.[policy.head] === undefined;
  if (unusable) return byRule([whyNotAsked(policy.head, release, {}) ?? policy.head]);
  if (isOutside(seen.flags)) return byRule(["fallback.outside-contract"]);
  if (far.length > 0 && system.outside === "fallback") return byRule(["fallback.outside-training"]);
  const found = scoreHeads(release, seen.features, question);
  if (allocation.purpose === "holdback") return byRule(["holdback"], found);
  const outputs = found.heads[policy.head];
  const why = found.reasons.filter((reason) => reason.endsWith(`:${policy.head}`));
  if (outputs === undefined) return byRule(why, found);
  const model = modelThatAnswered(release, policy.head, found);
  const closed = closedLabels(question.limits);
  const uniform = rng({ seed: 0, unit: question.id, purpose: "policy" }).at(0);
  const answered = answerFrom(
    policy,
    { outputs, classes: model.signature.classes },
    { uniform, closed: [...closed.keys()] },
  );
  if (answered === undefined) return byRule(["fallback.limits-spent"], found);
  const { answer: given, score, propensity, reason } = answered;
  const within = aroundAnswer(model, outputs, policy);
  const reasons = [reason, ...[...closed.values()].flat(), ...why];
  const told = { ...whatWasSaid(found), score, answer: given, ...within };
  return { ...told, propensity, acted: false, ...whoAnswered(found), reasons };
}

/** The model of a head, or the earlier one that stood in for it: the numbers are told by its classes. */
function modelThatAnswered(release: LoadedRelease, head: string, { instead }: HeadScores): Model {
  const model = instead[head] === undefined ? release.models[head] : release.previous?.[head]?.model;
  return known(model, `the model of ${head}`);
}

/** The labels that may not be given any more in this window, each with why, as codes. */
function closedLabels(limits: Question["limits"] = {}): ReadonlyMap<string, readonly string[]> {
  const why = Object.entries(limits).map(
    ([name, limit]) => [name.replace(/^label:/, ""), whySpent(name, limit)] as const,
  );
  return new Map(why.filter(([, codes]) => codes.length > 0));
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

interface RuleAnswer {
  readonly answer: RecordedAnswer | null;
  readonly level?: "default";
  readonly lacking: readonly string[];
}

/** What the rule answers, or the declared default where it has nothing to say. */
function answerByRule(system: SystemDefinition, row: Row): RuleAnswer {
  const said = ruleAnswer(system, row);
  if (said !== null) return { answer: said, lacking: [] };
  if (system.default === undefined) return { answer: null, lacking: ["rule.no-answer"] };
  return { answer: system.default, level: "default", lacking: ["rule.no-answer", "default"] };
}

/** A text, a number, or the labels whose expressions hold. Null where the rule has nothing to say. */
function ruleAnswer(system: SystemDefinition, row: Row): RecordedAnswer | null {
  const said = ruleSays(system, row);
  if (system.policy.policy === "pick-labels" && Object.keys(said).length > 0)
    return Object.keys(said).filter((label) => said[label] === true);
  const value = said.rule ?? null;
  return typeof value === "boolean" ? null : value;
}
