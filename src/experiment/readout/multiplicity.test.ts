import { expect, test } from "vitest";
import { correct } from "./multiplicity.ts";

const P = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205];

test("p-values are corrected as statsmodels 0.15 does (multipletests)", () => {
  const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(8)));
  expect(rounded(correct(P, "benjamini-hochberg"))).toEqual([
    0.008, 0.032, 0.0672, 0.0672, 0.0672, 0.08, 0.08457143, 0.205,
  ]);
  expect(rounded(correct(P, "bonferroni"))).toEqual([0.008, 0.064, 0.312, 0.328, 0.336, 0.48, 0.592, 1]);
  expect(correct([], "bonferroni")).toEqual([]);
});
