import type { FeatureSlot, Model } from "../../model.ts";
import type { OnnxBody } from "../body.ts";
import { onnxExport } from "../errors.ts";
import { type WrittenValue, writeModel } from "../proto/write.ts";
import { draft } from "./draft.ts";
import { draftModel } from "./model.ts";
import { draftOutputs } from "./outputs.ts";

/** Names that the outputs take. */
const OUTPUTS = ["label", "probabilities", "variable"];
const OPSETS = { "": 17, "ai.onnx.ml": 3 } as const;

/**
 * A model as an ONNX file for any runtime (ai.onnx 17, ai.onnx.ml 3): one input per feature, of shape [rows, 1]: numbers and
 * flags as floats with NaN for missing, texts as strings with the empty one for missing. Its calibration is part of the
 * graph, a conformal table is not. A model per label, chains too, or per fork of a tree of classes becomes one graph; of a
 * model per key, export the parts ({@link partsOf}).
 *
 * Inputs, trees' thresholds and leaves are singles there. Thresholds are rounded so that every value that is a single decides
 * as it does here; values that are not may lie so close to a threshold that their rounding crosses it. Throws
 * `onnx.export-unsupported`.
 */
export function exportOnnx(model: Model): Uint8Array {
  if (model.format === "onnx") return (model.body as OnnxBody).bytes.slice();
  const { signature } = model;
  const anyone = firstOf(signature.features);
  const out = draft(signature.features.map(({ name }) => name));
  const scores = draftModel(out, model, { anyone, told: new Map() });
  const outputs = draftOutputs(out, signature, scores);
  const { nodes, constants } = out;
  return writeModel({ nodes, constants, inputs: signature.features.map(inputOf), outputs, opsets: OPSETS });
}

/** The first feature, once all are there under names that can be. */
function firstOf(features: readonly FeatureSlot[]): FeatureSlot {
  const allowed = "models with at least one feature, none of them named label, probabilities or variable,";
  const [first] = features;
  if (first === undefined) throw onnxExport({ what: "a model without features", allowed });
  const taken = features.find(({ name }) => OUTPUTS.includes(name) || name === "");
  if (taken !== undefined) throw onnxExport({ what: `a feature named ${JSON.stringify(taken.name)}`, allowed });
  return first;
}

function inputOf({ name, kind }: FeatureSlot): WrittenValue {
  return { name, type: kind === "text" ? "string" : "float", dims: [-1, 1] };
}
