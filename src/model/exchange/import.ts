import { isAlidadeError } from "../../kernel/index.ts";
import { modelCorrupt } from "../errors.ts";
import type { Model } from "../model.ts";
import { importOnnx } from "../onnx/import.ts";
import { readRecord } from "../shape.ts";
import { checkSignature } from "../signature.ts";
import { buildModel } from "./build.ts";
import { type Described, describeForeign, describeGraph } from "./describe.ts";
import { detectFormat } from "./detect.ts";
import { importMalformed, importUnrecognised } from "./errors.ts";
import { parseJson } from "./fields.ts";
import type { Foreign, ImportFormat, ImportOptions } from "./foreign.ts";
import { readLightgbmJson } from "./lightgbm/json.ts";
import { readLightgbmText } from "./lightgbm/text.ts";
import { decodeUtf8 } from "./text.ts";
import { readXgboostDump } from "./xgboost/dump.ts";
import { readXgboostDumpText } from "./xgboost/dump-text.ts";
import { readXgboostModel } from "./xgboost/model.ts";
import { readUbjson } from "./xgboost/ubjson.ts";

/** A file's bytes, or its text. */
export type ImportContent = Uint8Array | string;

/**
 * The model of a file that another framework wrote; it predicts what that framework predicts. The format is told from the
 * content: an ONNX graph (see `importOnnx`); LightGBM's `model.txt` (or the text of `model_to_string`), or `dump_model()`
 * as JSON; XGBoost's `save_model` as JSON or UBJSON, or its `dump_model` as JSON or text, which needs `objective` and
 * `baseScore`.
 *
 * A categorical feature becomes a `text` feature. Its levels are the category names that the file holds (LightGBM's
 * `pandas_categorical`, XGBoost 3.1 and later), numbers as JavaScript writes them (`3`, `0.5`, `true`); where the file
 * holds codes alone, the codes as texts (`"0"`, `"1"` …) or the `levels` that the caller lists. Every other feature is a
 * `number`, or a `flag` where `expect` or `features` says so. A level that no split knows goes where a missing one goes.
 *
 * Throws `model.import-unrecognised`, `-cut-short`, `-malformed`, `-version`, `-unsupported`, `-option`, `-features`, the
 * codes of `importOnnx`, and `model.signature-mismatch` when the features are not those of `expect`.
 */
export function importModel(content: ImportContent, options: ImportOptions = {}): Model {
  return orMalformed(() => {
    const file = fileOf(content);
    const format = detectFormat(file.bytes());
    if (format === "onnx") return importGraph(file.bytes(), options);
    return buildModel(READERS[format](file, options), options);
  });
}

/** What a file holds, for people; a forest's trees are counted and not built. Throws as {@link importModel} does. */
export function describeImport(content: ImportContent, options: ImportOptions = {}): Described {
  return orMalformed(() => {
    const file = fileOf(content);
    const format = detectFormat(file.bytes());
    if (format === "onnx") return describeGraph(importGraph(file.bytes(), options));
    return describeForeign(READERS[format](file, options), options);
  });
}

function importGraph(bytes: Uint8Array, { task, classes, names, expect, onnx }: ImportOptions): Model {
  const told = {
    ...(task === undefined ? {} : { task }),
    ...(classes === undefined || classes.length === 0 ? {} : { classes }),
    ...(names === undefined ? {} : { features: names }),
  };
  const model = importOnnx(bytes, { ...told, ...onnx });
  if (expect !== undefined) checkSignature(model, expect);
  return model;
}

/** The shared readers of JSON-like data speak of Alidade's own models; here the file is someone else's. */
function orMalformed<T>(work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    if (!isAlidadeError(thrown, modelCorrupt.code)) throw thrown;
    throw importMalformed({ what: String(thrown.data.what) }, thrown);
  }
}

interface File {
  readonly size: number;
  text(): string;
  bytes(): Uint8Array;
}

type TreeFormat = Exclude<ImportFormat, "onnx"> | "json";

const READERS: Readonly<Record<TreeFormat, (file: File, options: ImportOptions) => Foreign>> = {
  "lightgbm-text": (file, options) => readLightgbmText(file.text(), options),
  "lightgbm-json": readJson,
  "xgboost-json": readJson,
  json: readJson,
  "xgboost-ubjson": (file, options) => {
    const data = readRecord(readUbjson(file.bytes()), "the content");
    return readXgboostModel({ format: "xgboost-ubjson", data, size: file.size }, options);
  },
  "xgboost-dump-json": (file, options) => readXgboostDump(parseJson(file.text()), options),
  "xgboost-dump-text": (file, options) => readXgboostDumpText(file.text(), options),
};

/** The beginning of a text is enough to tell its format. */
function fileOf(content: ImportContent): File {
  if (typeof content !== "string")
    return { size: content.length, text: () => decodeUtf8(content), bytes: () => content };
  const head = Uint8Array.from(content.slice(0, 64), (letter) => letter.charCodeAt(0) & 255);
  return { size: content.length, text: () => content, bytes: () => head };
}

function readJson(file: File, options: ImportOptions): Foreign {
  const data = readRecord(parseJson(file.text()), "the content");
  if (data.learner !== undefined) return readXgboostModel({ format: "xgboost-json", data, size: file.size }, options);
  if (data.tree_info !== undefined) return readLightgbmJson(data, file.size, options);
  throw importUnrecognised({ looks: "is JSON of something else" });
}
