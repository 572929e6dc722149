import {
  decodeModel,
  describeImport,
  type ImportDescription,
  isEncodedModel,
  type Model,
  type ModelPorts,
  outputsOf,
  type Task,
} from "../../model/index.ts";

/** A model file, and what is known beside it. */
export interface ModelFile {
  readonly bytes: Uint8Array;
  /** The system's names of its features, in its order. */
  readonly names: readonly string[] | undefined;
  /** What the model predicts, where the file does not say. */
  readonly task: Task | undefined;
  readonly ports: ModelPorts;
}

/** What a model file holds; `format` is `alidade` for a model of our own. */
export interface FileDescription extends Omit<ImportDescription, "format"> {
  readonly format: ImportDescription["format"] | "alidade";
}

/** What a file holds. Throws `model.import-*`, `onnx.*`, `model.corrupt`. */
export function describeFile({ bytes, names, task, ports }: ModelFile): FileDescription {
  if (isEncodedModel(bytes)) return describeOwn(decodeModel(bytes, ports));
  const described = describeImport(bytes, { names, ...(task === undefined ? {} : { task }), onnx: ports });
  const features = described.features.map((feature, i) => ({ ...feature, name: names?.[i] ?? feature.name }));
  return { ...described, features };
}

function describeOwn({ format, signature }: Model): FileDescription {
  return {
    format: "alidade",
    version: "",
    objective: format,
    task: signature.task,
    trees: 0,
    rounds: 0,
    outputs: outputsOf(signature),
    features: signature.features.map((slot) => ({ ...slot, levels: [] })),
  };
}
