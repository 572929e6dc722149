import { exportLightgbm, exportOnnx, type Model } from "../model/index.ts";
import { commandLine, type Document, formatBytes, list } from "../report/index.ts";

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
