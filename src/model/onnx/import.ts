import type { Kind } from "../../data/index.ts";
import { isAlidadeError } from "../../kernel/index.ts";
import type { FeatureSlot, Model } from "../model.ts";
import { checkSignature } from "../signature.ts";
import type { OnnxBody } from "./body.ts";
import { onnxOperators, onnxVersion } from "./errors.ts";
import { bindFeatures } from "./features.ts";
import type { ModelPorts } from "./foreign.ts";
import type { OnnxGraph } from "./graph.ts";
import { planOf } from "./plan.ts";
import { type PredictionOptions, readPrediction } from "./prediction.ts";
import { readModel } from "./proto/graph.ts";
import { withOutput } from "./proto/with-output.ts";

/** How a graph's inputs and outputs are read as features and predictions. */
export interface ImportOnnxOptions extends PredictionOptions, ModelPorts {
  /** One for each column of the graph's inputs, in their order. Default: the inputs' names, or `f0`, `f1` and so on. */
  readonly features?: readonly (string | FeatureSlot)[];
  /** The features at hand, by name: a number that is a flag here is read as one, and what does not fit is refused. */
  readonly expect?: Readonly<Record<string, Kind>>;
}

/**
 * An ONNX file as a model. It is evaluated here where every operator is known; with `foreign`, any other graph runs there.
 * Inputs: one per feature, or one matrix. Throws `onnx.malformed`, `onnx.external-data`, `onnx.version-unsupported`,
 * `onnx.operator-unsupported`, `onnx.signature-unclear`, and `model.signature-mismatch` against `expect`.
 */
export function importOnnx(bytes: Uint8Array, options: ImportOnnxOptions = {}): Model<OnnxBody> {
  const graph = readModel(bytes);
  const { features: slots, inputs, batch } = bindFeatures(graph.inputs, options.features);
  const features = fitted(slots, options.expect);
  const { task, classes, output, column } = readPrediction(graph, options);
  const ports: ModelPorts = options.foreign === undefined ? {} : { foreign: options.foreign };
  const binding = { inputs, batch, output, column, ports };
  const body = runsHere(graph, output, ports)
    ? { bytes, graph, ...binding }
    : { bytes: withOutput(bytes, output), ...binding };
  const model: Model<OnnxBody> = {
    format: "onnx",
    signature: { task, features, classes },
    calibration: { kind: "none" },
    body,
  };
  if (options.expect !== undefined) checkSignature(model, options.expect);
  return model;
}

function fitted(slots: readonly FeatureSlot[], expect: Readonly<Record<string, Kind>> = {}): readonly FeatureSlot[] {
  const isFlag = ({ name, kind }: FeatureSlot): boolean =>
    kind === "number" && Object.hasOwn(expect, name) && expect[name] === "flag";
  return slots.map((slot) => (isFlag(slot) ? { ...slot, kind: "flag" } : slot));
}

/** What is too new or unknown here is left to the runtime, when there is one. */
function runsHere(graph: OnnxGraph, output: string, { foreign }: ModelPorts): boolean {
  try {
    planOf(graph, output);
    return true;
  } catch (thrown) {
    const isForeign = isAlidadeError(thrown, onnxOperators.code) || isAlidadeError(thrown, onnxVersion.code);
    if (isForeign && foreign !== undefined) return false;
    throw thrown;
  }
}
