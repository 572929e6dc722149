import type { Node } from "../features/index.ts";
import { known, milliseconds } from "../kernel/index.ts";
import { type ActIf, isWindowed } from "../policy/index.ts";
import { type Head, outcomesOf } from "./heads/head.ts";
import type { ActingSystem, AnsweringSystem, SystemDefinition } from "./system.ts";

/** Whether a system acts or not; every other one answers. */
export function isActing(system: SystemDefinition): system is ActingSystem {
  return system.policy.policy === "act-if";
}

/** Whether a system answers with something else than an action. */
export function isAnswering(system: SystemDefinition): system is AnsweringSystem {
  return system.policy.policy !== "act-if";
}

/** The policy of a system that acts or not. */
export function actingPolicy({ policy }: Pick<SystemDefinition, "policy">): ActIf {
  return known(policy.policy === "act-if" ? policy : undefined, "the policy of a system that acts or not");
}

const YEAR = 365 * 86_400_000;

/**
 * The share of decisions that may be acted on: as declared, or what a window has room for of the decisions expected in it;
 * 1 without a capacity. Undefined where nobody said how many decisions are expected.
 */
export function capacityShare({
  policy,
  objective,
}: Pick<SystemDefinition, "policy" | "objective">): number | undefined {
  const capacity = policy.policy === "act-if" ? policy.capacity : undefined;
  if (capacity === undefined) return 1;
  if (!isWindowed(capacity)) return capacity.share;
  const { perYear } = objective;
  const expected = capacity.of ?? (perYear === undefined ? undefined : (perYear * milliseconds(capacity.per)) / YEAR);
  return expected === undefined ? undefined : Math.min(1, capacity.most / expected);
}

/** The expressions of the rule: one named `rule`, or one for each label. */
export function ruleNodes({ rule }: Pick<SystemDefinition, "rule">): Readonly<Record<string, Node>> {
  return isNode(rule) ? { rule } : rule;
}

function isNode(rule: SystemDefinition["rule"]): rule is Node {
  return typeof rule.op === "string";
}

/** The head whose output is turned into the answer; undefined where the heads are combined by weights. */
export function answeringHead({
  policy,
  heads,
}: Pick<SystemDefinition, "policy" | "heads">): { readonly name: string; readonly head: Head } | undefined {
  if (policy.policy === "act-if" || policy.policy === "rank-by") return undefined;
  return { name: policy.head, head: known(heads[policy.head], `head ${policy.head}`) };
}

/** The outcomes that an answer is held against: one, or every label. */
export function targetsOf(
  system: Pick<SystemDefinition, "policy" | "heads" | "objective" | "outcomes">,
): readonly string[] {
  const answering = answeringHead(system);
  if (answering !== undefined) return outcomesOf(answering.head);
  return [system.objective.outcome ?? known(Object.keys(system.outcomes)[0], "a system with an outcome")];
}
