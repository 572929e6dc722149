import { expect, test } from "vitest";
import { wordLearning } from "./word-learning.ts";

const DAY = 86_400_000;
const from = Date.UTC(2026, 0, 5);

test("in its first week a watched system says from when on what is usual can be told", () => {
  expect(wordLearning({ from, to: from + DAY })).toContain("cannot be told before 2026-01-12 00:00 UTC");
  expect(wordLearning({ from, to: from + 7 * DAY })).toBeUndefined();
  expect(wordLearning(null)).toBeUndefined();
});
