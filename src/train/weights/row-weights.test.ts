import { describe, expect, test } from "vitest";
import { contract, csv, number, type RawTable, tableOf, text } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { resolveLearner } from "../../learn/index.ts";
import { type LinearBody, scoreModel } from "../../model/index.ts";
import { moneyEarned, perUnit, rightOrWrong } from "../../objective/index.ts";
import { pickLabel, pickValue } from "../../policy/index.ts";
import { gbdt, linear, logistic, multiclass, on, regression, type SystemDefinition } from "../../system/index.ts";
import { closeBenches, openBench } from "../clinic.conformance.ts";
import { paramsOf } from "../register/lineage.ts";

closeBenches();

// Of three kinds one is rare; costs bend, so that a straight line depends on which rows matter.
const h = on(
  contract({
    x: number(),
    trust: number({ missing: 1 }),
    kind: text({ values: ["common", "usual", "rare"], known: "after" }),
    cost: number({ known: "after" }),
  }),
);
const told = { within: "1d", changedByActing: false } as const;
const outcomes = {
  kind: h.outcome({ ...told, history: (r) => r.kind }),
  cost: h.outcome({ ...told, history: (r) => r.cost, weight: (r) => r.trust }),
};
const goal = {
  ...({ metric: moneyEarned, direction: "increase", baseline: 0, target: 1, by: "2030-01-01" } as const),
  ...{ currency: "USD", asked: "desk", approves: [] },
};
const base = { name: "kinds", source: csv("x.csv"), outcomes, features: h.features((r) => ({ x: r.x })) } as const;

const labels = ["common", "rare", "usual"];
const oddsOf = (x: number): readonly number[] => [Math.exp(1 + x), Math.exp(-2 + 2 * x), 1];

function table(seed: number, rows = 4_000, trust = (draw: number): number | null => 0.2 + 4 * draw): RawTable {
  const draws = rng({ seed, purpose: "kinds" });
  const all = Array.from({ length: rows }, () => {
    const x = 2 * draws.uniform() - 1;
    const odds = oddsOf(x);
    const drawn = draws.uniform() * odds.reduce((sum, one) => sum + one, 0);
    const place = odds.findIndex((_, k) => drawn < odds.slice(0, k + 1).reduce((sum, one) => sum + one, 0));
    return { x, trust: trust(draws.uniform()), kind: labels[Math.max(0, place)]!, cost: x * x + 0.1 * draws.normal() };
  });
  return { rows, columns: tableOf({ x: "number", trust: "number", kind: "text", cost: "number" }, all).columns };
}

const kinds = (head: Parameters<typeof multiclass>[0]): SystemDefinition =>
  h.system({
    ...base,
    objective: { ...goal, payoff: rightOrWrong({ right: 2, wrong: -1 }) },
    rule: (f) => f.x.asCategory(),
    heads: { kind: multiclass(head as { label: "kind"; learner: ReturnType<typeof logistic> }) },
    policy: pickLabel({ head: "kind" }),
  });

describe("class weights", () => {
  test.each([
    ["of one rare class, by a line", { rare: 8 }, logistic()],
    ["balanced, by a line", "balanced", logistic()],
    ["balanced, by a forest", "balanced", gbdt({ rounds: 25, numLeaves: 4, minDataInLeaf: 150 })],
  ] as const)("leave every class as probable as it is: %s", async (_, classWeights, learner) => {
    const { heads, dataset, rows, result } = await (await openBench()).answer(
      kinds({ label: "kind", learner, classWeights } as never),
      table(11),
    );
    const { unseen, model, classes } = heads[0]!;
    const raw = scoreModel({ ...model, calibrations: [] }, dataset.features);
    const n = rows.length;
    for (const [k, name] of classes.entries()) {
      const said = Array.from(rows, (_row, i) => unseen[i * classes.length + k]!);
      const rate =
        Array.from(rows, (row) => (dataset.labels.kind!.values[row] === k ? 1 : 0)).reduce((a: number, b) => a + b, 0) /
        n;
      const mean = said.reduce((sum, p) => sum + p, 0) / n;
      // What is said on average is what happens, to within four standard errors of a rate.
      expect(Math.abs(mean - rate)).toBeLessThan(4 * Math.sqrt((rate * (1 - rate)) / n));
      const before =
        dataset.labels.kind!.values.reduce((sum, _place, row) => sum + raw[row * classes.length + k]!, 0) / n;
      if (name === "rare") expect(before).toBeGreaterThan(2 * rate);
    }
    // And row by row: the mean distance to the true probability is as small as it is without weights.
    const plain = await (await openBench()).answer(kinds({ label: "kind", learner } as never), table(11));
    const off = (run: typeof plain): number => {
      const x = run.dataset.features.columns[0]!;
      const values = x.kind === "number" ? x.values : new Float64Array(0);
      return (
        Array.from(run.rows).reduce((sum, row, i) => {
          const odds = oddsOf(values[row]!);
          const all = odds.reduce((a, b) => a + b, 0);
          return sum + odds.reduce((d, one, k) => d + Math.abs(run.heads[0]!.unseen[i * 3 + k]! - one / all), 0);
        }, 0) / run.rows.length
      );
    };
    expect(off({ heads, dataset, rows, result } as typeof plain)).toBeLessThan(off(plain) + 0.03);
    expect(paramsOf(heads[0]!.head)).toMatchObject({ classWeights });
  });
});

describe("the weight of an outcome", () => {
  const costs = (): SystemDefinition =>
    h.system({
      ...base,
      objective: { ...goal, payoff: perUnit({ over: -1, under: -1 }) },
      rule: (f) => f.x,
      heads: { cost: regression({ label: "cost", learner: linear({ l2: 0 }) }) },
      policy: pickValue({ head: "cost" }),
    });

  test("pulls as its learner's own weights do, and judges every row alike", async () => {
    const { heads, dataset, result } = await (await openBench()).answer(costs(), table(12));
    const { values, importance } = dataset.labels.cost!;
    const set = { features: dataset.features, label: values, classes: [], weights: importance! };
    const alone = resolveLearner(linear({ l2: 0 })).fit(set, { task: "regression", seed: 1 });
    const { conformal: _, ...model } = heads[0]!.model;
    expect(model).toEqual(alone);
    const plain = resolveLearner(linear({ l2: 0 })).fit(
      { ...set, weights: new Float64Array(values.length).fill(1) },
      { task: "regression", seed: 1 },
    );
    expect((plain.body as LinearBody).intercept).not.toEqual((alone.body as LinearBody).intercept);
    expect(dataset.weight).toBeNull();
    expect(result.judgedRows).toBe(4_000);
  });

  test.each([
    ["none", null],
    ["-1", -1],
  ])("is refused where it is %s, by the numbers of the rows", async (words, wrong) => {
    const broken = table(13, 300, (draw) => (draw < 0.02 ? wrong : 1));
    await expect((await openBench()).answer(costs(), broken)).rejects.toMatchObject({
      code: "train.weight-unusable",
      message: expect.stringMatching(new RegExp(`row \\d+ has ${words}`)),
    });
  });
});
