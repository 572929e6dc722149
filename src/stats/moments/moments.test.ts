import fc from "fast-check";
import { expect, test } from "vitest";
import { bivariateOf, covarianceOf, mergeBivariate, noBivariate } from "./bivariate.ts";
import { addToMoments, mergeMoments, momentsOf, noMoments, varianceOf } from "./moments.ts";
import { effectiveSize, mergeWeighted, noWeighted, weightedMomentsOf } from "./weighted.ts";

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 60 });
const cut = fc.double({ min: 0, max: 1, noNaN: true });

/** Equal to within rounding at the scale of the data: values up to 1e6, so squares up to 6e13 in all. */
function expectSame<T extends object>(got: T, want: T): void {
  for (const [key, value] of Object.entries(want))
    expect(Math.abs((got as Record<string, number>)[key]! - value)).toBeLessThanOrEqual(1e-9 * Math.abs(value) + 1e-2);
}

test("any split, merged, is the whole; and nothing merged changes nothing", () => {
  fc.assert(
    fc.property(values, cut, (all, where) => {
      const at = Math.floor(all.length * where);
      const [left, right] = [momentsOf(all.slice(0, at)), momentsOf(all.slice(at))];
      expectSame(mergeMoments(left, right), momentsOf(all));
      expectSame(mergeMoments(right, left), momentsOf(all));
      expect(mergeMoments(noMoments, left)).toEqual(left);
      expectSame(all.reduce(addToMoments, noMoments), momentsOf(all));
    }),
  );
});

test("pairs and weighted values merge as well", () => {
  fc.assert(
    fc.property(values, cut, (all, where) => {
      const at = Math.floor(all.length * where);
      const other = all.map((x, i) => x * 0.5 + i);
      const weights = all.map((_, i) => i % 3);
      const [x1, x2, y1, y2] = [all.slice(0, at), all.slice(at), other.slice(0, at), other.slice(at)];
      expectSame(mergeBivariate(bivariateOf(x1, y1), bivariateOf(x2, y2)), bivariateOf(all, other));
      const weighted = mergeWeighted(
        weightedMomentsOf(x1, weights.slice(0, at)),
        weightedMomentsOf(x2, weights.slice(at)),
      );
      expectSame(weighted, weightedMomentsOf(all, weights));
      expect(mergeWeighted(noWeighted, weighted)).toEqual(weighted);
      expect(mergeBivariate(noBivariate, noBivariate)).toEqual(noBivariate);
    }),
  );
});

test("a large offset does not cost precision: the published NIST NumAcc4 data", () => {
  // 1001 values 10000000.2 and then .1, .3 in turn; the certified standard deviation is 0.1.
  const data = [10_000_000.2, ...Array.from({ length: 1000 }, (_, i) => (i % 2 === 0 ? 10_000_000.1 : 10_000_000.3))];
  const variance = varianceOf(momentsOf(data)) as number;
  // The inputs themselves are rounded to 1e-9.
  expect(Math.sqrt(variance)).toBeCloseTo(0.1, 7);
});

test("agrees with NumPy on a covariance, and counts weights as Kish does", () => {
  const x = [1, 3, 4, 6, 11, 13, 15, 19, 22, 24, 25];
  const y = [2, 4, 6, 9, 11, 13, 14, 15, 18, 19, 21];
  expect(covarianceOf(bivariateOf(x, y))).toBeCloseTo(53.8, 12);
  expect(effectiveSize(weightedMomentsOf([1, 2, 3], [1, 1, 2]))).toBeCloseTo(16 / 6, 12);
});

test("one value has no variance, and says what is missing", () => {
  expect(varianceOf(momentsOf([3]))).toEqual({ kind: "insufficient", reason: "too-few-rows", need: 2, have: 1 });
  expect(covarianceOf(bivariateOf([3], [4]))).toMatchObject({ kind: "insufficient" });
});
