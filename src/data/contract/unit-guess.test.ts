import { expect, test } from "vitest";
import { unitGuess } from "./unit-guess.ts";

test("values far beyond their bounds look like another unit, those just beyond like more of the same", () => {
  expect(unitGuess([4_900, 5_200, 5_100], { min: 0, max: 12 }, "kg")).toBe("The values look like g, not kg.");
  expect(unitGuess([490, 520, 510], { min: 0, max: 12 }, undefined)).toBe("The values look multiplied by 1000.");
  expect(unitGuess([0.3, 0.2, 0.25], { min: 100, max: 400 }, undefined)).toBe("The values look divided by 1000.");
  expect(unitGuess([600_001, 600_002, 600_003], { min: 0, max: 600_000 }, undefined)).toBeUndefined();
});
