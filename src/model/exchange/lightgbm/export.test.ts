import fc from "fast-check";
import { expect, test } from "vitest";
import type { Column } from "../../../data/index.ts";
import { exportLightgbm, type FeatureSlot, importModel, type Model, scoreModel, type TreesBody } from "../../index.ts";
import { aForest, aTableFor } from "../../trees/forest.arbitrary.ts";

const slotOf = (levels: readonly string[], i: number): FeatureSlot => ({
  name: `x${i}`,
  kind: levels.length > 0 ? "text" : "number",
});

function modelOf(body: TreesBody): Model<TreesBody> {
  const outputs = body.base.length;
  const classes = outputs === 1 ? [] : body.base.map((_, k) => `y${k}`);
  const signature = {
    task: outputs === 1 ? "regression" : "multilabel",
    features: body.levels.map(slotOf),
    classes,
  } as const;
  return { format: "trees", signature, calibration: { kind: "none" }, body };
}

test("any forest, exported and imported again, predicts the same", () => {
  const aForestWithRows = aForest.chain((body) =>
    aTableFor(body).map(({ columns, rows }) => ({ body, columns, rows })),
  );
  fc.assert(
    fc.property(aForestWithRows, ({ body, columns, rows }) => {
      const model = modelOf(body);
      const { task, classes } = model.signature;
      const { text } = exportLightgbm(model);
      const told = task === "multilabel" ? { task, classes, objective: "regression" } : {};
      const back = importModel(text, told);
      const table = { rows, columns: columns.map(({ slot, values }) => columnOfSlot(body, slot, values)) };
      const [before, after] = [scoreModel(model, table), scoreModel(back, table)];
      for (let i = 0; i < before.length; i++) expect(after[i]).toBeCloseTo(before[i] as number, 9);
    }),
  );
});

function columnOfSlot(body: TreesBody, slot: number, values: Float64Array | Int32Array): Column {
  const levels = body.levels[slot] as readonly string[];
  if (levels.length === 0) return { name: `x${slot}`, kind: "number", values: Float64Array.from(values) };
  return { name: `x${slot}`, kind: "text", codes: Int32Array.from(values), levels };
}

const [BODY] = fc.sample(
  aForest.filter(({ base }) => base.length === 1),
  { numRuns: 1, seed: 3 },
) as [TreesBody];

test("what the format cannot say is said beside it", () => {
  const model = modelOf(BODY);
  expect(exportLightgbm(model).leftOut).toEqual([]);
  const calibrated = { ...model, calibration: { kind: "platt", slope: 1, intercept: 0 } } as const;
  expect(exportLightgbm(calibrated).leftOut).toEqual([expect.stringContaining("platt calibration")]);
  const calibrations = [{ kind: "platt", slope: 1, intercept: 0 }] as const;
  expect(exportLightgbm({ ...model, calibrations }).leftOut).toEqual([expect.stringContaining("each output")]);
  const conformal = { ...model, conformal: { kind: "residual", scores: [1] } } as const;
  expect(exportLightgbm(conformal).leftOut).toEqual([expect.stringContaining("conformal")]);
});

test("names that the format cannot hold are changed, each of them once", () => {
  const model = modelOf(BODY);
  const features = model.signature.features.map((slot, i) => ({
    ...slot,
    name: i < 2 ? "a b,c".slice(0, 3 + i) : slot.name,
  }));
  const twins = features.map((slot, i) => (i === 1 ? { ...slot, name: "a_b" } : slot));
  const { text, leftOut } = exportLightgbm({ ...model, signature: { ...model.signature, features: twins } });
  expect(text).toContain("\nfeature_names=a_b a_b_2 x2");
  expect(leftOut).toEqual([expect.stringContaining('"a b", "a_b"')]);
});

test("other formats and links without a name in LightGBM are refused", () => {
  const model = modelOf(BODY);
  expect(() => exportLightgbm({ ...model, format: "linear" })).toThrow(/format linear/);
  const chains = [{ order: [0], models: [model], links: [] }];
  expect(() => exportLightgbm({ ...model, format: "perLabel", body: { chains } })).toThrow(/its parts one by one/);
  const two = modelOf({ ...BODY, base: [0, 0], link: "exp" });
  expect(() => exportLightgbm(two)).toThrow(/exp on 2 outputs/);
});
