import { expect, test } from "vitest";
import { givenOf, shopOf } from "../../alerts/shop.conformance.ts";
import type { InputSeen, Reference, Seen } from "../../seen/seen.ts";
import { missingValues } from "../catalogue/missing-values.ts";
import type { MonitorContext } from "../monitor.ts";
import { isFieldRead } from "./fields-read.ts";

const layout = { kind: "number", edges: [5] } as const;
const seenOf = (missing: number): InputSeen => ({ bins: [100 - missing, 0], missing, longestRun: 3 });
const { system } = givenOf(shopOf(2));

/** A shop with an `id` in its table that no feature reads and nobody sends. */
const names = ["f0", "city", "id"];
const reference = {
  ...{ id: "r", from: "training", importance: {}, reads: { f0: ["f0"] } },
  layout: { id: "l", fields: Object.fromEntries(names.map((name) => [name, layout])), features: {}, heads: {} },
  seen: { fields: Object.fromEntries(names.map((name) => [name, seenOf(0)])), features: {} },
} as unknown as Reference;
const context: MonitorContext = { system, reference, periodMs: 3_600_000 };

test("a field that nothing reads may be missing; one that a feature reads, or a slice, may not", () => {
  const period = {
    ...{ from: 0, to: 3_600_000, features: {} },
    fields: Object.fromEntries(names.map((name) => [name, seenOf(100)])),
  } as unknown as Seen;
  const { readings } = missingValues.step({}, period, { context, params: {} });
  expect(readings.map(({ about }) => about.name)).toEqual(["f0", "city"]);
});

test("what a policy, a rule or a filter names is read, and all is where nobody says what features read", () => {
  const policy = { policy: "rank-by", list: "id" } as unknown as typeof system.policy;
  expect(isFieldRead({ ...context, system: { ...system, policy } })("id")).toBe(true);
  expect(isFieldRead(context)("id")).toBe(false);
  const bare = { ...system, features: {} };
  expect(isFieldRead({ ...context, system: bare, reference: undefined })("id")).toBe(true);
});
