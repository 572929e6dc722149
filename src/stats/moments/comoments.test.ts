import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rng } from "../../kernel/index.ts";
import { bivariateOf } from "./bivariate.ts";
import { type Comoments, comomentsOf, covarianceAt, mergeComoments, noComoments, pairAt } from "./comoments.ts";
import { type GroupMoments, groupedComoments, NO_GROUP, rowsByGroup } from "./grouped.ts";
import type { GroupedColumn } from "./grouped-sums.ts";

interface Grouped {
  readonly columns: readonly GroupedColumn[];
  readonly codes: Uint16Array;
  readonly groups: number;
}
const grouped = ({ columns, codes, groups }: Grouped): readonly GroupMoments[] =>
  groupedComoments(columns, rowsByGroup(codes, groups));

const values = fc.double({ min: -1e3, max: 1e3, noNaN: true });
const row = fc.tuple(values, values, values);
const columnsOf = (rows: readonly (readonly number[])[]): readonly Float64Array[] =>
  [0, 1, 2].map((c) => Float64Array.from(rows, (one) => one[c]!));

/** Products of 10³ in sums of at most 40: rounding stays below 10⁻⁹ of 10⁶. */
function expectAlike(got: Comoments, expected: Comoments): void {
  expect(got.n).toBe(expected.n);
  for (const [i, mean] of expected.means.entries()) expect(got.means[i]).toBeCloseTo(mean, 9);
  for (const [i, product] of expected.products.entries())
    expect(Math.abs(got.products[i]! - product)).toBeLessThan(1e-5);
  expect(Math.abs(got.cubes - expected.cubes)).toBeLessThan(1e-2);
}

test("the moments of two parts merge into those of the whole, whatever the cut", () => {
  fc.assert(
    fc.property(fc.array(row, { maxLength: 40 }), fc.nat(40), (rows, cut) => {
      const merged = mergeComoments(
        comomentsOf(columnsOf(rows.slice(0, cut))),
        comomentsOf(columnsOf(rows.slice(cut))),
      );
      expectAlike(merged, comomentsOf(columnsOf(rows)));
    }),
  );
});

test("agree with the moments of pairs", () => {
  const random = rng({ seed: 1, purpose: "pairs" });
  const [x, y] = [0, 1].map(() => Float64Array.from({ length: 50 }, () => random.normal())) as [
    Float64Array,
    Float64Array,
  ];
  const { products } = comomentsOf([x, y]);
  const pair = bivariateOf(x, y);
  expect(products[0]).toBeCloseTo(pair.m2X, 12);
  expect(products[1]).toBeCloseTo(pair.comoment, 12);
  expect(products[pairAt(1, 1, 2)]).toBeCloseTo(pair.m2Y, 12);
  expect(covarianceAt(comomentsOf([x, y]), [1, 0])).toBeCloseTo(pair.comoment / 49, 12);
  expect(covarianceAt(noComoments(2), [0, 0])).toMatchObject({ reason: "too-few-rows" });
});

describe("of groups, in one pass,", () => {
  test.each([1, 2, 3])("are those of each group's rows alone: %i columns", (width) => {
    const random = rng({ seed: 1, purpose: "groups" });
    const length = 30_000;
    const codes = Uint16Array.from({ length }, () => (random.uniform() < 0.1 ? NO_GROUP : random.integer(4)));
    const columns = Array.from({ length: width }, (_, c) =>
      Float64Array.from({ length }, () => 5 * c + random.normal()),
    );
    const got = grouped({ columns: columns.map((of) => ({ values: of })), codes, groups: 3 });
    for (const [group, { moments }] of got.entries()) {
      const alone = comomentsOf(columns.map((column) => column.filter((_, i) => codes[i] === group)));
      expect(moments.n).toBe(alone.n);
      for (const [i, product] of alone.products.entries())
        expect(moments.products[i]! / alone.n).toBeCloseTo(product / alone.n, 10);
      for (const [i, mean] of alone.means.entries()) expect(moments.means[i]).toBeCloseTo(mean, 11);
      expect(moments.cubes / alone.n).toBeCloseTo(alone.cubes / alone.n, 9);
    }
  });

  test("lose no digits to a large mean, nor to one extreme value", () => {
    const random = rng({ seed: 1, purpose: "large" });
    const noise = Float64Array.from({ length: 20_000 }, () => random.normal());
    const codes = new Uint16Array(noise.length);
    const { moments } = grouped({ columns: [{ values: noise.map((x) => 1e9 + x) }], codes, groups: 1 })[0]!;
    // A double of size 10⁹ carries the noise to 10⁻⁷.
    expect(moments.products[0]! / noise.length).toBeCloseTo(comomentsOf([noise]).products[0]! / noise.length, 6);
    const first = noise.map((x, i) => (i === 0 ? 1e9 : x));
    const rest = grouped({
      columns: [{ values: first }],
      codes: codes.map((_, i) => (i === 0 ? 0 : 1)),
      groups: 2,
    });
    expect(rest[1]!.moments.products[0]! / noise.length).toBeCloseTo(
      comomentsOf([noise.slice(1)]).products[0]! / noise.length,
      9,
    );
  });

  test("count what is missing and what is not finite, cap what is extreme, and fill what may be filled", () => {
    const x = Float64Array.of(1, Number.NaN, Number.POSITIVE_INFINITY, 100, -100);
    const y = Float64Array.of(2, 2, 2, Number.NaN, 3);
    const codes = new Uint16Array(5);
    const [found] = grouped({
      columns: [
        { values: x, low: -10, high: 10 },
        { values: y, missingAs: 0 },
      ],
      codes,
      groups: 1,
    });
    expect(found).toMatchObject({ missing: 1, infinite: 1, moments: { n: 3 } });
    expect(found!.moments.means[0]).toBeCloseTo((1 + 10 - 10) / 3, 14);
    expect(found!.moments.means[1]).toBeCloseTo((2 + 0 + 3) / 3, 14);
    const [single] = grouped({ columns: [{ values: x }], codes, groups: 1 });
    expect(single).toMatchObject({ missing: 1, infinite: 1, moments: { n: 3 } });
    const columns = [{ values: x }, { values: y, missingAs: 0 }, { values: y, missingAs: 0 }];
    expect(grouped({ columns, codes, groups: 1 })[0]).toMatchObject({
      missing: 1,
      infinite: 1,
      moments: { n: 3 },
    });
  });
});
