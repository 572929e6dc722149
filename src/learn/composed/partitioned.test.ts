import { describe, expect, test } from "vitest";
import { type Row, tableOf } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import {
  decodeModel,
  encodeModel,
  levelUsed,
  type Model,
  type PartitionedBody,
  scoreModel,
  scoreRow,
} from "../../model/index.ts";
import type { TrainingSet } from "../learner.ts";
import { resolveLearner } from "../resolve.ts";

interface Town {
  readonly country: string;
  readonly city: string;
  readonly slope: number;
}

/** `per` rows of each town: y happens with odds exp(slope · x + z / 2). */
function rowsOf(towns: readonly Town[], per: number, seed: number): TrainingSet {
  const label: number[] = [];
  const rows = towns.flatMap(({ country, city, slope }, t) =>
    Array.from({ length: per }, (_, i): Row => {
      const draw = rng({ seed, unit: t * per + i, purpose: "towns" });
      const [x, z] = [draw.normal(), draw.normal()];
      label.push(draw.uniform() < 1 / (1 + Math.exp(-slope * x - z / 2)) ? 1 : 0);
      return { x, z, country, city };
    }),
  );
  const kinds = { x: "number", z: "number", country: "text", city: "text" } as const;
  return { features: tableOf(kinds, rows), label: Float64Array.from(label), classes: [] };
}

function learn(set: TrainingSet, params: Readonly<Record<string, unknown>>): Model {
  const base = { learner: "logistic", params: { minLevelWeight: 1e9 } };
  return resolveLearner({ learner: "partitioned", params, base }).fit(set, { task: "binary", seed: 1 });
}

const keysOf = (model: Model): readonly string[] =>
  (model.body as PartitionedBody).parts.map(({ key }) => key.join("/")).sort();

const named = (country: string, count: number, slope: number): readonly Town[] =>
  Array.from({ length: count }, (_, i) => ({ country, city: `${country}${i}`, slope }));

describe("partitioned", () => {
  test("keeps the keys whose truth is another, and no others", () => {
    const towns = [...named("n", 18, 1), ...named("s", 2, -1)];
    expect(keysOf(learn(rowsOf(towns, 300, 4), { by: ["city"], alpha: 1e-4 }))).toEqual(["s0", "s1"]);
  });

  test("hardly ever keeps a key when none is different", () => {
    const alpha = 0.05;
    const keys = 400;
    const kept = keysOf(learn(rowsOf(named("n", keys, 1), 60, 5), { by: ["city"], alpha })).length;
    // At most alpha of them, by more than three standard errors of a binomial share.
    expect(kept / keys).toBeLessThan(alpha + 3 * Math.sqrt((alpha * (1 - alpha)) / keys));
  });

  test("lets a city beat its country, and its country the rest", () => {
    const towns = [...named("a", 12, 1), ...named("b", 24, -1), { country: "b", city: "odd", slope: 3 }];
    const model = learn(rowsOf(towns, 300, 6), { by: ["country", "city"], alpha: 1e-4 });
    expect(keysOf(model)).toEqual(["a", "b", "b/odd"]);
    expect(levelUsed(model, { country: "b", city: "odd" })).toEqual({ level: 2, key: ["b", "odd"] });
    expect(levelUsed(model, { country: "b", city: "new" })).toEqual({ level: 1, key: ["b"] });
    expect(levelUsed(model, { country: "c", city: "odd" })).toEqual({ level: 0, key: [] });
    expect(levelUsed(model, { country: null, city: "odd" })).toEqual({ level: 0, key: [] });
    const slope = (where: Row): number => {
      const odds = (x: number): number => {
        const p = scoreRow(model, { ...where, x, z: 0 })[0]!;
        return Math.log(p / (1 - p));
      };
      return odds(1) - odds(0);
    };
    // 300 rows give a slope to about 0.2; the penalty takes a little of it.
    expect(Math.abs(slope({ country: "b", city: "odd" }) - 3)).toBeLessThan(0.9);
    // The country's model averages 24 cities of slope -1 and the odd one, and has 7500 rows.
    expect(Math.abs(slope({ country: "b", city: "b3" }) + 21 / 25)).toBeLessThan(0.15);
    expect(Math.abs(slope({ country: "a", city: "a3" }) - 1)).toBeLessThan(0.3);
  });

  test("answers a mixed table as it answers each row", () => {
    const set = rowsOf([...named("a", 6, 1), ...named("b", 2, -2)], 200, 7);
    const model = decodeModel(encodeModel(learn(set, { by: ["city"], alpha: 1e-3 })));
    const scores = scoreModel(model, set.features);
    for (const row of [0, 250, 800, 1300, 1599]) {
      const cells = Object.fromEntries(
        set.features.columns.map((column) => [
          column.name,
          column.kind === "text" ? column.levels[column.codes[row]!]! : column.values[row]!,
        ]),
      );
      expect(scoreRow(model, cells)[0]).toBe(scores[row]);
    }
  });
});
