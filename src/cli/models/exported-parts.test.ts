import { expect, test } from "vitest";
import { importOnnx, type Model, scoreRow } from "../../model/index.ts";
import { exportParts, isInParts } from "./exported-parts.ts";

const features = [
  { name: "city", kind: "text" },
  { name: "x", kind: "number" },
] as const;
const calibration = { kind: "none" } as const;
const follows = (weight: number): Model => ({
  format: "linear",
  signature: { task: "binary", features: [features[1]], classes: [] },
  calibration,
  body: { intercept: [0], numbers: [{ slot: 0, fill: 0, weight: [weight], missing: [0] }], texts: [], shares: [1] },
});
const neighbours: Model = { ...follows(1), format: "neighbours" };
const perCity = (oslo: Model): Model => ({
  format: "partitioned",
  signature: { task: "binary", features, classes: [] },
  calibration: { kind: "platt", slope: 1, intercept: 0 },
  body: { by: ["city"], parent: follows(1), parts: [{ key: ["Oslo"], text: undefined, model: () => oslo }] },
});

test("a model per key becomes one ONNX file per part, and a note of which answers what", () => {
  const { files, leftOut } = exportParts("onnx", perCity(follows(-2)));
  expect(files.map(({ name }) => name)).toEqual(["0000-parent.onnx", "0001-Oslo.onnx", "parts.json"]);
  const notes = JSON.parse(new TextDecoder().decode(files[2]!.content));
  expect(notes.parts[1]).toEqual({ file: "0001-Oslo.onnx", part: "Oslo", answers: "Answers where city is Oslo" });
  expect(notes.calibration).toEqual({ kind: "platt", slope: 1, intercept: 0 });
  const [oslo] = scoreRow(importOnnx(files[1]!.content, { task: "binary" }), { x: 1 });
  expect(oslo).toBeCloseTo(1 / (1 + Math.exp(2)), 6);
  expect(leftOut).toEqual([expect.stringContaining("calibration of the whole")]);
});

test("a part that the format cannot hold is named, and when none can be held the reason is thrown", () => {
  const { files, leftOut } = exportParts("onnx", perCity(neighbours));
  expect(files).toHaveLength(2);
  expect(leftOut).toContainEqual(expect.stringMatching(/^Oslo: .*the format neighbours/));
  expect(() => exportParts("lightgbm", perCity(neighbours))).toThrow(
    expect.objectContaining({ code: "model.export-unsupported" }),
  );
});

test("only what fits no single file is taken apart", () => {
  const chains = [{ order: [0], models: [follows(1)], links: [] }];
  const labels: Model = { ...follows(1), format: "perLabel", body: { chains } };
  expect([isInParts("onnx", labels), isInParts("lightgbm", labels)]).toEqual([false, true]);
  expect([isInParts("onnx", follows(1)), isInParts("lightgbm", follows(1))]).toEqual([false, false]);
});

test("a model behind fitted transforms becomes its own file, and the transforms stand beside it as data", () => {
  const step = { of: { op: "field", name: "x", kind: "number" }, kind: "number", transform: "impute" };
  const frozen = {
    steps: [{ ...step, options: { how: "median", flag: false }, state: { value: 3 } }],
    outputs: [{ feature: "x", of: { op: "field", name: "#0", kind: "number" } }],
  };
  const model: Model = { ...follows(1), format: "transformed", body: { frozen, model: follows(1) } };
  expect(isInParts("onnx", model)).toBe(true);
  const { files } = exportParts("onnx", model);
  expect(files.map(({ name }) => name)).toEqual(["0000-model.onnx", "parts.json"]);
  expect(JSON.parse(new TextDecoder().decode(files[1]!.content)).transforms).toEqual(frozen);
});
