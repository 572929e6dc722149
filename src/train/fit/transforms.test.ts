import { describe, expect, test } from "vitest";
import { columnOf, type Table } from "../../data/index.ts";
import { type Expression, fieldExpression, type NumberExpression, type TextExpression } from "../../features/index.ts";
import { rng } from "../../kernel/index.ts";
import { type FitInput, run } from "./fit-kernel.ts";

const ROWS = 6_000;
const LEARNED = 4_000;
const draws = rng({ seed: 21, purpose: "test.transforms" });
const noise = Array.from({ length: ROWS }, () => `n${draws.integer(1_000)}`);
const x = Array.from({ length: ROWS }, () => draws.normal());
const label = Float64Array.from(x, (value) => (draws.uniform() < 1 / (1 + Math.exp(-value)) ? 1 : 0));
const chance = Float64Array.from(x, () => draws.integer(2));

const train = Int32Array.from({ length: LEARNED }, (_, row) => row);
const score = Int32Array.from({ length: ROWS - LEARNED }, (_, row) => LEARNED + row);

const category = fieldExpression("rate", "text") as TextExpression;
const encoded = category.targetEncoded("back", { smoothing: 1 });
const plain = fieldExpression("x", "number") as NumberExpression;

function inputFor(values: Float64Array, features: Readonly<Record<string, Expression>>): FitInput {
  const cells = { rate: columnOf("rate", "text", noise), x: columnOf("x", "number", x) };
  const nodes = Object.fromEntries(Object.entries(features).map(([name, { node }]) => [name, node]));
  const table: Table = { rows: ROWS, columns: Object.keys(features).map((name) => cells[name as "rate" | "x"]) };
  const outcomes = { back: { values, classes: [] } };
  return {
    ...{ learner: "logistic", params: {}, task: "binary", seed: 1, classes: [] },
    features: table,
    transforms: { features: nodes, outcomes, units: Int32Array.from(x, (_, row) => row) },
    ...{ label: values, train, score },
  };
}

/** Share of pairs of a yes and a no in which the yes is above. */
function area(scores: Float64Array, values: Float64Array): number {
  const order = [...score.keys()].sort((a, b) => (scores[a] as number) - (scores[b] as number));
  let [below, pairs] = [0, 0];
  for (const i of order)
    if (values[score[i] as number] === 1) pairs += below;
    else below++;
  return pairs / (below * (score.length - below));
}

/** Mann and Whitney, 1947: of the area where scores say nothing, on two halves. */
const DEVIATION = Math.sqrt((score.length + 1) / (3 * score.length ** 2));

describe("a fit whose features learn", () => {
  test("finds nothing in a category that is noise", () => {
    const { scores } = run(inputFor(chance, { rate: encoded }));
    expect(Math.abs(area(scores, chance) - 0.5)).toBeLessThan(4 * DEVIATION);
  });

  test("loses nothing by it beside a feature that tells; means that include a row's own label cost a great deal", () => {
    const { transforms: _none, ...only } = inputFor(label, { x: plain });
    const alone = area(run(only).scores, label);
    const honest = area(run(inputFor(label, { rate: encoded, x: plain })).scores, label);
    expect(honest).toBeGreaterThan(alone - DEVIATION);

    const sums = new Map<string, { rows: number; yes: number }>();
    for (const row of train) {
      const own = sums.get(noise[row] as string) ?? { rows: 0, yes: 0 };
      sums.set(noise[row] as string, { rows: own.rows + 1, yes: own.yes + (label[row] as number) });
    }
    const leaking = noise.map((name) => {
      const { rows, yes } = sums.get(name) ?? { rows: 0, yes: 0 };
      return (yes + 0.5) / (rows + 1);
    });
    const { transforms: _, ...without } = inputFor(label, { rate: encoded, x: plain });
    const columns = [columnOf("rate", "number", leaking), columnOf("x", "number", x)];
    const naive = area(run({ ...without, features: { rows: ROWS, columns } }).scores, label);
    expect(naive).toBeLessThan(honest - 4 * DEVIATION);
  });

  test("learns its transforms from its own training rows alone", () => {
    const input = inputFor(label, { rate: encoded, x: plain.clippedToQuantiles().standardised() });
    const others = label.map((value, row) => (row < LEARNED ? value : 1 - value));
    const changed = inputFor(others, { rate: encoded, x: plain.clippedToQuantiles().standardised() });
    expect(run(changed).model).toEqual(run(input).model);
  });
});
