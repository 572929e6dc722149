import fc from "fast-check";
import { expect, test } from "vitest";
import { below } from "./float32.ts";

const single = fc.float({ noNaN: true });

test("a double is at most below(t) exactly when its single is less than t", () => {
  fc.assert(
    fc.property(single, fc.double({ noNaN: true }), (t, x) => {
      if (Number.isFinite(x)) expect(x <= below(t)).toBe(Math.fround(x) < t);
    }),
  );
});

test("the doubles around a threshold fall on the right side", () => {
  fc.assert(
    fc.property(single, fc.integer({ min: -4, max: 4 }), (t, steps) => {
      const limit = below(t);
      const x = limit + steps * Math.max(Math.abs(limit) * 2 ** -52, Number.MIN_VALUE);
      if (Number.isFinite(x)) expect(x <= limit).toBe(Math.fround(x) < t);
    }),
  );
});

test("zero, the smallest and the largest singles", () => {
  for (const t of [0, -0, 2 ** -149, -(2 ** -149), 3.4028234663852886e38, -3.4028234663852886e38, Infinity, 1, -1, 0.5])
    for (const x of [below(t), next(below(t))]) expect(x <= below(t)).toBe(Math.fround(x) < t);
});

function next(x: number): number {
  const view = new DataView(new ArrayBuffer(8));
  if (x === 0) return Number.MIN_VALUE;
  view.setFloat64(0, x);
  view.setBigInt64(0, view.getBigInt64(0) + (x > 0 ? 1n : -1n));
  return view.getFloat64(0);
}
