import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { divide, setAside } from "./set-aside.ts";

const rowsOf = (count: number): Int32Array => Int32Array.from({ length: count }, (_, row) => row);
const known = (entity: readonly number[], time: readonly number[] | null = null) => ({
  entity: Int32Array.from(entity),
  time: time === null ? null : Float64Array.from(time),
  strata: Float64Array.from(entity, (one) => (one % 10 === 0 ? 1 : 0)),
  seed: 3,
});
const sorted = (rows: Int32Array): number[] => [...rows].sort((a, b) => a - b);

describe("rows set aside to see when to stop", () => {
  test("are rows of the fit, each learned from or watched, and no entity is on both sides", () => {
    const entities = fc.array(fc.integer({ min: 0, max: 40 }), { minLength: 30, maxLength: 120 });
    fc.assert(
      fc.property(entities, fc.double({ min: 0.01, max: 0.5, noNaN: true }), (entity, share) => {
        fc.pre(new Set(entity).size >= 2);
        const rows = rowsOf(entity.length).filter((row) => row % 3 !== 0);
        fc.pre(new Set(Array.from(rows, (row) => entity[row])).size >= 2);
        const { learn, watch } = setAside(known(entity), rows, share);
        expect(sorted(Int32Array.from([...learn, ...watch]))).toEqual([...rows]);
        const seen = new Set(Array.from(learn, (row) => entity[row]));
        expect([...watch].some((row) => seen.has(entity[row]!))).toBe(false);
        expect(watch.length).toBeGreaterThan(0);
      }),
    );
  });

  test.each([0.1, 0.15, 0.25, 0.5])("are a share of %d, of every kind of row, and the same ones each time", (share) => {
    const belonging = known([...rowsOf(2_000)]);
    const { watch } = setAside(belonging, rowsOf(2_000), share);
    expect(watch.length).toBe(2_000 * share);
    expect([...watch].filter((row) => belonging.strata[row] === 1).length).toBe(200 * share);
    expect(setAside(belonging, rowsOf(2_000), share).watch).toEqual(watch);
    expect(setAside({ ...belonging, seed: 4 }, rowsOf(2_000), share).watch).not.toEqual(watch);
  });

  test("are the newest where the rows have a time; a moment stays together, and rows without one are learned from", () => {
    const days = Array.from({ length: 100 }, (_, row) => (row === 99 ? Number.NaN : Math.floor((row * 37) % 50)));
    const { learn, watch } = setAside(known([...rowsOf(100)], days), rowsOf(100), 0.1);
    const oldest = Math.min(...Array.from(watch, (row) => days[row]!));
    expect(Array.from(learn, (row) => days[row]!).filter((day) => day >= oldest)).toEqual([]);
    expect(watch.length).toBeGreaterThanOrEqual(8);
    expect(watch.length).toBeLessThanOrEqual(10);
    expect(learn).toContain(99);
  });

  test("are the last moment where that is more than the share, and whole entities where there is but one", () => {
    const months = Array.from({ length: 90 }, (_, row) => row % 3);
    expect([...setAside(known([...rowsOf(90)], months), rowsOf(90), 0.1).watch].every((row) => row % 3 === 2)).toBe(
      true,
    );
    const once = setAside(known([...rowsOf(90)], new Array(90).fill(7)), rowsOf(90), 0.1);
    expect(Math.abs(once.watch.length - 9)).toBeLessThanOrEqual(1);
    expect(once).toEqual(setAside(known([...rowsOf(90)]), rowsOf(90), 0.1));
  });

  test("are none where a fit does not stop early", () => {
    expect(divide(known([1, 2, 3]), rowsOf(3), undefined)).toEqual({ train: rowsOf(3) });
  });
});
