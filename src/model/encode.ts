import { canonical } from "../kernel/index.ts";
import { modelCorrupt, modelVersionNewer } from "./errors.ts";
import { formatOf } from "./format-of.ts";
import type { Calibration, FeatureSlot, Model, Signature } from "./model.ts";
import { ofLength, readChoice, readList, readNumber, readNumbers, readRecord, readText, readTexts } from "./shape.ts";

const KIND = "alidade.model";

/** A model as canonical JSON in ASCII, with its format's name and version inside. Equal models give equal bytes. */
export function encodeModel(model: Model): Uint8Array {
  const format = formatOf(model.format);
  const { signature, calibration } = model;
  const parts = { kind: KIND, format: format.name, version: format.version, signature, calibration };
  return asciiBytes(canonical({ ...parts, body: format.encode(model.body) }));
}

/**
 * The model of bytes that {@link encodeModel} wrote, in this version or an earlier one.
 * Throws `model.corrupt`, `model.format-unknown`, `model.version-newer`.
 */
export function decodeModel(bytes: Uint8Array): Model {
  const whole = readRecord(parse(asciiText(bytes)), "the content");
  readChoice(whole.kind, "the kind", [KIND]);
  const format = formatOf(readText(whole.format, "the format"));
  const version = readNumber(whole.version, "the version");
  if (version > format.version) throw modelVersionNewer({ format: format.name, version, newest: format.version });
  return {
    format: format.name,
    signature: readSignature(whole.signature),
    calibration: readCalibration(whole.calibration),
    body: format.decode(whole.body, version),
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw modelCorrupt({ what: "the content is not JSON" }, cause);
  }
}

function readSignature(data: unknown): Signature {
  const parts = readRecord(data, "the signature");
  return {
    task: readChoice(parts.task, "the task", ["binary", "multiclass", "regression"]),
    features: readList(parts.features, "the features", readSlot),
    classes: readTexts(parts.classes, "the classes"),
  };
}

function readSlot(data: unknown, what: string): FeatureSlot {
  const parts = readRecord(data, what);
  return {
    name: readText(parts.name, "a feature's name"),
    kind: readChoice(parts.kind, "a feature's kind", ["number", "text", "flag"]),
  };
}

function readCalibration(data: unknown): Calibration {
  const parts = readRecord(data, "the calibration");
  const kind = readChoice(parts.kind, "the calibration's kind", ["none", "platt", "isotonic"]);
  if (kind === "none") return { kind };
  if (kind === "platt")
    return {
      kind,
      slope: readNumber(parts.slope, "the slope"),
      intercept: readNumber(parts.intercept, "the intercept"),
    };
  const from = readNumbers(parts.from, "the calibration's knots");
  return {
    kind,
    from,
    to: ofLength(readNumbers(parts.to, "the calibration's values"), "the calibration", from.length),
  };
}

/** JSON may write any character as an escape; with all of them escaped, bytes and characters are the same thing. */
function asciiBytes(json: string): Uint8Array {
  const text = json.replace(/[\u007f-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

function asciiText(bytes: Uint8Array): string {
  if (bytes.some((byte) => byte > 126)) throw modelCorrupt({ what: "a byte is not ASCII" });
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += 8192)
    parts.push(String.fromCharCode(...bytes.subarray(start, start + 8192)));
  return parts.join("");
}
