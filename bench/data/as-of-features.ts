import {
  type FlagExpression,
  fieldExpression,
  type Node,
  type NumberExpression,
  streamExpressions,
  type TextExpression,
} from "../../src/features/index.ts";

const event = {
  cost: fieldExpression("cost", "number") as NumberExpression,
  items: fieldExpression("items", "number") as NumberExpression,
  urgent: fieldExpression("urgent", "flag") as FlagExpression,
  kind: fieldExpression("kind", "text") as TextExpression,
};
const from = streamExpressions("visits", event);

/** Twenty features of a kind that a fraud or a churn model has. */
export const features: Readonly<Record<string, Node>> = Object.fromEntries(
  Object.entries({
    count1: from.count({ within: "1d" }),
    count7: from.count({ within: "7d" }),
    count30: from.count({ within: "30d" }),
    count90: from.count({ within: "90d" }),
    spend1: from.sum((e) => e.cost, { within: "1d" }),
    spend7: from.sum((e) => e.cost, { within: "7d" }),
    spend30: from.sum((e) => e.cost, { within: "30d" }),
    spend90: from.sum((e) => e.cost, { within: "90d" }),
    mean30: from.mean((e) => e.cost, { within: "30d" }),
    mean90: from.mean((e) => e.items, { within: "90d" }),
    min30: from.min((e) => e.cost, { within: "30d" }),
    max90: from.max((e) => e.cost, { within: "90d" }),
    lastKind: from.last((e) => e.kind, { within: "90d" }),
    lastCost: from.last((e) => e.cost, { within: "90d" }),
    kinds30: from.distinct((e) => e.kind, { within: "30d" }),
    sinceLast: from.sinceLast({ within: "90d" }),
    sinceUrgent: from.sinceLast({ within: "90d", where: (e) => e.urgent }),
    urgent7: from.count({ within: "7d", where: (e) => e.urgent }),
    emergency90: from.sum((e) => e.items, { within: "90d", where: (e) => e.kind.equals("er") }),
    trend30: from.trend((e) => e.cost, { within: "30d" }),
  }).map(([name, { node }]) => [name, node]),
);
