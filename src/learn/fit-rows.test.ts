import { describe, expect, test } from "vitest";
import { isAlidadeError, rng } from "../kernel/index.ts";
import { scoreRow } from "../model/index.ts";
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
    expect(codeOf(() => fitRows(gbdt, [], { label: "price" }))).toBe("learn.label-unknown");
    expect(codeOf(() => fitRows({ learner: "gbtd", params: {} }, rows, { label: "price" }))).toBe(
      "learn.learner-unknown",
    );
  });
});
