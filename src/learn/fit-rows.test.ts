import { describe, expect, test } from "vitest";
import { isAlidadeError, rng } from "../kernel/index.ts";
import { type Model, scoreRow, type TreesBody } from "../model/index.ts";
import { fitRows } from "./fit-rows.ts";

const gbdt = { learner: "gbdt", params: { rounds: 30 } };
const random = rng({ seed: 1, purpose: "fit-rows" });
const rows = Array.from({ length: 600 }, (_, i) => {
  const [x, plan, vip] = [random.normal(), random.integer(3), random.uniform() < 0.5];
  return {
    x: i % 50 === 0 ? null : x,
    plan: ["free", "plus", "pro"][plan] as string,
    vip,
    price: 2 * x + plan + (vip ? 1 : 0),
    buys: x + (vip ? 1 : -1) > 0,
    next: x > 0.5 ? "up" : x < -0.5 ? "down" : "same",
    list: `l${i % 40}`,
    relevance: x > 1 ? 2 : x > 0 ? 1 : 0,
    weight: 1 + (i % 3),
  };
});
const features = ["x", "plan", "vip"];

describe("plain rows", () => {
  test("with a number as label are a regression", () => {
    const model = fitRows(gbdt, rows, { label: "price", features });
    expect(model.signature).toMatchObject({
      task: "regression",
      features: [{ kind: "text" }, { kind: "flag" }, { kind: "number" }],
    });
    const [low, high] = [-1.5, 1.5].map((x) => scoreRow(model, { x, plan: "plus", vip: true })[0]!);
    // True: 2 · 3 apart.
    expect(high! - low!).toBeGreaterThan(4);
  });
  test("with true and false are binary, with texts multiclass, the classes in order of name", () => {
    expect(fitRows(gbdt, rows, { label: "buys", features }).signature.task).toBe("binary");
    const model = fitRows(gbdt, rows, { label: "next", features, weight: "weight" });
    expect(model.signature.classes).toEqual(["down", "same", "up"]);
    expect(scoreRow(model, { x: 2, plan: "free", vip: false })[2]).toBeGreaterThan(0.8);
  });
  test("with several labels are multilabel, with a group and a grade a ranking", () => {
    expect(fitRows(gbdt, rows, { label: ["buys", "vip"], features: ["x", "plan"] }).signature.classes).toEqual([
      "buys",
      "vip",
    ]);
    const model = fitRows(gbdt, rows, { label: "relevance", task: "ranking", group: "list", features });
    const [low, high] = [-1, 2].map((x) => scoreRow(model, { x, plan: "free", vip: false })[0]!);
    expect(high).toBeGreaterThan(low!);
  });
  test("without a label teach nothing, and give the same model as without those rows", () => {
    const more = [...rows, { ...rows[0]!, price: null }, { ...rows[1]!, price: undefined as never }];
    expect(fitRows(gbdt, more, { label: "price", features })).toEqual(
      fitRows(gbdt, rows, { label: "price", features }),
    );
  });
  test("that cannot be read as a table are refused in words", () => {
    const codeOf = (run: () => unknown): string => {
      try {
        run();
        return "nothing was thrown";
      } catch (thrown) {
        return isAlidadeError(thrown) ? thrown.code : String(thrown);
      }
    };
    expect(codeOf(() => fitRows(gbdt, [...rows, { ...rows[0]!, x: "many" }], { label: "price" }))).toBe(
      "learn.column-mixed",
    );
    expect(codeOf(() => fitRows(gbdt, rows, { label: "prise" }))).toBe("learn.label-unknown");
    expect(codeOf(() => fitRows(gbdt, [], { label: "price" }))).toBe("learn.no-rows");
    expect(codeOf(() => fitRows({ learner: "gbtd", params: {} }, rows, { label: "price" }))).toBe(
      "learn.learner-unknown",
    );
  });

  test.each([
    ["no options", rows, undefined, /must be an object with a `label`. Got nothing/],
    ["no rows", null, { label: "price" }, /must be a list of objects. Got null/],
    ["numbers for rows", [...rows, 3], { label: "price" }, /must be an object. Got 3 in row 600/],
    ["a misspelt option", rows, { label: "price", wieght: "weight" }, /Got `wieght`. Did you mean `weight`\?/],
    ["a misspelt label", rows, { label: "prise" }, /no column `prise`.*Did you mean `price`\?/],
    ["a misspelt weight", rows, { label: "price", weight: "wight" }, /no column `wight`.*Did you mean `weight`\?/],
    ["a misspelt feature", rows, { label: "price", features: ["plam"] }, /Did you mean `plan`\?/],
    ["no label", rows, {}, /name columns. Got nothing/],
  ])("with %s are refused in a sentence", (...[, given, options, sentence]) => {
    expect(() => fitRows(gbdt, given as never, options as never)).toThrow(sentence);
  });
});

describe("rows to see when to stop", () => {
  const patient = { learner: "gbdt", params: { rounds: 400, learningRate: 0.3, earlyStoppingRounds: 5 } };
  const curve = (options: object): readonly string[] => {
    const told = new Set<string>();
    fitRows(patient, rows, { label: "buys", features, onCurve: (name) => told.add(name), ...options });
    return [...told];
  };
  const roundsOf = (options: object): number => {
    return (fitRows(patient, rows, { label: "buys", features, ...options }) as Model<TreesBody>).body.roots.length;
  };

  test("are set aside where the learner is told to stop, and watched", () => {
    expect(curve({}).some((name) => name.includes("validation"))).toBe(true);
    expect(roundsOf({})).toBeLessThan(400);
    expect(fitRows(patient, rows, { label: "buys", features, validation: 0.3 })).toEqual(
      fitRows(patient, rows, { label: "buys", features, validation: 0.3 }),
    );
  });

  test("are none where nobody asks for it, though the learner's patience has a default", () => {
    const plain = { learner: "gbdt", params: { rounds: 30 } };
    const far = { learner: "gbdt", params: { rounds: 30, earlyStoppingRounds: 0 } };
    const forest = (learner: typeof plain) => fitRows(learner, rows, { label: "buys", features });
    expect(forest(plain)).toEqual(forest(far));
  });

  test.each([
    [patient, 0.7, /at most 0\.5. Got 0\.7/],
    [patient, Number.NaN, /Got NaN/],
    [{ learner: "gbdt", params: { earlyStoppingRounds: 0 } }, 0.2, /`earlyStoppingRounds` is 0/],
    [{ learner: "logistic", params: {} }, 0.2, /can stop early, such as gbdt. The learner is logistic/],
  ])("are not set aside in vain: %j by %d", (learner, validation, sentence) => {
    expect(() => fitRows(learner, rows, { label: "buys", features, validation })).toThrow(sentence);
  });
});
