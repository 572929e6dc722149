import { expect, test } from "vitest";
import { freeRange, overlap } from "./line-range.ts";

test("a share gets the first place with room for it", () => {
  expect(freeRange([], 0.4)).toEqual({ from: 0, to: 0.4 });
  const taken = [
    { from: 0, to: 0.2 },
    { from: 0.5, to: 0.6 },
  ];
  expect(freeRange(taken, 0.3)).toEqual({ from: 0.2, to: 0.5 });
  expect(freeRange(taken, 0.4)).toEqual({ from: 0.6, to: 1 });
  expect(freeRange(taken, 0.41)).toBeUndefined();
  expect(freeRange([{ from: 0, to: 0.1 + 0.2 }], 0.7)).toEqual({ from: 0.1 + 0.2, to: 1 });
});

test("adjoining parts share nobody; parts one inside the other do", () => {
  expect(overlap({ from: 0, to: 0.3 }, { from: 0.1 + 0.2, to: 1 })).toBe(false);
  expect(overlap({ from: 0, to: 1 }, { from: 0.4, to: 0.5 })).toBe(true);
});
