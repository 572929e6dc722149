import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folds } from "./folds.ts";
import { splitByGroup, splitByHash, splitByTime } from "./split.ts";
import { columnOf, type Table } from "./table.ts";

const patients = (ids: readonly (number | null)[]): Table => ({
  rows: ids.length,
  columns: [columnOf("patient", "number", ids), columnOf("at", "time", ids)],
});
const shares = { train: 0.6, tune: 0.2, test: 0.2 };
const some = fc.array(fc.option(fc.integer({ min: 0, max: 40 })), { maxLength: 200 });

describe.each([
  ["by group", splitByGroup],
  ["by hash", splitByHash],
])("a split %s", (_, split) => {
  test("puts every row in one part and no entity in two", () => {
    fc.assert(
      fc.property(some, fc.integer(), (ids, seed) => {
        const parts = Object.values(split(patients(ids), { by: "patient", shares, seed }));
        const rows = parts.flatMap((part) => [...part]).sort((a, b) => a - b);
        expect(rows).toEqual(ids.map((_, row) => row));
        const sides = parts.map((part) => new Set([...part].map((row) => ids[row]).filter((id) => id !== null)));
        const entities = new Set(ids.filter((id) => id !== null));
        expect(sides.reduce((sum, side) => sum + side.size, 0)).toBe(entities.size);
      }),
    );
  });

  test("is the same for the same seed and another for another", () => {
    const table = patients(Array.from({ length: 300 }, (_, i) => i));
    const train = (seed: number) => [...split(table, { by: "patient", shares, seed }).train];
    expect(train(1)).toEqual(train(1));
    expect(train(1)).not.toEqual(train(2));
  });

  test("comes near its shares: within 5 standard errors of 10,000 entities", () => {
    const table = patients(Array.from({ length: 10_000 }, (_, i) => i));
    const { train } = split(table, { by: "patient", shares, seed: 3 });
    expect(Math.abs(train.length / 10_000 - 0.6)).toBeLessThan(5 * Math.sqrt((0.6 * 0.4) / 10_000));
  });
});

test("a split by group meets its shares to within the largest entity", () => {
  const ids = Array.from({ length: 1_000 }, (_, i) => Math.floor(Math.sqrt(i)));
  const { train, test: held } = splitByGroup(patients(ids), {
    by: "patient",
    shares: { train: 0.7, test: 0.3 },
    seed: 1,
  });
  expect(Math.abs(train.length - 700)).toBeLessThanOrEqual(63);
  expect(train.length + held.length).toBe(1_000);
});

test("a split by hash leaves an entity where it is when rows are added", () => {
  const side = (ids: number[]) => {
    const { test: held } = splitByHash(patients(ids), { by: "patient", shares: { train: 0.5, test: 0.5 }, seed: 7 });
    return new Set([...held].map((row) => ids[row]));
  };
  const before = side([1, 2, 3, 4, 5, 6, 7, 8]);
  const after = side([9, 8, 10, 7, 6, 5, 11, 4, 3, 2, 1]);
  for (const id of [1, 2, 3, 4, 5, 6, 7, 8]) expect(after.has(id)).toBe(before.has(id));
});

describe("a split by time", () => {
  test("puts the earliest rows first, whatever their order, and keeps a moment together", () => {
    const split = splitByTime(patients([5, 1, null, 3, 3, 2, 3, 4]), { by: "at", shares: { train: 0.5, test: 0.5 } });
    expect({ train: [...split.train], test: [...split.test] }).toEqual({ train: [1, 3, 4, 5, 6], test: [0, 7] });
  });

  test("takes the order of the rows for time when no column is named", () => {
    const split = splitByTime(patients([3, 2, 1, 0]), { shares: { past: 0.75, future: 0.25 } });
    expect([...split.future]).toEqual([3]);
  });
});

test.each([
  [{ a: 0.5, b: 0.4 }, "add up to 0.9"],
  [{ a: 1.5, b: -0.5 }, "`b` is -0.5"],
])("shares that make no whole are refused: %j", (bad, words) => {
  expect(() => splitByTime(patients([1]), { shares: bad })).toThrow(words);
});

describe("folds", () => {
  test("keep a group together and differ in size by at most the largest group", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { minLength: 60, maxLength: 200 }), (groups) => {
        fc.pre(new Set(groups).size >= 4);
        const fold = folds(groups, { k: 4, seed: 1 });
        const foldOf = new Map(groups.map((group, row) => [group, fold[row]]));
        groups.forEach((group, row) => {
          expect(fold[row]).toBe(foldOf.get(group));
        });
        const size = [0, 1, 2, 3].map((f) => fold.filter((g) => g === f).length);
        const largest = Math.max(...[...Map.groupBy(groups, (g) => g).values()].map((rows) => rows.length));
        expect(Math.max(...size) - Math.min(...size)).toBeLessThanOrEqual(largest);
      }),
    );
  });

  test("share out a rare class evenly when told of it", () => {
    const groups = Array.from({ length: 500 }, (_, i) => i);
    const strata = groups.map((i) => (i % 10 === 0 ? 1 : 0));
    const fold = folds(groups, { k: 5, seed: 4, strata });
    for (const f of [0, 1, 2, 3, 4]) expect(groups.filter((i) => fold[i] === f && strata[i] === 1)).toHaveLength(10);
  });

  test("depend on the seed alone", () => {
    const groups = Array.from({ length: 50 }, (_, i) => i);
    expect(folds(groups, { k: 5, seed: 1 })).toEqual(folds(groups, { k: 5, seed: 1 }));
    expect(folds(groups, { k: 5, seed: 1 })).not.toEqual(folds(groups, { k: 5, seed: 2 }));
  });

  test.each([1, 4, 2.5])("refuse a k of %d for three groups", (k) => {
    expect(() => folds([1, 2, 3], { k, seed: 1 })).toThrow("There are 3 groups");
  });
});
