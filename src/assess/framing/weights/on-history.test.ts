import { expect, test } from "vitest";
import { contract, csv, flag, number, type Row, tableOf, text } from "../../../data/index.ts";
import { weightsFront } from "../../../evaluate/index.ts";
import { moneyEarned, perRelevant } from "../../../objective/index.ts";
import { rankBy } from "../../../policy/index.ts";
import { binary, gbdt, on } from "../../../system/index.ts";
import { datasetOf } from "../../../train/index.ts";
import { measureWeights } from "./on-history.ts";

const posts = contract({
  list: text(),
  post: text(),
  clicked: flag({ known: "after" }),
  violates: flag({ known: "after" }),
  age: number(),
});
const h = on(posts);
const learner = gbdt({ rounds: 1 });
const known = { within: "1d", changedByActing: false } as const;
const system = h.system({
  name: "feed",
  source: csv("feed.csv"),
  objective: {
    ...{ metric: moneyEarned, direction: "increase", baseline: 0, target: 1, by: "2030-01-01", currency: "EUR" },
    ...{ payoff: perRelevant({ money: 2, positions: [1] }), outcome: "clicked", asked: "x", approves: [] },
  },
  outcomes: {
    clicked: h.outcome({ ...known, history: (r) => r.clicked }),
    violates: h.outcome({ ...known, history: (r) => r.violates }),
  },
  features: h.features((r) => ({ age: r.age })),
  rule: (f) => f.age,
  heads: { engagement: binary({ label: "clicked", learner }), violations: binary({ label: "violates", learner }) },
  weights: { engagement: { start: 1, min: 0, max: 1 }, violations: { start: 0, min: -2, max: 0 } },
  policy: rankBy({ list: "list", top: 1 }),
});

/** Twenty lists of a tempting post against a dull one, and twenty of a good one against a bad one. */
const rows: readonly Row[] = Array.from({ length: 40 }, (_, i) => {
  const [first, second] = i < 20 ? (["tempting", "dull"] as const) : (["good", "bad"] as const);
  return [first, second].map((post): Row => {
    const clicked = post === "tempting" || post === "good";
    return { list: `l${i}`, post, clicked, violates: post === "tempting" || post === "bad", age: 1 };
  });
}).flat();
const table = tableOf({ list: "text", post: "text", clicked: "flag", violates: "flag", age: "number" }, rows);
const dataset = datasetOf(system, table);
const said = (of: Readonly<Record<string, number>>): Float64Array =>
  Float64Array.from(rows, ({ post }) => of[String(post)] as number);

test("the front of weights on the history equals the one that is worked out by hand", () => {
  const columns = {
    ...{ system, dataset, rows: Int32Array.from(rows.keys()) },
    outputs: {
      engagement: said({ tempting: 0.9, dull: 0.1, good: 0.9, bad: 0.1 }),
      violations: said({ tempting: 0.8, dull: 0.1, good: 0.1, bad: 0.8 }),
    },
  };
  const settings = [
    { engagement: 0, violations: 1 },
    { engagement: 1, violations: 0 },
    { engagement: 1, violations: -2 },
  ];
  const { metrics, measured, decisions } = measureWeights(columns, settings);
  expect(decisions).toBe(40);
  expect(metrics.map(({ name, better }) => [name, better])).toEqual([
    ["money earned", "increase"],
    ["clicked", "increase"],
    ["violates", "decrease"],
  ]);
  // The first shows whoever breaks rules: tempting and bad. The second goes by clicks: tempting and good. The third leaves
  // the tempting one out, because 0.9 − 2 · 0.8 is below 0.1 − 2 · 0.1: dull and good.
  const values = measured.map((one) => metrics.map(({ name }) => (one.values[name] as { value: number }).value));
  expect(values).toEqual([
    [1, 0.5, 1],
    [2, 1, 0.5],
    [1, 0.5, 0],
  ]);
  const front = weightsFront(metrics, measured);
  expect(front.points.map(({ isOnFront }) => isOnFront)).toEqual([false, true, true]);
  expect(front.betterThanNow).toEqual({ engagement: 1, violations: 0 });
});
