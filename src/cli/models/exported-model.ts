import { exportLightgbm, exportOnnx, type Model } from "../../model/index.ts";
import { commandLine, type Document, formatBytes, list, paragraph } from "../../report/index.ts";

/** The formats that a model can be written in. */
export type ExportTarget = "lightgbm" | "onnx";

/** A model in another format. */
export interface ExportedModel {
  readonly content: Uint8Array;
  /** What the format cannot say, each in a sentence. */
  readonly leftOut: readonly string[];
}

/** Writes a model in another format. Throws `model.export-unsupported`, `onnx.export-unsupported`. */
export function exportAs(to: ExportTarget, model: Model): ExportedModel {
  if (to === "lightgbm") {
    const { text, leftOut } = exportLightgbm(model);
    return { content: new TextEncoder().encode(text), leftOut };
  }
  const leftOut = model.conformal === undefined ? [] : ["The conformal scores: the export gives points alone."];
  return { content: exportOnnx(model), leftOut };
}

interface Written {
  readonly model: string;
  readonly to: ExportTarget;
  readonly file: string;
  readonly bytes: number;
}

/** Says how the parts go together. */
export const PARTS_FILE = "parts.json";

/** A model written as one file for each of its parts. */
export interface WrittenParts extends Omit<Written, "file"> {
  readonly folder: string;
  readonly files: readonly string[];
}

const READERS: Readonly<Record<ExportTarget, (file: string) => string>> = {
  lightgbm: (file) => `python3 -c "import lightgbm; print(lightgbm.Booster(model_file='${file}').feature_name())"`,
  onnx: (file) =>
    `python3 -c "import onnxruntime; print([i.name for i in onnxruntime.InferenceSession('${file}').get_inputs()])"`,
};

const SAME: Readonly<Record<ExportTarget, string>> = {
  lightgbm: "It predicts what the model predicts.",
  onnx: "It predicts what the model predicts, calibration included, as far as 32-bit inputs allow.",
};

/** What was written, what was left out, and how to open it. */
export function exportDocument({ model, to, file, bytes }: Written, leftOut: readonly string[]): Document {
  const lost = leftOut.length === 0 ? [] : [{ title: "Left out", blocks: [list(leftOut)] }];
  return {
    title: `${model} as ${file}`,
    summary: [`Written: ${file}, ${formatBytes(bytes)}.`, ...(leftOut.length === 0 ? [SAME[to]] : [])],
    sections: [...lost, { title: "Open it", blocks: [commandLine(READERS[to](file))] }],
  };
}

/** The same for a model in parts, which somebody has to put together. */
export function partsDocument({ model, to, folder, files, bytes }: WrittenParts, leftOut: readonly string[]): Document {
  const lost = leftOut.length === 0 ? [] : [{ title: "Left out", blocks: [list(leftOut)] }];
  const parts = files.filter((file) => file !== PARTS_FILE);
  const count = parts.length === 1 ? "1 part" : `${parts.length} parts`;
  const join =
    "The model is made of several, and the format holds one. Which part answers what, and how their answers become the model's, is in parts.json.";
  const open = parts.slice(0, 1).map((file) => commandLine(READERS[to](`${folder}/${file}`)));
  return {
    title: `${model} in parts`,
    summary: [`Written: ${count} and ${PARTS_FILE} in ${folder}, ${formatBytes(bytes)}.`],
    sections: [{ title: "Put together", blocks: [paragraph(join)] }, ...lost, { title: "Open one", blocks: open }],
  };
}
