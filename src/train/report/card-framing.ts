import { wordsLearned, wordsOf } from "../../features/index.ts";
import type { TransformedBody } from "../../model/index.ts";
import { isWindowed } from "../../policy/index.ts";
import { type Block, type TableBlock, table, type Value } from "../../report/index.ts";
import { capacityShare, type Outcome, ruleNodes, type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { Facts } from "./facts.ts";
import { share, spelled, wordExtract } from "./wording.ts";

type Row = readonly [string, Value];

/** What is predicted of whom, from what, and when it is acted on. */
export function framingCard(facts: Facts): readonly Block[] {
  const { system } = facts;
  const rows: readonly Row[] = [
    ["Entity", system.entity ?? "none: each row stands for itself"],
    ["Prediction time", system.time ?? "none in the data"],
    ...targetsOf(system).flatMap((name): readonly Row[] => [["Outcome", name], ...outcomeRows(system.outcomes[name])]),
    ["Task", facts.head?.head.task ?? "none: no head predicts it"],
    ...Object.entries(ruleNodes(system)).map(([name, node]): Row => {
      return [name === "rule" ? "Rule without ML" : `Rule for ${name}`, wordsOf(node)];
    }),
    ...policyRows(system),
    [facts.kind === "act" ? "Held back from acting" : "Held back for the rule", share(system.holdback)],
    ...system.filters.map(({ name, when }) => [`Filter ${name}`, wordsOf(when)] as const),
  ];
  return [table(["Framing", ""], rows), featuresTable(facts)];
}

function policyRows(system: SystemDefinition): readonly Row[] {
  const { policy } = system;
  switch (policy.policy) {
    case "act-if":
      return [
        ["Threshold", policy.threshold === "from-payoff" ? "from the payoff" : String(policy.threshold)],
        ["Capacity", wordCapacity(system)],
        ...(policy.explore === undefined ? [] : [["Explores", policy.explore.explore] as const]),
      ];
    case "pick-label":
      return [
        ["Answer", "the label worth most in expectation"],
        ...(policy.coverage === undefined ? [] : [["Set to hold the true label", share(policy.coverage)] as const]),
      ];
    case "pick-labels":
      return [["Labels given", wordExtract(policy.extract)]];
    case "pick-value":
      return [
        ["Answer", "the value that loses least in expectation"],
        ["Interval to hold the truth", share(policy.coverage)],
      ];
    case "rank-by":
      return [
        ["Candidates of one", policy.list],
        ["Shown", `the first ${policy.top}`],
      ];
  }
}

function outcomeRows(outcome: Outcome | undefined): readonly Row[] {
  if (outcome === undefined) return [];
  return [
    ["Read as", wordsOf(outcome.history)],
    ["Known within", spelled(outcome.within)],
    ["Changed by acting", outcome.changedByActing ? "yes" : "no"],
    ...(outcome.acted === undefined ? [] : [["Acted on where", wordsOf(outcome.acted)] as const]),
    ...(outcome.weight === undefined ? [] : [["Weight while learning", wordsOf(outcome.weight)] as const]),
    ...(outcome.propensity === undefined
      ? []
      : [
          ["Propensity of what was done", wordsOf(outcome.propensity)] as const,
          ["No row stands for more than", outcome.cap === undefined ? "no limit" : `${outcome.cap} rows`] as const,
        ]),
  ];
}

/** Where features learn, with what the model that is shown has learned. */
function featuresTable({ system, head }: Facts): TableBlock {
  const entries = Object.entries(system.features);
  if (head?.model.format !== "transformed")
    return table(
      ["Feature", "In words"],
      entries.map(([name, node]) => [name, wordsOf(node)]),
    );
  const learned = wordsLearned((head.model.body as TransformedBody).frozen);
  return table(
    ["Feature", "In words", "Learned"],
    entries.map(([name, node]) => [name, wordsOf(node), learned[name] ?? ""]),
  );
}

function wordCapacity(system: SystemDefinition): string {
  const of = share(capacityShare(system) ?? 1);
  const capacity = system.policy.policy === "act-if" ? system.policy.capacity : undefined;
  return isWindowed(capacity) ? `${capacity.most} per ${capacity.per}, ${of} of the decisions expected` : of;
}
