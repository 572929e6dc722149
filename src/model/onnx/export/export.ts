import type { ConstantBody } from "../../formats/constant.ts";
import type { LinearBody } from "../../formats/linear.ts";
import type { FeatureSlot, Model } from "../../model.ts";
import type { TreesBody } from "../../trees/body.ts";
import type { OnnxBody } from "../body.ts";
import { onnxExport } from "../errors.ts";
import { type WrittenValue, writeModel } from "../proto/write.ts";
import { draftCalibration, draftCalibrations } from "./calibration.ts";
import { type Draft, doubles, draft } from "./draft.ts";
import { draftLinear, draftRows } from "./linear.ts";
import { draftOutputs } from "./outputs.ts";
import { draftTrees } from "./trees.ts";

/** Names that the outputs take. */
const OUTPUTS = ["label", "probabilities", "variable"];
const OPSETS = { "": 17, "ai.onnx.ml": 3 } as const;
const ALLOWED = "models of the formats trees, linear and constant, and imported ONNX files as they are";

/**
 * A model as an ONNX file for any runtime (ai.onnx 17, ai.onnx.ml 3): one input per feature, of shape [rows, 1]: numbers and
 * flags as floats with NaN for missing, texts as strings with the empty one for missing. Its calibration is part of the
 * graph, a conformal table is not.
 *
 * Inputs, trees' thresholds and leaves are singles there. Thresholds are rounded so that every value that is a single decides
 * as it does here; values that are not may lie so close to a threshold that their rounding crosses it. Throws
 * `onnx.export-unsupported`.
 */
export function exportOnnx(model: Model): Uint8Array {
  if (model.format === "onnx") return (model.body as OnnxBody).bytes.slice();
  const { signature, calibration } = model;
  checkNames(signature.features);
  const out = draft(signature.features.map(({ name }) => name));
  const raw = draftBody(out, model);
  const isBinary = signature.task === "binary";
  const scores = isBinary ? draftCalibration(out, calibration, raw) : draftCalibrations(out, model, raw);
  const outputs = draftOutputs(out, signature, scores);
  const { nodes, constants } = out;
  return writeModel({ nodes, constants, inputs: signature.features.map(inputOf), outputs, opsets: OPSETS });
}

function draftBody(out: Draft, { format, signature, body }: Model): string {
  if (format === "trees") return draftTrees(out, signature.features, body as TreesBody);
  if (format === "linear") return draftLinear(out, signature, body as LinearBody);
  if (format !== "constant") throw onnxExport({ what: `the format ${format}`, allowed: ALLOWED });
  const { outputs } = body as ConstantBody;
  const row = out.constant(doubles([1, outputs.length], outputs));
  return draftRows(out, signature.features[0]?.name ?? "", row);
}

function checkNames(features: readonly FeatureSlot[]): void {
  const allowed = "models with at least one feature, none of them named label, probabilities or variable,";
  if (features.length === 0) throw onnxExport({ what: "a model without features", allowed });
  const taken = features.find(({ name }) => OUTPUTS.includes(name) || name === "");
  if (taken !== undefined) throw onnxExport({ what: `a feature named ${JSON.stringify(taken.name)}`, allowed });
}

function inputOf({ name, kind }: FeatureSlot): WrittenValue {
  return { name, type: kind === "text" ? "string" : "float", dims: [-1, 1] };
}
