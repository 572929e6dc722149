import { describe, expect, test } from "vitest";
import { checkLearnerRef, resolveLearner } from "../../learn/index.ts";
import { bestOf, chain, partitioned, perLabel, perNode } from "./_composed.ts";
import { gbdt, linear, logistic } from "./_learners.ts";

describe("a learner's reference", () => {
  test("is plain data, however deep", () => {
    const ref = bestOf([perLabel(gbdt({ numLeaves: 15 })), chain(logistic(), { order: "frequent" })], { holdout: 0.2 });
    expect(JSON.parse(JSON.stringify(ref))).toEqual({
      learner: "bestOf",
      params: { holdout: 0.2 },
      base: [
        { learner: "perLabel", params: {}, base: { learner: "gbdt", params: { numLeaves: 15 } } },
        { learner: "chain", params: { order: "frequent" }, base: { learner: "logistic", params: {} } },
      ],
    });
    expect(() => checkLearnerRef(ref, "multilabel")).not.toThrow();
  });

  test("names a learner that does its task", () => {
    expect(resolveLearner(perNode(gbdt())).tasks).toEqual(["hierarchical"]);
    expect(resolveLearner(partitioned(linear(), { by: ["country", "city"] })).tasks).toEqual(["regression"]);
  });

  test("refuses to compile what no learner takes", () => {
    // @ts-expect-error: a base is missing
    expect(() => resolveLearner(perLabel())).toThrow("exactly one base");
    // @ts-expect-error: a choice is a list
    expect(() => resolveLearner(bestOf(gbdt()))).toThrow("2 to 64 bases");
    // @ts-expect-error: no such parameter
    expect(() => resolveLearner(chain(gbdt(), { length: 3 }))).toThrow("no parameter `length`");
    // @ts-expect-error: no such order
    expect(() => resolveLearner(chain(gbdt(), { order: "best" }))).toThrow("`learner.params` (chain(gbdt))");
  });
});
