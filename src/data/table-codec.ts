import { strFromU8, strToU8 } from "fflate";
import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { Column, NumericColumn, Table, TextColumn } from "./table.ts";

export const tableUnreadable: ErrorConstructor<{ readonly problem: string }> = defineError("data.table-unreadable", {
  headline: "A stored table that cannot be read",
  message: ({ problem }: { readonly problem: string }) => `The bytes are not a table: ${problem}.`,
  hint: () => "Restore the file from a backup, or take the snapshot again from its source.",
});

/**
 * The bytes of a table: equal tables, equal bytes, whatever the order of their dictionaries. So a hash of the bytes is
 * the identity of the content, and the same bytes are what is stored.
 *
 *   "ALDT" · version 1 · length of the head (uint32) · head (JSON) · the columns' values, one after the other
 *
 * The head names each column, its kind, how its values are stored and, for a text, its levels in order of first
 * appearance. Integers are stored in 1, 2 or 4 bytes where that loses nothing, the lowest value meaning "missing";
 * all else as 64-bit floats. Little-endian throughout.
 */
const MAGIC = "ALDT";
const VERSION = 1;
const PRELUDE = 12;

type Store = "i8" | "i16" | "i32" | "f64";

interface ColumnHead {
  readonly name: string;
  readonly kind: Column["kind"];
  readonly store: Store;
  readonly levels?: readonly string[];
}

const WIDTHS: Readonly<Record<Store, number>> = { i8: 1, i16: 2, i32: 4, f64: 8 };

/** A table as bytes; see above. 5 million cells take about 0.1 s. */
export function encodeTable(table: Table): Uint8Array {
  const columns = table.columns.map((column) => (column.kind === "text" ? packText(column) : packNumbers(column)));
  const head = strToU8(JSON.stringify({ rows: table.rows, columns: columns.map(({ head }) => head) }));
  const size = columns.reduce((sum, { bytes }) => sum + bytes.length, PRELUDE + head.length);
  const out = new Uint8Array(size);
  const view = new DataView(out.buffer);
  out.set(strToU8(MAGIC));
  view.setUint32(4, VERSION, true);
  view.setUint32(8, head.length, true);
  out.set(head, PRELUDE);
  let at = PRELUDE + head.length;
  for (const { bytes } of columns) {
    out.set(bytes, at);
    at += bytes.length;
  }
  return out;
}

interface Packed {
  readonly head: ColumnHead;
  readonly bytes: Uint8Array;
}

const MISSING = -1;
const UNPLACED = -2;

function packText({ name, kind, codes, levels }: TextColumn): Packed {
  const order = new Int32Array(levels.length).fill(UNPLACED);
  const seen: string[] = [];
  const index = new Map<string, number>();
  const recoded = new Int32Array(codes.length);
  for (let row = 0; row < codes.length; row++) {
    const code = codes[row] as number;
    let placed = code < 0 ? MISSING : (order[code] as number);
    if (placed === UNPLACED) placed = order[code] = place(levels[code] as string, seen, index);
    recoded[row] = placed;
  }
  const store: Store = seen.length < 128 ? "i8" : seen.length < 32_768 ? "i16" : "i32";
  return { head: { name, kind, store, levels: seen }, bytes: bytesOf(narrow(store, recoded)) };
}

/** The new code of a level; two levels with the same text share one. */
function place(text: string, seen: string[], index: Map<string, number>): number {
  const code = index.get(text) ?? seen.length;
  if (code === seen.length) {
    seen.push(text);
    index.set(text, code);
  }
  return code;
}

function packNumbers({ name, kind, values }: NumericColumn): Packed {
  const store = storeOf(values);
  if (store !== "f64") return { head: { name, kind, store }, bytes: bytesOf(narrow(store, values)) };
  // Every missing value becomes the same NaN: the bits of a NaN are free, and must not count as content.
  const plain = values.map((value) => (Number.isNaN(value) ? Number.NaN : value));
  return { head: { name, kind, store }, bytes: bytesOf(plain) };
}

/** The smallest store that holds every value and keeps its lowest number free for "missing". */
function storeOf(values: Float64Array): Store {
  let largest = 0;
  for (let row = 0; row < values.length; row++) {
    const value = values[row] as number;
    if (Number.isNaN(value)) continue;
    if (!Number.isInteger(value) || (value === 0 && Object.is(value, -0))) return "f64";
    const size = Math.abs(value);
    if (size > largest) largest = size;
  }
  if (largest < 2 ** 7) return "i8";
  if (largest < 2 ** 15) return "i16";
  return largest < 2 ** 31 ? "i32" : "f64";
}

type Narrow = Int8Array | Int16Array | Int32Array;

function empty(store: Exclude<Store, "f64">, length: number): Narrow {
  if (store === "i8") return new Int8Array(length);
  return store === "i16" ? new Int16Array(length) : new Int32Array(length);
}

function narrow(store: Exclude<Store, "f64">, values: Float64Array | Int32Array): Narrow {
  const out = empty(store, values.length);
  const missing = lowest(store);
  for (let i = 0; i < out.length; i++) {
    const value = values[i] as number;
    out[i] = Number.isNaN(value) ? missing : value;
  }
  return out;
}

function lowest(store: Exclude<Store, "f64">): number {
  return -(2 ** (WIDTHS[store] * 8 - 1));
}

function bytesOf({ buffer, byteOffset, byteLength }: Narrow | Float64Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}

/** The table of {@link encodeTable}. Throws `data.table-unreadable`. */
export function decodeTable(bytes: Uint8Array): Table {
  const { rows, columns, body } = readHead(bytes);
  const size = columns.reduce((sum, { store }) => sum + rows * WIDTHS[store], 0);
  if (body.length !== size)
    throw tableUnreadable({ problem: `${size} bytes of values are due, ${body.length} are there` });
  let at = 0;
  return {
    rows,
    columns: columns.map((head) => {
      const part = body.subarray(at, at + rows * WIDTHS[head.store]);
      at += part.length;
      return unpack(head, part);
    }),
  };
}

interface Head {
  readonly rows: number;
  readonly columns: readonly ColumnHead[];
}

function readHead(bytes: Uint8Array): Head & { readonly body: Uint8Array } {
  if (bytes.length < PRELUDE || strFromU8(bytes.subarray(0, 4)) !== MAGIC)
    throw tableUnreadable({ problem: "they do not begin as one" });
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = view.getUint32(4, true);
  if (version !== VERSION) throw tableUnreadable({ problem: `version ${version} is not known here` });
  const end = PRELUDE + view.getUint32(8, true);
  if (end > bytes.length) throw tableUnreadable({ problem: "they end too early" });
  return { ...(JSON.parse(strFromU8(bytes.subarray(PRELUDE, end))) as Head), body: bytes.subarray(end) };
}

function unpack({ name, kind, store, levels = [] }: ColumnHead, part: Uint8Array): Column {
  const { buffer } = part.slice();
  if (kind === "text") return { name, kind, codes: new Int32Array(narrowView(store, buffer)), levels };
  if (store === "f64") return { name, kind, values: new Float64Array(buffer) };
  const missing = lowest(store);
  const values = new Float64Array(narrowView(store, buffer));
  for (let row = 0; row < values.length; row++) if (values[row] === missing) values[row] = Number.NaN;
  return { name, kind, values };
}

function narrowView(store: Store, buffer: ArrayBuffer): Narrow {
  if (store === "i8") return new Int8Array(buffer);
  return store === "i16" ? new Int16Array(buffer) : new Int32Array(buffer);
}
