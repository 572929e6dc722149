import { describe, expect, test } from "vitest";
import { fitBeta, fitIsotonic, fitPlatt } from "./calibrate.ts";
import { chooseCalibration } from "./choose.ts";
import { fitConformal } from "./conformal.ts";
import type { HeldOut } from "./held-out.ts";

const held = (scores: readonly number[], label: readonly number[], weights?: readonly number[]): HeldOut => ({
  scores: Float64Array.from(scores),
  label: Float64Array.from(label),
  ...(weights && { weights: Float64Array.from(weights) }),
});
const signature = { task: "binary", features: [], classes: [] } as const;

describe("held-out rows that say nothing are refused by all who learn from them", () => {
  test.each([
    ["a score that is none", held([Number.NaN, 0.5], [0, 1])],
    ["an infinite score", held([Infinity, 0.5], [0, 1])],
    ["a label that is neither", held([0.1, 0.2, 0.3], [0, 2, 1])],
    ["a label that is unknown", held([0.1, 0.2, 0.3], [0, Number.NaN, 1])],
    ["a row without a label", held([0.1, 0.2, 0.3], [0, 1])],
    ["a weight below 0", held([0.1, 0.2], [0, 1], [-1, 1])],
    ["a row without a weight", held([0.1, 0.2], [0, 1], [1])],
  ])("%s", (_, rows) => {
    const refused = expect.objectContaining({ code: "learn.held-out-invalid" });
    const learners = [fitPlatt, fitBeta, fitIsotonic, (of: HeldOut) => chooseCalibration(of, 1)];
    for (const learn of [...learners, (of: HeldOut) => fitConformal({ signature }, of)])
      expect(() => learn(rows)).toThrow(refused);
  });
});
