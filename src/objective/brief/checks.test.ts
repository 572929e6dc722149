import { expect, test } from "vitest";
import { ask, byExperiment, complete, fresh, outcomeBetween, rowsAtLeast, steady, unique } from "../index.ts";

test.each([
  [complete(), { check: "complete" }],
  [complete("age"), { check: "complete", fields: ["age"] }],
  [complete(["age", "race"], { missing: 0.05 }), { check: "complete", fields: ["age", "race"], missing: 0.05 }],
  [rowsAtLeast(10_000), { check: "rows", atLeast: 10_000 }],
  [rowsAtLeast(500, { outcome: "back" }), { check: "rows", atLeast: 500, outcome: "back" }],
  [outcomeBetween("back", 0.05, 0.2), { check: "outcome", outcome: "back", between: [0.05, 0.2] }],
  [unique("ticket"), { check: "unique", fields: ["ticket"] }],
  [fresh("30d"), { check: "fresh", within: "30d" }],
  [steady(3), { check: "steady", times: 3 }],
  [byExperiment(), { check: "experiment" }],
  [ask("the nurses"), { check: "ask", who: "the nurses" }],
  [ask("the nurses", "yes"), { check: "ask", who: "the nurses", answer: "yes" }],
])("a check is plain frozen data: %j", (made, data) => {
  expect(made).toEqual(data);
  expect(Object.isFrozen(made)).toBe(true);
});
