import { expect, test } from "vitest";
import type { Estimate } from "../../stats/index.ts";
import { skillOf } from "./skill.ts";

const each = (rows: number): Int32Array => Int32Array.from({ length: rows }, (_, row) => row);

test("knowing all is 1, knowing only how common everything is 0", () => {
  const truth = Float64Array.of(0, 1, 0, 0);
  const work = { task: "multiclass", truth, blind: [0.75, 0.25], entity: each(4), lists: null } as const;
  const all = skillOf({ ...work, outputs: Float64Array.of(1, 0, 0, 1, 1, 0, 1, 0) }) as Estimate;
  expect(all.value).toBeCloseTo(1, 12);
  // What never varies has no interval.
  const none = skillOf({ ...work, outputs: Float64Array.of(0.75, 0.25, 0.75, 0.25, 0.75, 0.25, 0.75, 0.25) });
  expect(none).toMatchObject({ kind: "insufficient" });
});

test("of values it is the share of the squared error that is gone", () => {
  const truth = Float64Array.of(0, 2, 4, 6);
  const outputs = Float64Array.of(1, 2, 4, 5);
  const found = skillOf({ task: "regression", truth, outputs, blind: [3], entity: each(4), lists: null }) as Estimate;
  expect(found.value).toBeCloseTo(1 - 2 / 20, 12);
});

test("of orders it counts the pairs of a list", () => {
  const truth = Float64Array.of(3, 2, 1, 5, 5, 1, 2, 4, 3);
  const outputs = Float64Array.of(9, 1, 2, 0, 1, 0, 1, 1, 1);
  const lists = Int32Array.of(0, 0, 0, 1, 1, 2, 2, 3, 3);
  // The first list: two pairs right, one wrong. The second: a pair that does not differ. Then one right, one held for equal.
  const found = skillOf({ task: "ranking", truth, outputs, blind: [0], lists, entity: lists }) as Estimate;
  expect(found.value).toBeCloseTo((2 - 1 + 1) / 5, 12);
});
