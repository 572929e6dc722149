import { importCutShort, importMalformed } from "../errors.ts";
import { decodeUtf8 } from "../text.ts";

/** Deeper nesting than any model has; the reader calls itself once per level. */
const DEEPEST = 64;

interface Cursor {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
}

/**
 * The value of Universal Binary JSON (draft 12), as XGBoost writes it: big-endian, typed arrays as `Float64Array`.
 * Every length is checked against the bytes left before room is made. Throws `model.import-cut-short`,
 * `model.import-malformed`.
 */
export function readUbjson(bytes: Uint8Array): unknown {
  const cursor = { bytes, view: new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength), at: 0 };
  const value = readValue(cursor, readMarker(cursor), 0);
  if (cursor.at < bytes.length) throw importMalformed({ what: "bytes follow the end of the UBJSON" });
  return value;
}

function take(cursor: Cursor, size: number): number {
  const left = cursor.bytes.length - cursor.at;
  if (size > left) throw importCutShort({ what: `${size} bytes are announced and ${left} are left` });
  cursor.at += size;
  return cursor.at - size;
}

function readMarker(cursor: Cursor): string {
  return String.fromCharCode(cursor.bytes[take(cursor, 1)] as number);
}

interface NumberType {
  readonly size: number;
  read(view: DataView, at: number): number;
}

const NUMBERS: Readonly<Record<string, NumberType>> = {
  i: { size: 1, read: (view, at) => view.getInt8(at) },
  U: { size: 1, read: (view, at) => view.getUint8(at) },
  I: { size: 2, read: (view, at) => view.getInt16(at) },
  l: { size: 4, read: (view, at) => view.getInt32(at) },
  L: { size: 8, read: (view, at) => view.getInt32(at) * 2 ** 32 + view.getUint32(at + 4) },
  d: { size: 4, read: (view, at) => view.getFloat32(at) },
  D: { size: 8, read: (view, at) => view.getFloat64(at) },
};

const CONSTANTS: Readonly<Record<string, unknown>> = { Z: null, T: true, F: false };

function readValue(cursor: Cursor, marker: string, depth: number): unknown {
  if (depth > DEEPEST) throw importMalformed({ what: `values are nested more than ${DEEPEST} deep` });
  if (marker === "{") return readObject(cursor, depth);
  if (marker === "[") return readArray(cursor, depth);
  if (marker === "S") return readText(cursor);
  if (marker === "C") return readMarker(cursor);
  if (Object.hasOwn(CONSTANTS, marker)) return CONSTANTS[marker];
  return readNumber(cursor, marker);
}

function typeOf(marker: string): NumberType {
  const type = Object.hasOwn(NUMBERS, marker) ? NUMBERS[marker] : undefined;
  if (type === undefined) throw importMalformed({ what: `${JSON.stringify(marker)} is no type of UBJSON` });
  return type;
}

function readNumber(cursor: Cursor, marker: string): number {
  const type = typeOf(marker);
  return type.read(cursor.view, take(cursor, type.size));
}

function readLength(cursor: Cursor): number {
  const length = readNumber(cursor, readMarker(cursor));
  if (!Number.isSafeInteger(length) || length < 0) throw importMalformed({ what: `${length} is no length` });
  return length;
}

function readText(cursor: Cursor): string {
  const length = readLength(cursor);
  const start = take(cursor, length);
  return decodeUtf8(cursor.bytes.subarray(start, start + length));
}

/** `$` type and `#` count, as far as they are there. A count without a type takes at least a byte per item. */
function readHead(cursor: Cursor): { readonly type: string | undefined; readonly count: number | undefined } {
  const type = peek(cursor) === "$" ? typeAfterMark(cursor) : undefined;
  if (peek(cursor) !== "#") {
    if (type === undefined) return { type, count: undefined };
    throw importMalformed({ what: "a typed container has no count" });
  }
  take(cursor, 1);
  const count = readLength(cursor);
  const left = cursor.bytes.length - cursor.at;
  const size = type === undefined ? 1 : (NUMBERS[type]?.size ?? 1);
  if (count * size > left) throw importCutShort({ what: `${count} items are announced and ${left} bytes are left` });
  return { type, count };
}

/** Types without bytes of their own would let a count ask for any amount of memory. */
function typeAfterMark(cursor: Cursor): string {
  take(cursor, 1);
  const type = readMarker(cursor);
  if (!"{[SC".includes(type)) typeOf(type);
  return type;
}

function peek(cursor: Cursor): string {
  take(cursor, 1);
  cursor.at--;
  return String.fromCharCode(cursor.bytes[cursor.at] as number);
}

function readArray(cursor: Cursor, depth: number): unknown {
  const { type, count } = readHead(cursor);
  if (type !== undefined && count !== undefined && Object.hasOwn(NUMBERS, type)) return readTyped(cursor, type, count);
  const items: unknown[] = [];
  while (count === undefined ? peek(cursor) !== "]" : items.length < count)
    items.push(readValue(cursor, type ?? readMarker(cursor), depth + 1));
  if (count === undefined) take(cursor, 1);
  return items;
}

function readTyped(cursor: Cursor, marker: string, count: number): Float64Array {
  const { size, read } = typeOf(marker);
  const start = take(cursor, size * count);
  const values = new Float64Array(count);
  for (let i = 0; i < count; i++) values[i] = read(cursor.view, start + i * size);
  return values;
}

function readObject(cursor: Cursor, depth: number): unknown {
  const { type, count } = readHead(cursor);
  const entries: [string, unknown][] = [];
  while (count === undefined ? peek(cursor) !== "}" : entries.length < count)
    entries.push([readText(cursor), readValue(cursor, type ?? readMarker(cursor), depth + 1)]);
  if (count === undefined) take(cursor, 1);
  return Object.fromEntries(entries);
}
