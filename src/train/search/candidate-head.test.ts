import { expect, test } from "vitest";
import { clinic } from "../clinic.conformance.ts";
import { pointInFile, refAtDefaults, refWith, searchedHead, spaceFor, withPoint } from "./candidate-head.ts";
import { learnerSnippet } from "./snippet.ts";

const inner = { learner: "gbdt", params: { numLeaves: 7, rounds: 30 } } as const;
const composed = { learner: "partitioned", params: { by: ["city"] }, base: inner } as const;

test("a composed learner is searched through its base: `base.` leads there", () => {
  const space = spaceFor("risk", { learner: composed }, undefined);
  expect(Object.keys(space)).toContain("base.learningRate");
  expect(pointInFile(composed, space)).toMatchObject({ "base.numLeaves": 7, "base.learningRate": 0.1 });
  expect(refWith(composed, { "base.numLeaves": 9, minRows: 70 })).toEqual({
    ...{ learner: "partitioned", params: { by: ["city"], minRows: 70 } },
    base: { learner: "gbdt", params: { numLeaves: 9, rounds: 30 } },
  });
  expect(learnerSnippet(composed)).toBe('partitioned(gbdt({ numLeaves: 7, rounds: 30 }), { by: ["city"] })');
});

test("at its defaults a learner has no parameters, and neither has its base", () => {
  expect(refAtDefaults(composed)).toEqual({
    learner: "partitioned",
    params: {},
    base: { learner: "gbdt", params: {} },
  });
});

test("other heads and other parameters stay as they are", () => {
  const system = clinic({ learner: { learner: "logistic", params: { l2: 3, tolerance: 1e-6 } } });
  const changed = withPoint(system, "risk", { l2: 5 });
  expect(changed.heads.risk?.learner.params).toEqual({ l2: 5, tolerance: 1e-6 });
  expect(system.heads.risk?.learner.params).toEqual({ l2: 3, tolerance: 1e-6 });
});

test("a learner without a space of its own is refused with what to write", () => {
  const head = { learner: { learner: "constant", params: {} } } as const;
  expect(() => spaceFor("risk", head, undefined)).toThrow(
    expect.objectContaining({ code: "train.search-space-missing" }),
  );
  expect(() => searchedHead(clinic({ heads: false }), undefined)).toThrow(/it declares none/);
});
