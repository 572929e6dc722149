import { expect, test } from "vitest";
import { wordDays, wordGain } from "./words.ts";

test.each([
  [3.617, "$3.62 ($3.12 to $4.12) a decision"],
  [0.0042, "$4.20 ($2.10 to $6.30) per 1,000 decisions"],
])("a gain of %s is told so that it can be read", (value, words) => {
  const half = value < 1 ? value / 2 : 0.5;
  expect(wordGain({ value, low: value - half, high: value + half, level: 0.95 }, "USD")).toBe(words);
});

test("one day is one day", () => {
  expect([1, 2_423].map(wordDays)).toEqual(["1 day", "2,423 days"]);
});
