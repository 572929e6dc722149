import { contract, csv, flag, number, type RawTable, tableOf, text } from "../../data/index.ts";
import { when } from "../../features/index.ts";
import { rng } from "../../kernel/index.ts";
import { hitOrMiss, moneyEarned, perRelevant, perUnit, rightOrWrong, unstatedAnswers } from "../../objective/index.ts";
import { pickLabel, pickLabels, pickValue, rankBy } from "../../policy/index.ts";
import {
  gbdt,
  multiclass,
  multilabel,
  on,
  perLabel,
  ranking,
  regression,
  type SystemDefinition,
} from "../../system/index.ts";

const orders = contract({
  who: number(),
  list: text(),
  size: number(),
  hurry: number(),
  area: text(),
  shelf: text({ known: "after" }),
  gift: flag({ known: "after" }),
  heavy: flag({ known: "after" }),
  minutes: number({ known: "after" }),
});
const h = on(orders);
const goal = {
  metric: moneyEarned,
  direction: "increase",
  baseline: 0,
  target: 1_000,
  by: "2030-01-01",
  currency: "EUR",
  perYear: 36_500,
  asked: "the shop",
  approves: [],
} as const;
const known = { within: "1d", changedByActing: false } as const;
const base = {
  source: csv("orders.csv"),
  entity: "who",
  features: h.features((r) => ({ size: r.size, hurry: r.hurry, area: r.area })),
  outcomes: {
    shelf: h.outcome({ ...known, history: (r) => r.shelf }),
    gift: h.outcome({ ...known, history: (r) => r.gift }),
    heavy: h.outcome({ ...known, history: (r) => r.heavy }),
    minutes: h.outcome({ ...known, history: (r) => r.minutes }),
  },
} as const;
const quick = gbdt({ rounds: 20 });

const labels = {
  ...base,
  name: "shelves",
  heads: { shelf: multiclass({ label: "shelf", learner: quick }) },
  policy: pickLabel({ head: "shelf" }),
} as const;

/** Answers with one of three shelves. */
export const shelving: SystemDefinition = h.system({
  ...labels,
  rule: (f) => when(f.area.equals("east"), "a", "b"),
  objective: { ...goal, payoff: rightOrWrong({ right: 2, wrong: -1 }) },
});

/** The same, and nobody has said what for. */
export const pointless: SystemDefinition = h.system({
  ...labels,
  rule: (f) => when(f.area.equals("east"), "a", "b"),
  objective: unstatedAnswers(rightOrWrong({ right: 1, wrong: 0 })),
});

/** Answers with any of two labels. */
export const tagging: SystemDefinition = h.system({
  ...base,
  name: "tags",
  objective: { ...goal, payoff: hitOrMiss({ hit: 1, falseAlarm: -1, miss: -1 }) },
  rule: (f) => ({ gift: f.size.below(3), heavy: f.size.atLeast(8) }),
  heads: { tags: multilabel({ labels: ["gift", "heavy"], learner: perLabel(quick) }) },
  policy: pickLabels({ head: "tags" }),
});

/** Answers with a value. */
export const timing: SystemDefinition = h.system({
  ...base,
  name: "times",
  objective: { ...goal, payoff: perUnit({ over: -1, under: -3 }) },
  rule: (f) => f.size.times(2),
  heads: { minutes: regression({ label: "minutes", learner: quick }) },
  policy: pickValue({ head: "minutes" }),
});

/** Answers with an order of the five candidates of a list. */
export const ordering: SystemDefinition = h.system({
  ...base,
  name: "orders",
  objective: { ...goal, outcome: "minutes", payoff: perRelevant({ money: 1, positions: [1, 0.5] }) },
  rule: (f) => f.hurry,
  heads: { minutes: ranking({ label: "minutes", learner: quick }) },
  weights: { minutes: { start: 1, min: 0, max: 1 } },
  policy: rankBy({ list: "list", top: 2 }),
});

/** What decides the shelf. */
export type Truth = "size and area" | "area" | "chance";

/** Orders whose shelf follows what is asked for, whose labels and minutes follow size and hurry. */
export function simulatedOrders(rows: number, truth: Truth = "size and area"): RawTable {
  const draws = rng({ seed: 7, purpose: `orders ${truth}` });
  const kinds = {
    who: "number",
    list: "text",
    size: "number",
    hurry: "number",
    area: "text",
    shelf: "text",
    gift: "flag",
    heavy: "flag",
    minutes: "number",
  } as const;
  const shelfOf = (size: number, area: string): string => {
    if (truth === "chance" || draws.uniform() < 0.1) return ["a", "b", "c"][draws.integer(3)] as string;
    if (truth === "area") return { east: "a", west: "b", north: "c" }[area] as string;
    return size >= 6 ? "a" : area === "east" ? "b" : "c";
  };
  return tableOf(
    kinds,
    Array.from({ length: rows }, (_, row) => {
      const [size, hurry] = [draws.integer(11), draws.uniform()];
      const area = ["east", "west", "north"][draws.integer(3)] as string;
      return {
        who: Math.floor(row / 5),
        list: `l${Math.floor(row / 5)}`,
        size,
        hurry,
        area,
        shelf: shelfOf(size, area),
        gift: draws.uniform() < (hurry > 0.5 ? 0.85 : 0.1),
        heavy: draws.uniform() < (size >= 6 ? 0.9 : 0.1),
        minutes: Math.max(0, 3 * size + 20 * hurry + 2 * draws.normal()),
      };
    }),
  );
}
