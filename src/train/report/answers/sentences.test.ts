import { expect, test } from "vitest";
import type { SystemDefinition } from "../../../system/index.ts";
import { labelling, timing } from "../../desk.conformance.ts";
import type { AnswerFacts } from "../facts.ts";
import { howGoodWords } from "./sentences.ts";

/** What is known after training on so many rows that no model saw: the i-th farthest off by 1 / i. */
function factsOf(system: SystemDefinition, rows: number): AnswerFacts {
  const kind = system === labelling ? "set" : "residual";
  const scores = Array.from({ length: rows }, (_, i) => 1 / (rows - i));
  const right = (value: number) => ({ facts: [{ name: "Right", value, unit: "percent" }] });
  return {
    system,
    head: { classes: ["a", "b", "c"], model: rows === 0 ? {} : { conformal: { kind, scores } } },
    result: { models: [{}], judgement: { model: right(0.8065), rule: right(0.6505) } },
  } as unknown as AnswerFacts;
}

test("a share is rounded in a sentence as it is in a table", () => {
  expect(howGoodWords(factsOf(labelling, 100))).toBe(
    "It is right in 80.7% of the decisions, where the rule is in 65.1%.",
  );
});

test("rows that are too few to promise what was asked for are said at once, with how many it takes", () => {
  expect(howGoodWords(factsOf(labelling, 8))).toMatch(
    /No set of labels comes with an answer.*to promise 90%: it takes 9 rows that no model saw, and there are 8\.$/,
  );
  expect(howGoodWords(factsOf(labelling, 9))).not.toContain("No set");
  expect(howGoodWords(factsOf(timing, 3))).toMatch(/No interval comes with an answer.*promise 80%: it takes 4 rows/);
  expect(howGoodWords(factsOf(timing, 0))).toMatch(/too few to promise 80%\.$/);
});
