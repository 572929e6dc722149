import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { columnOf } from "../../../data/index.ts";
import { isAlidadeError } from "../../../kernel/index.ts";
import type { LinearBody } from "../../formats/linear.ts";
import type { Model } from "../../model.ts";
import { scoreModel } from "../../score.ts";
import { aForest } from "../../trees/forest.arbitrary.ts";
import { importOnnx } from "../import.ts";
import { exportOnnx } from "./export.ts";
import { singleAtMost } from "./single.ts";

const features: Model["signature"]["features"] = [
  { name: "n0", kind: "number" },
  { name: "n1", kind: "flag" },
  { name: "n2", kind: "number" },
  { name: "few", kind: "text" },
  { name: "many", kind: "text" },
];

const a = [-2, -1, 0, 0.25, 0.5, 1, null, 3];
const rows = {
  rows: a.length,
  columns: [
    columnOf("n0", "number", a),
    columnOf("n1", "flag", [true, false, null, true, false, null, true, false]),
    columnOf("n2", "number", [...a].reverse()),
    columnOf("few", "text", ["a", "b", "c", "d", null, "a", "b", "c"]),
    columnOf("many", "text", ["level 0", "level 69", "level 31", "level 32", null, "?", "level 5", "level 64"]),
  ],
};

const calibration = { kind: "none" } as const;
const forestOf = (body: unknown, classes: readonly string[]): Model => ({
  format: "trees",
  signature: { task: classes.length > 0 ? "multilabel" : "regression", features, classes },
  calibration,
  body,
});
const labelled = (width: number) => (width === 1 ? [] : Array.from({ length: width }, (_, k) => `label ${k}`));
const back = (model: Model) => importOnnx(exportOnnx(model), { ...model.signature, features });

describe("a forest", () => {
  test("exported and imported again scores within single precision", () => {
    fc.assert(
      fc.property(aForest, (body) => {
        const model = forestOf({ ...body, link: "sigmoid" }, labelled(body.base.length));
        const ours = scoreModel(model, rows);
        const again = scoreModel(back(model), rows);
        // A sum of up to 20 leaves below 10, in singles: 200 · 6e-8, a quarter of it after the sigmoid.
        ours.forEach((score, i) => {
          expect(Math.abs(again[i]! - score)).toBeLessThan(1e-5);
        });
      }),
      { numRuns: 100 },
    );
  });

  test("exported and damaged is refused with a code, or scores", () => {
    const [body] = fc.sample(
      aForest.filter(({ roots, base }) => roots.length > 5 && base.length === 1),
      { seed: 3, numRuns: 1 },
    );
    const bytes = exportOnnx(forestOf({ ...body, link: "identity" }, []));
    fc.assert(
      fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, value) => {
        try {
          scoreModel(importOnnx(bytes.with(at, value)), rows);
        } catch (thrown) {
          expect(isAlidadeError(thrown), String(thrown)).toBe(true);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test("decides as here for every single, whatever its threshold", () => {
    const single = fc.float({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), single, (threshold, x) => {
        expect(x <= singleAtMost(threshold)).toBe(x <= threshold);
        expect(singleAtMost(x)).toBe(x);
      }),
    );
  });
});

const linear: LinearBody = {
  intercept: [0.5],
  numbers: [{ slot: 0, fill: 1, weight: [2], missing: [0.25] }],
  texts: [{ slot: 3, levels: ["b", "a"], weight: [1, -1], missing: [3] }],
  shares: [1, 0, 0, 1, 0],
};

describe("what is exported", () => {
  const model: Model = {
    format: "linear",
    signature: { task: "binary", features, classes: [] },
    calibration,
    body: linear,
  };
  test("has the signature of the model", () => {
    expect(importOnnx(exportOnnx(model), { features }).signature).toEqual(model.signature);
    const classes = ["x", "y", "z"];
    const three: Model = {
      ...model,
      format: "constant",
      signature: { task: "multiclass", features, classes },
      body: { outputs: [0.5, 0.25, 0.25] },
    };
    const again = importOnnx(exportOnnx(three), { features });
    expect(again.signature).toEqual(three.signature);
    expect(scoreModel(again, rows)).toEqual(scoreModel(three, rows));
  });
  test("is the same for the same model, and as it is for an imported one", () => {
    expect(exportOnnx(model)).toEqual(exportOnnx(model));
    expect(exportOnnx(importOnnx(exportOnnx(model)))).toEqual(exportOnnx(model));
  });
  test.each([
    ["a format of its own", { format: "neighbours" }, /Got the format neighbours/],
    ["no features", { signature: { ...model.signature, features: [] } }, /Got a model without features/],
    [
      "a feature with an output's name",
      { signature: { ...model.signature, features: [{ name: "label", kind: "number" }] } },
      /a feature named "label"/,
    ],
    [
      "a calibration that jumps",
      { calibration: { kind: "isotonic", from: [0.5, 0.5], to: [0, 1] } },
      /an isotonic map that jumps/,
    ],
  ] as const)("is refused with %s", (_name, part, says) => {
    expect(() => exportOnnx({ ...model, ...part } as Model)).toThrow(says);
  });
});
