import { describe, expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import { cellIn, cellsIn, emptyCells, MOST_VISITS, withCell } from "./packed-cells.ts";

const kept = (mean: number): number => cellIn(withCell(emptyCells(1), 0, { mean, visits: 1 }), 0).mean;
const rounded = (mean: number): number => Number(mean.toPrecision(6));

describe("a mean comes back as the double nearest to its first six digits", () => {
  test.each([0, 1, -1, 0.1, 999_999.5, -123_456.7, 1e-40, -1.234_567e-30, 4.567_891e44, Math.PI, 5e-245, 9.999_995e22])(
    "%d",
    (mean) => expect(kept(mean)).toBe(rounded(mean)),
  );

  test("whatever it is", () => {
    const random = rng({ seed: 1, purpose: "packed" });
    for (let i = 0; i < 20_000; i++) {
      const mean = random.normal() * 10 ** (80 * (random.uniform() - 0.5));
      expect(kept(mean)).toBe(rounded(mean));
    }
  });

  test("but one that no measure comes near is the nearest that there is room for", () => {
    expect(kept(1e300)).toBe(999_999e255);
    expect(kept(-1e300)).toBe(-999_999e255);
    expect(kept(1e-300)).toBe(0);
  });
});

test("a cell is written without touching the others", () => {
  const cells = [
    { mean: 1.5, visits: 3 },
    { mean: -2e6, visits: MOST_VISITS },
    { mean: 0, visits: 1 },
  ];
  const text = cells.reduce((before, cell, i) => withCell(before, i, cell), emptyCells(4));
  expect(cells.map((_, i) => cellIn(text, i))).toEqual(cells);
  expect(cellsIn([text, emptyCells(1)])).toEqual({
    means: [1.5, -2e6, 0, 0, 0],
    visits: [3, MOST_VISITS, 1, 0, 0],
  });
});

test("a packed text is plain in JSON", () => {
  const text = withCell(emptyCells(24), 7, { mean: -0.123_456, visits: 9 });
  expect(JSON.stringify(text)).toBe(`"${text}"`);
});
