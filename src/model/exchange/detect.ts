import { importUnrecognised } from "./errors.ts";
import type { ImportFormat } from "./foreign.ts";

/** How a file begins: as bytes, and as letters without a byte order mark. */
interface Head {
  readonly bytes: Uint8Array;
  readonly letters: string;
}

type Sign = (head: Head) => boolean;

function letters(pattern: RegExp): Sign {
  return (head) => pattern.test(head.letters);
}

function bytes(...start: readonly number[]): Sign {
  return (head) => head.bytes.length > 1 && start.every((byte, i) => head.bytes[i] === byte);
}

/** UBJSON's `{` is followed by the type of a length, JSON's by a key. JSON needs a look inside. */
const SIGNS: readonly (readonly [ImportFormat | "json", Sign])[] = [
  ["lightgbm-text", letters(/^tree\r?\n/)],
  ["xgboost-ubjson", letters(/^\{[iUIlL$#]/)],
  ["xgboost-dump-json", letters(/^\s*\[\s*[{\]]/)],
  ["xgboost-dump-text", letters(/^booster\[0\]/)],
  ["json", letters(/^\s*\{\s*(["}]|$)/)],
  ["onnx", isOnnx],
];

/** A message whose first field is the version of its format and whose second is one of the few that follow it. */
function isOnnx({ bytes: [first, version = 0, next = 0] }: Head): boolean {
  return first === 0x08 && version > 0 && version < 0x80 && [0x12, 0x1a, 0x22, 0x28, 0x32, 0x3a, 0x42].includes(next);
}

const STRANGERS: readonly (readonly [string, Sign])[] = [
  ["is empty", (head) => head.bytes.length === 0],
  ["looks like a Python pickle, which can run any code when it is opened", bytes(0x80)],
  ["looks like a zip archive", bytes(0x50, 0x4b, 0x03, 0x04)],
  ["looks like a gzip file; unpack it first", bytes(0x1f, 0x8b)],
  ["looks like XGBoost's old binary format", letters(/^(binf|bs64)/)],
  ["looks like a CatBoost model", letters(/^CBM1/)],
];

/** The format of a file, by how it begins. Throws `model.import-unrecognised`. */
export function detectFormat(content: Uint8Array): ImportFormat | "json" {
  const start = content[0] === 0xef && content[1] === 0xbb && content[2] === 0xbf ? 3 : 0;
  const head = { bytes: content.subarray(0, 64), letters: String.fromCharCode(...content.subarray(start, start + 64)) };
  const sign = SIGNS.find(([, fits]) => fits(head));
  if (sign !== undefined) return sign[0];
  const stranger = STRANGERS.find(([, fits]) => fits(head));
  throw importUnrecognised({ looks: stranger?.[0] ?? "is none of them" });
}
