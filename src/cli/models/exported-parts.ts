import { isAlidadeError } from "../../kernel/index.ts";
import { type Model, type ModelPart, partsOf, type TransformedBody } from "../../model/index.ts";
import { type ExportTarget, exportAs, PARTS_FILE } from "./exported-model.ts";

/** One file of a model in parts. */
export interface ExportedFile {
  readonly name: string;
  readonly content: Uint8Array;
}

/** All files, {@link PARTS_FILE} last, and what they cannot say. */
export interface ExportedParts {
  readonly files: readonly ExportedFile[];
  readonly leftOut: readonly string[];
}

/** How the answers of parts become the model's. */
const HOW: Readonly<Record<string, string>> = {
  hierarchy: "The probability of a class is the product of those along its path.",
  partitioned: "The part with the longest key that fits a row answers; the parent where none does.",
  transformed: "The model is given what the transforms make of a row: each step in its order, then the outputs.",
  perLabel: "Every label has the probability that its part gives; of several chains the mean.",
};

const ENDINGS: Readonly<Record<ExportTarget, string>> = { lightgbm: "txt", onnx: "onnx" };

/** Whether a model fits no single file of the format, and its parts may. ONNX has room for all but one model per key, and fitted transforms. */
export function isInParts(to: ExportTarget, model: Model): boolean {
  return to === "onnx" ? ["partitioned", "transformed"].includes(model.format) : partsOf(model).length > 0;
}

/** One file per part that the format can hold. Throws what the first part throws when it can hold none. */
export function exportParts(to: ExportTarget, model: Model): ExportedParts {
  const tried = partsOf(model).map((part, i) => exportPart(to, part, i));
  const made = tried.filter((one) => "file" in one);
  const refused = tried.find((one) => "refused" in one);
  if (made.length === 0 && refused !== undefined) throw refused.refused;
  const { format, calibration, calibrations = [] } = model;
  const isPlain = calibration.kind === "none" && calibrations.length === 0;
  const own = isPlain
    ? []
    : [`The calibration of the whole: to be applied to what the parts make together, from ${PARTS_FILE}.`];
  const outer = isPlain ? {} : { calibration, calibrations };
  const transforms = format === "transformed" ? { transforms: (model.body as TransformedBody).frozen } : {};
  const manifest = { format, how: HOW[format] ?? "", ...outer, ...transforms, parts: made.map(({ entry }) => entry) };
  return {
    files: [
      ...made.map(({ file }) => file),
      { name: PARTS_FILE, content: new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`) },
    ],
    leftOut: [...own, ...tried.flatMap(({ leftOut }) => leftOut)],
  };
}

interface Made {
  readonly file: ExportedFile;
  readonly entry: { readonly file: string; readonly part: string; readonly answers: string };
  readonly leftOut: readonly string[];
}

interface Refused {
  readonly refused: unknown;
  readonly leftOut: readonly string[];
}

function exportPart(to: ExportTarget, { name, answers, model }: ModelPart, number: number): Made | Refused {
  const about = (sentence: string): string => `${name}: ${sentence}`;
  try {
    const { content, leftOut } = exportAs(to, model);
    const file = `${String(number).padStart(4, "0")}-${name.replace(/[^\p{L}\p{N}]+/gu, "-").slice(0, 60)}.${ENDINGS[to]}`;
    return { file: { name: file, content }, entry: { file, part: name, answers }, leftOut: leftOut.map(about) };
  } catch (thrown) {
    if (!isAlidadeError(thrown)) throw thrown;
    return { refused: thrown, leftOut: [about(thrown.message)] };
  }
}
