import { describe, expect, test } from "vitest";
import { columnOf, numbers, type Table } from "../../data/index.ts";
import { canonical, known, rng } from "../../kernel/index.ts";
import { fieldExpression, type TextExpression } from "../expression.ts";
import { fitTransforms, type TransformTraining } from "./fit.ts";
import { applyFrozen } from "./frozen.ts";
import { planTransforms } from "./plan.ts";
import { readFrozen } from "./read-frozen.ts";

const city = fieldExpression("city", "text") as TextExpression;

function planOf(expression: { readonly node: Parameters<typeof planTransforms>[0][string] }) {
  return known(planTransforms({ rate: expression.node }) ?? undefined, "a feature that learns");
}

function training(cities: readonly (string | null)[], values: readonly number[]): TransformTraining {
  return {
    table: { rows: cities.length, columns: [columnOf("rate", "text", cities)] },
    outcomes: { back: { values: Float64Array.from(values), classes: [] } },
    units: Int32Array.from(cities, (_, row) => row),
    seed: 1,
  };
}

/** Share of pairs of one yes and one no in which the yes is above, ties half. */
function area(scores: Float64Array, truth: Float64Array): number {
  const order = [...scores.keys()].sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let [below, pairs, i] = [0, 0, 0];
  const yes = truth.reduce((sum, one) => sum + one, 0);
  while (i < order.length) {
    let [ties, no, hits] = [i, 0, 0];
    for (; ties < order.length && scores[order[ties] as number] === scores[order[i] as number]; ties++)
      truth[order[ties] as number] === 1 ? hits++ : no++;
    pairs += hits * (below + no / 2);
    below += no;
    i = ties;
  }
  return pairs / (yes * (truth.length - yes));
}

describe("target encoding", () => {
  test("gives each category its mean, drawn to that of all; what is unknown or missing gets that of all", () => {
    const plan = planOf(city.targetEncoded("back", { smoothing: 2 }));
    const taught = training(["a", "a", "a", "b", null, "c"], [1, 1, 0, 0, 1, Number.NaN]);
    const { frozen } = fitTransforms(plan, taught);
    const asked: Table = { rows: 5, columns: [columnOf("rate", "text", ["a", "b", "c", "d", null])] };
    const all = 3 / 5;
    expect([...numbers(applyFrozen(frozen, asked), "rate")]).toEqual([
      (2 + 2 * all) / 5,
      (0 + 2 * all) / 3,
      all,
      all,
      all,
    ]);
  });

  test("never shows a training row its own label", () => {
    const draws = rng({ seed: 3, purpose: "test.target" });
    const cities = Array.from({ length: 60 }, () => `city ${draws.integer(8)}`);
    const values = cities.map(() => draws.uniform());
    const plan = planOf(city.targetEncoded("back", { smoothing: 1 }));
    const before = numbers(fitTransforms(plan, training(cities, values)).training, "rate");
    values.forEach((_, row) => {
      const changed = values.map((value, i) => (i === row ? value + 10 : value));
      const after = numbers(fitTransforms(plan, training(cities, changed)).training, "rate");
      expect(after[row]).toBe(before[row]);
    });
  });

  test("keeps the rows of a unit together: none tells of another", () => {
    const cities = Array.from({ length: 40 }, (_, row) => `city ${row % 10}`);
    const values = cities.map((_, row) => (row % 3 === 0 ? 1 : 0));
    const units = Int32Array.from(cities, (_, row) => row % 10);
    const plan = planOf(city.targetEncoded("back", { smoothing: 0 }));
    // Every category is one unit, so that no other fold knows it: each row gets the mean of the other folds.
    const { training: made } = fitTransforms(plan, { ...training(cities, values), units });
    const rates = numbers(made, "rate");
    cities.forEach((_, row) => {
      expect(rates[row]).toBe(rates[(row + 10) % 40]);
    });
    expect(new Set(rates).size).toBeLessThanOrEqual(5);
  });

  test("learns nothing from a category that is noise, where the plain mean would", () => {
    const rows = 4_000;
    const draws = rng({ seed: 11, purpose: "test.noise" });
    const cities = Array.from({ length: rows }, () => `city ${draws.integer(800)}`);
    const truth = Float64Array.from(cities, () => (draws.uniform() < 0.3 ? 1 : 0));
    const plan = planOf(city.targetEncoded("back", { smoothing: 1 }));
    const { frozen, training: made } = fitTransforms(plan, training(cities, [...truth]));
    const yes = truth.reduce((sum, one) => sum + one, 0);
    // Mann and Whitney, 1947: the deviation of the area where scores say nothing.
    const deviation = Math.sqrt((rows + 1) / (12 * yes * (rows - yes)));
    expect(Math.abs(area(numbers(made, "rate"), truth) - 0.5)).toBeLessThan(4 * deviation);
    const naive = applyFrozen(frozen, { rows, columns: [columnOf("rate", "text", cities)] });
    expect(area(numbers(naive, "rate"), truth)).toBeGreaterThan(0.5 + 10 * deviation);
  });

  test("gives a column for each class of a text outcome, and one where a class is named", () => {
    const kinds = { values: Float64Array.of(0, 1, 2, 0), classes: ["x", "y", "z"] };
    const taught = { ...training(["a", "a", "b", "b"], [0, 0, 0, 0]), outcomes: { kind: kinds } };
    const asked: Table = { rows: 1, columns: [columnOf("rate", "text", ["a"])] };
    const all = fitTransforms(planOf(city.targetEncoded("kind", { smoothing: 0 })), taught);
    expect(applyFrozen(all.frozen, asked).columns.map(({ name }) => name)).toEqual(["rate: x", "rate: y", "rate: z"]);
    const one = fitTransforms(planOf(city.targetEncoded("kind", { smoothing: 0, class: "y" })), taught);
    expect([...numbers(applyFrozen(one.frozen, asked), "rate")]).toEqual([0.5]);
    const none = fitTransforms(planOf(city.targetEncoded("kind", { class: "never" })), taught);
    expect([...numbers(applyFrozen(none.frozen, asked), "rate")]).toEqual([0]);
    expect(readFrozen(JSON.parse(canonical(none.frozen)), { rate: "text" })).toEqual(none.frozen);
  });
});
