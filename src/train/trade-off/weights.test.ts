import { expect, test } from "vitest";
import { between } from "../../kernel/index.ts";
import { blend, gbdt } from "../../system/index.ts";
import { weightPoints } from "./weights.ts";

const two = blend({ of: { clicked: 3, minutes: 1 }, learner: gbdt() });
const three = blend({ of: { clicked: 0.5, minutes: 0.3, shared: 0.2 }, learner: gbdt() });

test("without a range the first of two goals goes from nothing to all, the file's own weights among them", () => {
  const points = weightPoints("appeal", two, { steps: 3, space: undefined });
  expect(points.map(({ weights }) => weights)).toEqual([
    { clicked: 0, minutes: 1 },
    { clicked: 0.5, minutes: 0.5 },
    { clicked: 0.75, minutes: 0.25 },
    { clicked: 1, minutes: 0 },
  ]);
  expect(points.map(({ isFile }) => isFile)).toEqual([false, false, true, false]);
});

test("a declared range is kept, and the others divide the rest as the file divides it", () => {
  const points = weightPoints("appeal", three, { steps: 2, space: { clicked: between(0.2, 0.8) } });
  expect(points.map(({ weights }) => weights)).toEqual([
    { clicked: 0.2, minutes: 0.48, shared: 0.32 },
    { clicked: 0.5, minutes: 0.3, shared: 0.2 },
    { clicked: 0.8, minutes: 0.12, shared: 0.08 },
  ]);
});

test("of three goals each is tried in turn, and no weights twice", () => {
  const points = weightPoints("appeal", three, { steps: 2, space: {} });
  expect(new Set(points.map(({ goal }) => goal))).toEqual(new Set(["clicked", "minutes", "shared"]));
  expect(new Set(points.map(({ weights }) => JSON.stringify(weights))).size).toBe(points.length);
  for (const { weights } of points) expect(Object.values(weights).reduce((sum, one) => sum + one, 0)).toBeCloseTo(1, 8);
});

test.each([
  [{ nobody: between(0, 1) }, /is no goal of it: there are clicked, minutes/],
  [{ clicked: between(0, 2) }, /between` two shares from 0 to 1/],
])("a range that is none is refused", (space, words) => {
  expect(() => weightPoints("appeal", two, { steps: 2, space })).toThrow(words);
});
