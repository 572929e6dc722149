import { canonical } from "../kernel/index.ts";
import { readCalibration, readCalibrations, readConformal } from "./calibration/decode.ts";
import { modelCorrupt, modelNotFinite, modelVersionNewer } from "./errors.ts";
import { formatOf } from "./format-of.ts";
import { type FeatureSlot, type Model, type Signature, TASKS } from "./model.ts";
import type { ModelPorts } from "./onnx/foreign.ts";
import { readChoice, readJson, readList, readNumber, readRecord, readText, readTexts } from "./shape.ts";

const KIND = "alidade.model";

/**
 * A model as canonical JSON in ASCII, with its format's name and version inside. Equal models give equal bytes. Throws
 * `model.not-finite`.
 */
export function encodeModel(model: Model): Uint8Array {
  return bytesOf(encodeText(model));
}

/**
 * The same as text, for a model inside a model: escapes double at every level, so no nest can exhaust the stack.
 */
export function encodeText(model: Model): string {
  const format = formatOf(model.format);
  const { signature, calibration, calibrations, conformal } = model;
  const parts = {
    kind: KIND,
    format: format.name,
    version: format.version,
    signature,
    calibration,
    ...(calibrations === undefined ? {} : { calibrations }),
    ...(conformal === undefined ? {} : { conformal }),
  };
  const json = canonical({ ...parts, body: format.encode(model.body, encodeText) });
  // The canonical text of what JSON cannot say, NaN and the infinities, and of nothing else, begins with a raw NUL.
  if (json.includes("\u0000")) throw modelNotFinite({ format: format.name });
  return asciiOf(json);
}

/**
 * The model of bytes that {@link encodeModel} wrote, in this version or an earlier one. `ports`: what a model may need to be
 * scored and cannot bring along, such as a runtime for foreign graphs.
 * Throws `model.corrupt`, `model.format-unknown`, `model.version-newer`.
 */
export function decodeModel(bytes: Uint8Array, ports: ModelPorts = {}): Model {
  if (!ArrayBuffer.isView(bytes)) throw modelCorrupt({ what: `there is ${typeof bytes} instead of bytes` });
  return decodeText(asciiText(bytes), ports);
}

/** The model of what {@link encodeText} wrote. Throws as {@link decodeModel} does. */
export function decodeText(text: unknown, ports: ModelPorts = {}): Model {
  const whole = readRecord(readJson(readText(text, "the content")), "the content");
  readChoice(whole.kind, "the kind", [KIND]);
  const format = formatOf(readText(whole.format, "the format"));
  const version = readNumber(whole.version, "the version");
  if (!Number.isInteger(version) || version < 1) throw modelCorrupt({ what: "the version is not 1, 2, 3 …" });
  if (version > format.version) throw modelVersionNewer({ format: format.name, version, newest: format.version });
  const signature = readSignature(whole.signature);
  return {
    format: format.name,
    signature,
    calibration: readCalibration(whole.calibration, "the calibration"),
    ...(whole.calibrations === undefined ? {} : { calibrations: readCalibrations(whole.calibrations, signature) }),
    ...(whole.conformal === undefined ? {} : { conformal: readConformal(whole.conformal) }),
    body: format.decode(whole.body, { version, signature, ports }, (part) => decodeText(part, ports)),
  };
}

function readSignature(data: unknown): Signature {
  const parts = readRecord(data, "the signature");
  const features = readList(parts.features, "the features", readSlot);
  const classes = readTexts(parts.classes, "the classes");
  if (new Set(features.map(({ name }) => name)).size < features.length)
    throw modelCorrupt({ what: "two features have one name" });
  if (new Set(classes).size < classes.length) throw modelCorrupt({ what: "two classes have one name" });
  return { task: readChoice(parts.task, "the task", TASKS), features, classes };
}

function readSlot(data: unknown, what: string): FeatureSlot {
  const parts = readRecord(data, what);
  return {
    name: readText(parts.name, "a feature's name"),
    kind: readChoice(parts.kind, "a feature's kind", ["number", "text", "flag"]),
  };
}

/** JSON may write any character as an escape; with all of them escaped, bytes and characters are the same thing. */
function asciiOf(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function bytesOf(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function asciiText(bytes: Uint8Array): string {
  for (let i = 0; i < bytes.length; i++)
    if ((bytes[i] as number) > 126) throw modelCorrupt({ what: "a byte is not ASCII" });
  const parts: string[] = [];
  // Applied, not spread: a model of a hundred megabytes would be iterated byte by byte.
  for (let start = 0; start < bytes.length; start += 8192)
    parts.push(Reflect.apply(String.fromCharCode, undefined, bytes.subarray(start, start + 8192)));
  return parts.join("");
}
