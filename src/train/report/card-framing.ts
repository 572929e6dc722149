import { wordsOf } from "../../features/index.ts";
import { type Block, type TableBlock, table, type Value } from "../../report/index.ts";
import type { Outcome } from "../../system/index.ts";
import type { Facts } from "./facts.ts";
import { share, spelled } from "./wording.ts";

type Row = readonly [string, Value];

/** What is predicted of whom, from what, and when it is acted on. */
export function framingCard(facts: Facts): readonly Block[] {
  const { system, outcome } = facts;
  const rows: readonly Row[] = [
    ["Entity", system.entity ?? "none: each row stands for itself"],
    ["Prediction time", system.time ?? "none in the data"],
    ["Outcome", outcome],
    ...outcomeRows(system.outcomes[outcome]),
    ["Task", facts.head?.head.task ?? "none: no head predicts it"],
    ["Rule without ML", wordsOf(system.rule)],
    ["Threshold", system.policy.threshold === "from-payoff" ? "from the payoff" : String(system.policy.threshold)],
    ["Capacity", share(facts.result.capacity)],
    ["Held back from acting", share(system.holdback)],
    ...system.filters.map(({ name, when }) => [`Filter ${name}`, wordsOf(when)] as const),
  ];
  return [table(["Framing", ""], rows), featuresTable(facts)];
}

function outcomeRows(outcome: Outcome | undefined): readonly Row[] {
  if (outcome === undefined) return [];
  return [
    ["Read as", wordsOf(outcome.history)],
    ["Known within", spelled(outcome.within)],
    ["Changed by acting", outcome.changedByActing ? "yes" : "no"],
    ...(outcome.acted === undefined ? [] : [["Acted on where", wordsOf(outcome.acted)] as const]),
  ];
}

function featuresTable({ system }: Facts): TableBlock {
  return table(
    ["Feature", "In words"],
    Object.entries(system.features).map(([name, node]) => [name, wordsOf(node)]),
  );
}
