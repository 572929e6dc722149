import { expect, test } from "vitest";
import { metrics } from "../../evaluate/index.ts";
import { rng } from "../../kernel/index.ts";
import { listLosses } from "./list-losses.ts";

const ROWS = 400;
const draws = rng({ seed: 3, purpose: "lists" });
const lists = Int32Array.from({ length: ROWS }, () => draws.integer(25));
const relevance = Float64Array.from({ length: ROWS }, () => Math.max(0, draws.integer(6) - 2));
/** Few of them, so that many are equal. */
const scores = Float64Array.from({ length: ROWS }, () => draws.integer(8));

test("are 1 less the metric of the same name, on average over lists", () => {
  const { losses, counts } = listLosses({ relevance, scores, lists });
  const sum = (values: Float64Array): number => values.reduce((total, value) => total + value, 0);
  const ndcg = metrics.find(({ name }) => name === "ndcg-10");
  const found = ndcg?.compute({ labels: relevance, scores, groups: lists });
  expect(found).toMatchObject({ value: expect.closeTo(1 - sum(losses) / sum(counts), 12) });
});

test("leave out lists in which nothing is relevant, and rows of which nothing is known", () => {
  const some = { scores: Float64Array.of(3, 2, 1, 9), lists: Int32Array.of(0, 0, 1, 0) };
  const found = listLosses({ ...some, relevance: Float64Array.of(0, 1, 0, Number.NaN) });
  expect([...found.counts]).toEqual([1, 0, 0, 0]);
  expect(found.losses[0]).toBeCloseTo(1 - 1 / Math.log2(3), 12);
});
