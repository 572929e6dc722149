import { PbfReader } from "pbf";
import { onnxMalformed } from "../errors.ts";

// Protobuf fields that trust no length: each message is read from its own slice, so nothing can reach past it.

const VARINT = 0;
const FIXED64 = 1;
const BYTES = 2;
const FIXED32 = 5;

/** One field of a message: its number, and the reader, which stands at its value. */
export interface Field {
  readonly number: number;
  readonly at: PbfReader;
}

/** Calls `read` with each field of a message; one that it does not read is skipped. Throws `onnx.malformed`. */
export function eachField(bytes: Uint8Array, what: string, read: (field: Field) => void): void {
  const at = new PbfReader(bytes);
  for (let number = next(at, what); number !== 0; number = next(at, what)) {
    read({ number, at });
    if (at.pos > bytes.length) throw onnxMalformed({ what: `${what} ends in the middle of a field` });
  }
}

function next(at: PbfReader, what: string): number {
  let number = 0;
  try {
    number = at.nextField();
  } catch (cause) {
    throw onnxMalformed({ what: `${what} holds a field that is no protobuf` }, cause);
  }
  const known = at.type === VARINT || at.type === FIXED64 || at.type === BYTES || at.type === FIXED32;
  if (at.pos <= at.length && (number !== 0 || at.pos === at.length) && known) return number;
  throw onnxMalformed({ what: `${what} ends in the middle of a field` });
}

function wants(at: PbfReader, type: number): void {
  if (at.type !== type) throw onnxMalformed({ what: "a field is not of its type" });
}

/** The bytes of a field: a view, not a copy. */
export function bytesAt(at: PbfReader): Uint8Array {
  wants(at, BYTES);
  const length = varint(at);
  if (length < 0 || length > at.length - at.pos) throw onnxMalformed({ what: "a field is longer than the file" });
  const bytes = at.buf.subarray(at.pos, at.pos + length);
  at.pos += length;
  return bytes;
}

/** The text of a field. */
export function textAt(at: PbfReader): string {
  const start = at.pos;
  bytesAt(at);
  at.pos = start;
  return at.readString();
}

/** A whole number; beyond 2^53 it is the nearest double. */
export function integerAt(at: PbfReader): number {
  wants(at, VARINT);
  return varint(at);
}

/** A 32-bit float. */
export function floatAt(at: PbfReader): number {
  wants(at, FIXED32);
  if (at.length - at.pos < 4) throw onnxMalformed({ what: "a number is cut short" });
  return at.readFloat();
}

function varint(at: PbfReader): number {
  try {
    return at.readVarint(true);
  } catch (cause) {
    throw onnxMalformed({ what: "a number has more than ten bytes" }, cause);
  }
}

/** Appends the whole numbers of a repeated field, packed or not. */
export function integersAt(at: PbfReader, into: number[]): void {
  if (at.type !== BYTES) {
    into.push(integerAt(at));
    return;
  }
  const packed = new PbfReader(bytesAt(at));
  while (packed.pos < packed.length) into.push(varint(packed));
  if (packed.pos > packed.length) throw onnxMalformed({ what: "a number is cut short" });
}

const WIDTH = { float: 4, double: 8 } as const;

/** Appends the floats or doubles of a repeated field, packed or not. */
export function floatsAt(at: PbfReader, type: "float" | "double", into: number[]): void {
  if (at.type !== BYTES) {
    wants(at, type === "float" ? FIXED32 : FIXED64);
    if (at.length - at.pos < WIDTH[type]) throw onnxMalformed({ what: "a number is cut short" });
    into.push(type === "float" ? at.readFloat() : at.readDouble());
    return;
  }
  const bytes = bytesAt(at);
  if (bytes.length % WIDTH[type] !== 0) throw onnxMalformed({ what: "a number is cut short" });
  const packed = new PbfReader(bytes);
  while (packed.pos < packed.length) into.push(type === "float" ? packed.readFloat() : packed.readDouble());
}
