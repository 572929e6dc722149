import { type AnswerPayoff, isAnswerPayoff } from "../../objective/index.ts";
import type { AnswerPolicy } from "../../policy/index.ts";
import { type Head, outcomesOf } from "../heads/head.ts";
import { ruleNodes, targetsOf } from "../parts.ts";
import type { SystemDefinition } from "../system.ts";
import type { Refuse } from "./form.ts";

type Rule = (system: SystemDefinition, refuse: Refuse) => void;

/** What each policy asks of the rest of the file. */
interface Asks {
  readonly tasks: readonly Head["task"][];
  readonly rule: "text" | "flag" | "number";
  readonly payoffs: readonly AnswerPayoff["payoff"][];
  /** The words that make such a payoff. */
  readonly words: string;
}

const ASKS: Readonly<Record<AnswerPolicy["policy"], Asks>> = {
  "pick-label": {
    tasks: ["multiclass", "hierarchical"],
    rule: "text",
    payoffs: ["right-or-wrong", "by-answer"],
    words: "`rightOrWrong` or `byAnswer`",
  },
  "pick-labels": { tasks: ["multilabel"], rule: "flag", payoffs: ["hit-or-miss"], words: "`hitOrMiss`" },
  "pick-value": { tasks: ["regression"], rule: "number", payoffs: ["per-unit"], words: "`perUnit`" },
  "rank-by": {
    tasks: ["ranking", "binary", "regression", "blend"],
    rule: "number",
    payoffs: ["per-relevant"],
    words: "`perRelevant`",
  },
};

function asksOf({ policy }: SystemDefinition): Asks {
  return ASKS[policy.policy as AnswerPolicy["policy"]];
}

const head: Rule = (system, refuse) => {
  const { policy, heads } = system;
  const { tasks } = asksOf(system);
  if (policy.policy === "act-if") return;
  if (policy.policy === "rank-by") return requireRanking(system, refuse);
  const named = Object.hasOwn(heads, policy.head) ? heads[policy.head] : undefined;
  if (named === undefined)
    refuse(
      "policy.head",
      `must name a head (${Object.keys(heads).join(", ") || "there is none"}). Got "${policy.head}"`,
    );
  else if (!tasks.includes(named.task))
    refuse("policy.head", `must name a ${tasks.join(" or ")} head. "${policy.head}" is ${named.task}`);
};

function requireRanking({ policy, heads, contract }: SystemDefinition, refuse: Refuse): void {
  if (policy.policy !== "rank-by") return;
  if (!Object.hasOwn(contract.fields, policy.list))
    refuse("policy.list", `must be a field of the contract. Got "${policy.list}"`);
  for (const [name, { task }] of Object.entries(heads))
    if (!ASKS["rank-by"].tasks.includes(task))
      refuse(`heads.${name}`, `must give one number for each candidate. A ${task} head does not`);
}

/** Stages name heads, and diversity fields that are known when candidates compete. */
const arrangement: Rule = ({ policy, heads, contract }, refuse) => {
  if (policy.policy !== "rank-by") return;
  for (const { heads: named } of policy.stages ?? [])
    for (const name of named)
      if (!Object.hasOwn(heads, name))
        refuse("policy.stages", `must name heads (${Object.keys(heads).join(", ") || "there is none"}). Got "${name}"`);
  for (const { by } of policy.diversity ?? [])
    if (by !== "source" && contract.fields[by]?.known !== "before")
      refuse("policy.diversity", `must be by a field that is known before, or by "source". Got "${by}"`);
};

const payoff: Rule = (system, refuse) => {
  const { payoffs, words } = asksOf(system);
  const { payoff: given } = system.objective;
  if (!isAnswerPayoff(given) || !payoffs.includes(given.payoff))
    refuse("objective.payoff", `must be made by ${words}, because the policy is ${system.policy.policy}`);
};

const rule: Rule = (system, refuse) => {
  const { rule: kind } = asksOf(system);
  const nodes = ruleNodes(system);
  const wanted = system.policy.policy === "pick-labels" ? targetsOf(system) : ["rule"];
  const given = Object.keys(nodes);
  if (given.length !== wanted.length || !wanted.every((name) => given.includes(name)))
    refuse("rule", `must give ${wordWanted(wanted, kind)}. Got ${given.join(", ")}`);
  for (const [name, node] of Object.entries(nodes))
    if (node.kind !== kind) refuse(name === "rule" ? name : `rule.${name}`, `must be a ${kind}. Got a ${node.kind}`);
};

function wordWanted(wanted: readonly string[], kind: string): string {
  return wanted[0] === "rule" ? `one ${kind}` : `a ${kind} for each label: \`{ ${wanted.join(", ")} }\``;
}

const truth: Rule = (system, refuse) => {
  for (const name of targetsOf(system)) {
    const outcome = system.outcomes[name];
    if (outcome === undefined) refuse("objective.outcome", `must be a declared outcome. Got "${name}"`);
    else if (outcome.changedByActing)
      refuse(`outcomes.${name}.changedByActing`, "must be false: an answer is right or wrong, and changes nothing");
    if (system.policy.policy === "rank-by" && outcome?.kind === "text")
      refuse("objective.outcome", `must be a number or a flag, the more the better. "${name}" is text`);
  }
};

/** A filter takes away a candidate; from a label or a value there is nothing to take away. */
const filters: Rule = ({ filters: declared, policy }, refuse) => {
  if (declared.length > 0 && policy.policy !== "rank-by")
    refuse("filters", `can take away an action or a candidate; a system that answers by ${policy.policy} has neither`);
};

/** Every label of the policy is one of its head's. */
const extract: Rule = ({ policy, heads }, refuse) => {
  if (policy.policy !== "pick-labels" || policy.extract === "expected-value" || !("perLabel" in policy.extract)) return;
  const labels = outcomesOf(heads[policy.head] as Head);
  for (const label of Object.keys(policy.extract.perLabel))
    if (!labels.includes(label)) refuse("policy.extract.perLabel", `must name labels of the head. Got "${label}"`);
};

/** What a system that answers has to fulfil. */
export const ANSWER_RULES: readonly Rule[] = [head, arrangement, payoff, rule, truth, filters, extract];
