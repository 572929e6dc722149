import { expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import { actIf, rankBy } from "../../policy/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { type Outcomes, shownGain, shownMean, stageOf } from "./shown.ts";

const rows = Int32Array.from({ length: 10 }, (_, i) => i);
const scores = Float64Array.from([9, 1, 8, 2, 7, 3, 6, 4, 5, 0]);
const blocked = Uint8Array.from(rows, (row) => (row === 0 ? 1 : 0));
const dataset = { blocked, lists: Int32Array.from(rows, (row) => row % 2) } as unknown as Dataset;
const withPolicy = (policy: SystemDefinition["policy"]) => ({ policy }) as unknown as SystemDefinition;
const picked = (flags: Uint8Array): readonly number[] => Array.from(flags.keys()).filter((row) => flags[row] === 1);

test("a system that ranks shows the first of every list, less what a filter takes away", () => {
  const stage = stageOf(withPolicy(rankBy({ list: "request", top: 2 })), dataset, rows);
  expect(picked(stage.pick(scores))).toEqual([2, 4, 5, 7]);
  expect(stage.words).toBe("the first 2 of each list");
});

test("a system that acts has room for its capacity; without one, a fifth is looked at", () => {
  const third = stageOf(withPolicy(actIf({ threshold: 0.5, capacity: { share: 1 / 3 } })), dataset, rows);
  expect(picked(third.pick(scores))).toEqual([2, 4, 6]);
  const fifth = stageOf(withPolicy(actIf({ threshold: 0.5 })), dataset, rows);
  expect(picked(fifth.pick(scores))).toEqual([2, 4]);
});

test("means are over the picked rows that know the outcome, and a gain is paired", () => {
  const of: Outcomes = { truth: Float64Array.from([0, 1, 4, 1, 2, Number.NaN, 3, 1, 1, 0]), entity: rows };
  const [high, low] = [
    Uint8Array.from([0, 0, 1, 0, 1, 1, 1, 0, 0, 0]),
    Uint8Array.from([1, 1, 0, 0, 0, 0, 0, 1, 0, 1]),
  ];
  const [mean, gain] = [shownMean(of, high), shownGain(of, high, low)];
  expect(isInsufficient(mean) ? mean : mean.value).toBeCloseTo(3, 12);
  expect(isInsufficient(gain) ? gain : gain.value).toBeCloseTo(3 - 0.5, 12);
});
