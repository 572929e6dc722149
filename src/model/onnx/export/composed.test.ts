import { describe, expect, test } from "vitest";
import { columnOf } from "../../../data/index.ts";
import type { FeatureSlot, Model, Signature, Task } from "../../model.ts";
import { scoreModel } from "../../score.ts";
import { importOnnx } from "../import.ts";
import { exportOnnx } from "./export.ts";

const city: FeatureSlot = { name: "city", kind: "text" };
const x: FeatureSlot = { name: "x", kind: "number" };
const features = [city, x];
const rows = {
  rows: 4,
  columns: [columnOf("city", "text", ["Oslo", "Rome", null, "Bern"]), columnOf("x", "number", [-3, 0.5, 2, null])],
};

function model(format: string, signature: Partial<Signature> & { readonly task: Task }, body: unknown): Model {
  return { format, signature: { features, classes: [], ...signature }, calibration: { kind: "none" }, body };
}

const follows = (of: string, weight: number): Model => {
  const numbers = [{ slot: 0, fill: 1, weight: [weight], missing: [0.5] }];
  const slots: readonly FeatureSlot[] = [{ name: of, kind: "number" }];
  return model("linear", { task: "binary", features: slots }, { intercept: [0], numbers, texts: [], shares: [1] });
};
const says = (...outputs: readonly number[]): Model => {
  const classes = outputs.length > 1 ? outputs.map(String) : [];
  return model("constant", { task: outputs.length > 1 ? "multiclass" : "binary", features: [], classes }, { outputs });
};

/** Singles in, doubles between, singles out: seven digits. */
function expectSame(whole: Model): void {
  const { task, classes } = whole.signature;
  const again = scoreModel(importOnnx(exportOnnx(whole), { task, features, classes }), rows);
  scoreModel(whole, rows).forEach((score, i) => {
    expect(again[i]).toBeCloseTo(score, 6);
  });
}

const labels = { task: "multilabel", classes: ["tech", "finance"] } as const;
const links = ["label tech", "label finance"];

describe("exported as one graph, a composed model scores the same", () => {
  test("one part per label, each calibrated", () => {
    const own = { ...follows("x", 1), calibration: { kind: "platt", slope: 0.5, intercept: 1 } } as const;
    expectSame(model("perLabel", labels, { chains: [{ order: [1, 0], models: [own, says(0.3)], links: [] }] }));
  });

  test("chains, each told its own answers", () => {
    const chains = [
      { order: [1, 0], models: [follows("x", 1), follows("label finance", 4)], links },
      { order: [0, 1], models: [follows("x", -1), follows("label tech", 2)], links },
    ];
    expectSame(model("perLabel", labels, { chains }));
  });

  test.each([0, 0.6])("a tree of classes, asked where it is reached by %f or more", (reach) => {
    const blind = { model: undefined, modelled: [] };
    const nodes = [
      { children: [-5, 1, 2], shares: [0.2, 0.5, 0.3], model: follows("x", 1), modelled: [2, 1] },
      { children: [-1, -2], shares: [0.5, 0.5], model: follows("x", -1), modelled: [0, 1] },
      { children: [-4, -3], shares: [0.9, 0.1], ...blind },
    ];
    const task = { task: "hierarchical", classes: ["a > b", "a > c", "d > e", "d > f", "g"] } as const;
    expectSame(model("hierarchy", task, { nodes, reach }));
  });

  test("a tree of classes whose forks know more than two children, or nothing", () => {
    const nodes = [
      { children: [1, 2], shares: [0.4, 0.6], model: undefined, modelled: [] },
      { children: [-1, -2, -3], shares: [0.2, 0.3, 0.5], model: says(0.1, 0.2, 0.7), modelled: [2, 0, 1] },
      { children: [-4, -5], shares: [0.5, 0.5], model: follows("x", 2), modelled: [0, 1] },
    ];
    const task = { task: "hierarchical", classes: ["a > 1", "a > 2", "a > 3", "b > 4", "b > 5"] } as const;
    expectSame(model("hierarchy", task, { nodes, reach: 0 }));
  });
});

test("a model of one part per key is refused, with what to do instead", () => {
  const whole = model("partitioned", { task: "binary" }, { by: ["city"], parent: says(0.5), parts: [] });
  expect(() => exportOnnx(whole)).toThrow(
    expect.objectContaining({ code: "onnx.export-unsupported", message: expect.stringContaining("one file each") }),
  );
});
