import { describe, expect, test } from "vitest";
import { isAlidadeError } from "../kernel/index.ts";
import { checkLearnerRef, type LearnerSpec, resolveLearner } from "./resolve.ts";

const refusal = (run: () => unknown): { readonly code: string; readonly message: string } => {
  try {
    run();
  } catch (thrown) {
    if (isAlidadeError(thrown)) return { code: thrown.code, message: thrown.message };
  }
  return { code: "nothing was thrown", message: "" };
};
const spec = (learner: string, params: LearnerSpec["params"] = {}, base?: LearnerSpec["base"]): LearnerSpec => ({
  learner,
  params,
  ...(base && { base }),
});
const gbdt = spec("gbdt");

describe("resolveLearner", () => {
  test("finds a catalogue learner and fills in its parameters", () => {
    const { name, params, bases } = resolveLearner(spec("gbdt", { numLeaves: 7 }));
    expect([name, params.numLeaves, bases]).toEqual(["gbdt", 7, []]);
    expect(params.learningRate).toBeGreaterThan(0);
  });

  test("finds a composed learner, whose tasks are those that its bases can serve", () => {
    const chained = resolveLearner(spec("chain", { ensembles: 3 }, gbdt));
    expect([chained.name, chained.tasks, chained.params.ensembles]).toEqual(["chain(gbdt)", ["multilabel"], 3]);
    expect(resolveLearner(spec("perLabel", {}, spec("linear"))).tasks).toEqual([]);
    const both = resolveLearner(spec("bestOf", {}, [gbdt, spec("logistic")]));
    expect(both.tasks).toContain("binary");
    expect(both.tasks).not.toContain("regression");
    expect(both.capabilities.earlyStopping).toBe(true);
  });

  test.each([null, [], "gbdt", { learner: "gbdt" }, { learner: "perLabel", params: {}, base: null }])(
    "refuses %j, which no function of the package makes",
    (odd) => {
      expect(refusal(() => resolveLearner(odd as never)).code).toBe("learn.learner-malformed");
    },
  );

  test("refuses a nest without an end", () => {
    const loop: { learner: string; params: object; base?: unknown } = { learner: "perLabel", params: {} };
    loop.base = loop;
    expect(refusal(() => resolveLearner(loop as never)).code).toBe("learn.learner-malformed");
  });

  test("names the path of a parameter that cannot be", () => {
    const inner = spec("perLabel", {}, spec("gbdt", { numLeaves: 1 }));
    expect(refusal(() => resolveLearner(inner)).message).toContain("`numLeaves` of `learner.base.params` (gbdt)");
    const listed = spec("bestOf", {}, [gbdt, spec("gbdt", { leaves: 1 })]);
    const { code, message } = refusal(() => resolveLearner(listed, "heads.risk.learner"));
    expect(code).toBe("params.unknown");
    expect(message).toContain("`heads.risk.learner.base[1].params` (gbdt)");
  });

  test.each([
    ["an unknown name", spec("no such"), "learn.learner-unknown"],
    ["the name of something else", spec("toString"), "learn.learner-unknown"],
    ["an unknown base", spec("chain", {}, spec("no such")), "learn.learner-unknown"],
    ["a composed learner without a base", spec("chain"), "learn.bases-invalid"],
    ["two bases where one is wanted", spec("chain", {}, [gbdt, gbdt]), "learn.bases-invalid"],
    ["a choice of one", spec("bestOf", {}, [gbdt]), "learn.bases-invalid"],
    ["a base that nobody asked for", spec("gbdt", {}, gbdt), "learn.bases-invalid"],
    ["a partition by nothing", spec("partitioned", {}, gbdt), "learn.keys-undeclared"],
  ])("refuses %s", (_, given, code) => {
    expect(refusal(() => resolveLearner(given)).code).toBe(code);
  });
});

describe("checkLearnerRef", () => {
  test("asks each base for its own task", () => {
    expect(() => checkLearnerRef(spec("perNode", {}, gbdt), "hierarchical")).not.toThrow();
    expect(() =>
      checkLearnerRef(spec("bestOf", {}, [spec("perLabel", {}, gbdt), spec("chain", {}, gbdt)]), "multilabel"),
    ).not.toThrow();
    const nested = refusal(() => checkLearnerRef(spec("perLabel", {}, spec("linear")), "multilabel"));
    expect(nested.code).toBe("learn.task-unsupported");
    expect(nested.message).toContain("linear does regression. Got binary");
    expect(refusal(() => checkLearnerRef(spec("perLabel", {}, gbdt), "binary")).message).toContain(
      "perLabel does multilabel",
    );
  });
});
