import { describe, expect, test } from "vitest";
import { type Claim, holds } from "./claim.ts";
import { beliefs, manyQuestions, novelties, segments, splits, verdicts } from "./readout-calls.ts";
import { coverage, cupedVariance, falsePositives } from "./readout-claims.ts";
import { peekedAtEveryStep, peekedFinds } from "./readout-sequential.ts";

/** Each claim's band comes from the number of its runs, so a small run of a true claim passes as a large one does. */
const CLAIMS: Readonly<Record<string, () => readonly Claim[]>> = {
  "calls a difference between equal arms in one run of twenty": () => falsePositives(300),
  "holds a true effect in nineteen intervals of twenty": () => coverage(300),
  "leaves what CUPED should leave": () => cupedVariance(150),
  "stays valid with a look after every unit": () => peekedAtEveryStep(150, 1_000),
  "finds effects although one looks": () => peekedFinds(150, 1_000),
  "tells a broken split, and no other": () => splits(100),
  "bounds what is false among many questions": () => manyQuestions(4_000),
  "gives verdicts as wrong as they say": () => verdicts(100),
  "does not report regression to the mean as a gain": () => segments(500),
  "tells an effect that fades": () => novelties(150),
  "believes as often as it is right": () => beliefs(10_000),
};

describe("a readout", () => {
  test.each(Object.keys(CLAIMS))("%s", (name) => {
    const failed = CLAIMS[name]!().filter((claim) => !holds(claim));
    expect(failed).toEqual([]);
  });
});
