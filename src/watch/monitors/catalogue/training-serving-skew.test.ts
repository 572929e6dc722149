import { expect, test } from "vitest";
import type { InputSeen, Reference, Seen } from "../../seen/seen.ts";
import { shop } from "../followed/shop-periods.conformance.ts";
import type { MonitorContext } from "../monitor.ts";
import { trainingServingSkew } from "./training-serving-skew.ts";

const SECONDS = 5_000;
const seenOf = (bins: readonly number[], isNumber: boolean): InputSeen => ({
  ...{ bins, missing: 0, longestRun: 2 },
  ...(isNumber ? { numbers: { n: 100, mean: 2, m2: 100, least: 1, most: 3 } } : {}),
});
const layout = {
  ...{ id: "l", heads: {}, features: {} },
  fields: { age: { kind: "number", edges: [1, 2] }, city: { kind: "text", values: ["a", "b"] } },
};
const fields = { age: seenOf([30, 40, 30], true), city: seenOf([50, 50, 0], false) };
const reference = { id: "r", from: "training", layout, importance: {}, reads: {}, seen: { fields, features: {} } };
const context: MonitorContext = {
  ...{ system: shop, periodMs: SECONDS },
  reference: reference as unknown as Reference,
};

test("people read distances that are never negative, and ranks no further off than ranks can be", () => {
  const period = { from: 0, to: SECONDS, fields, features: {}, heads: {} } as unknown as Seen;
  const { readings } = trainingServingSkew.step({}, period, { context, params: {} });
  const [age, city] = ["age", "city"].map((name) => readings.find(({ about }) => about.name === name));
  expect(age?.expected?.[1]).toBeLessThan(1.75);
  expect(age?.expected?.[0]).toBeGreaterThan(-1.75);
  expect(city?.value).toBeCloseTo(0, 7);
  expect(city?.says).toContain(" 0 apart where 0 is the same");
  expect(city?.expected).toEqual([0, 1]);
});
