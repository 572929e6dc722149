import { isAnswerPayoff, type Objective, type StatedObjective, wordPayoff } from "../../objective/index.ts";
import {
  assumed,
  type Block,
  formatNumber,
  measured,
  money,
  percent,
  type TableBlock,
  table,
  type Value,
} from "../../report/index.ts";
import type { Facts } from "./facts.ts";
import { about, share } from "./wording.ts";

type Row = readonly [string, Value];

/** The objective as it is declared, and what each action comes to. */
export function objectiveCard({ system }: Facts): readonly Block[] {
  const { objective } = system;
  const rows: readonly Row[] = objective.stated
    ? statedRows(objective)
    : [["Objective", `not stated; values are in ${objective.currency}`]];
  return [table(["Objective", ""], [...rows, ...commonRows(objective)]), payoffTable(objective)];
}

function statedRows(objective: StatedObjective): readonly Row[] {
  const { metric, direction, baseline, target, by, currency, asked, approves, perYear, why } = objective;
  return [
    ["Business metric", `${metric.name}: ${metric.definition}`],
    ["Wanted", `${direction} it from ${about(baseline, currency)} to ${about(target, currency)} a year by ${by}`],
    ["Asked by", asked],
    ...(approves.length === 0 ? [] : [["To be approved by", approves.join(", ")] as const]),
    ...effectRows(objective),
    ...(perYear === undefined ? [] : [["Decisions a year", formatNumber(perYear, "count")] as const]),
    ...(why === undefined ? [] : [["Why", why] as const]),
  ];
}

function effectRows({ effect }: StatedObjective): readonly Row[] {
  if (effect === undefined) return [];
  const tag = effect.basis === "assumed" ? assumed : measured;
  const [low, high] = effect.range;
  return [
    ["Effect of acting", tag(percent(effect.value))],
    ["Its range", `${share(low)} to ${share(high)}`],
  ];
}

function commonRows({ guardrails, transparency }: Objective): readonly Row[] {
  const limits = guardrails.map(({ guardrail, p99Ms }) => `${guardrail}: ${p99Ms} ms (p99)`);
  return [
    ["Guardrails", limits.length === 0 ? "none" : limits.join(", ")],
    ["Transparency", transparency],
  ];
}

function payoffTable({ payoff, cost, currency }: Objective): TableBlock {
  if (isAnswerPayoff(payoff))
    return table(
      ["Payoff", { name: "Worth", align: "right" }],
      wordPayoff(payoff).map(([what, amount]) => [what, money(amount, currency)]),
    );
  return table(
    [
      "Payoff",
      { name: "If it is true", align: "right" },
      { name: "If it is not", align: "right" },
      { name: "Cost", align: "right" },
    ],
    Object.entries(payoff).map(([action, { yes, no }]) => [
      action,
      money(yes, currency),
      money(no, currency),
      money(cost[action] ?? 0, currency),
    ]),
  );
}
