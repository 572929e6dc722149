import fc from "fast-check";
import { expect, test } from "vitest";
import { fallingOrder, runEnds } from "./order.ts";

/** The order as the definition has it: by comparing. */
function compared(scores: Float64Array): Int32Array {
  const rows = scores.map((_, row) => row);
  return Int32Array.from(rows.sort((a, b) => (scores[b] as number) - (scores[a] as number)));
}

test("many rows are ordered by their digits as a few are by comparing them, equal ones in their own order", () => {
  const anyScore = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.constantFrom(0, -0, 1, -1, 0.5, Number.MIN_VALUE, -Number.MIN_VALUE, Number.MAX_VALUE, -Number.MAX_VALUE),
  );
  fc.assert(
    fc.property(fc.array(anyScore, { minLength: 1, maxLength: 40 }), fc.integer({ min: 1, max: 997 }), (some, step) => {
      const many = Float64Array.from({ length: 5_000 }, (_, row) => some[(row * step) % some.length] as number);
      expect(fallingOrder(many)).toEqual(compared(many));
    }),
    { numRuns: 40 },
  );
});

test("a run ends where the score changes", () => {
  const scores = Float64Array.of(0.2, 0.9, 0.2, 0.5, 0.9);
  expect([...fallingOrder(scores)]).toEqual([1, 4, 3, 0, 2]);
  expect([...runEnds(scores, fallingOrder(scores))]).toEqual([2, 3, 5]);
});
