import type { DuckDBVector } from "@duckdb/node-api";
import { stringsOf } from "./vector-bits.ts";

/** Strings up to this many bytes lie in the vector itself. */
const INLINE = 12;

/**
 * Codes for the strings of DuckDB vectors, in order of first appearance. The engine hashes them; only a hash that was not seen
 * before makes a JavaScript string. Of a hash 52 bits count: among a million strings two share one in fewer than 1 of 5,000 columns.
 */
export class StringCodes {
  readonly levels: string[] = [];
  /** Hashes by place, NaN where there is none; open addressing, at most half full. */
  private hashes: Float64Array = new Float64Array(256).fill(Number.NaN);
  private codes: Int32Array = new Int32Array(256);

  /** Writes the code of every row to `out`; −1 where the hash is NaN, which stands for null. */
  encode(vector: DuckDBVector<string>, hashes: Float64Array, out: Int32Array): void {
    const fresh: number[] = [];
    const known = this.levels.length;
    for (let row = 0; row < out.length; row++) {
      const hash = hashes[row] as number;
      if (Number.isNaN(hash)) {
        out[row] = -1;
        continue;
      }
      const place = this.placeOf(hash);
      if (this.hashes[place] === hash) out[row] = this.codes[place] as number;
      else {
        out[row] = known + fresh.length;
        this.add(hash, place, known + fresh.push(row) - 1);
      }
    }
    if (fresh.length > 0) appendTexts(this.levels, vector, fresh);
  }

  private placeOf(hash: number): number {
    const { hashes } = this;
    const mask = hashes.length - 1;
    // The low bits of a hash are as good as any.
    let place = (hash % 0x100000000) & mask;
    for (;;) {
      const there = hashes[place] as number;
      if (there === hash || Number.isNaN(there)) return place;
      place = (place + 1) & mask;
    }
  }

  private add(hash: number, place: number, code: number): void {
    this.hashes[place] = hash;
    this.codes[place] = code;
    if ((code + 1) * 2 > this.hashes.length) this.grow();
  }

  private grow(): void {
    const { hashes, codes } = this;
    this.hashes = new Float64Array(hashes.length * 4).fill(Number.NaN);
    this.codes = new Int32Array(codes.length * 4);
    hashes.forEach((hash, from) => {
      if (Number.isNaN(hash)) return;
      const place = this.placeOf(hash);
      this.hashes[place] = hash;
      this.codes[place] = codes[from] as number;
    });
  }
}

/** Bytes of the short strings of one vector: 2,048 of 12. */
const BYTES = Buffer.alloc(2_048 * INLINE);

/** The strings of some rows. Those that lie in the vector itself and are ASCII are decoded together: one by one costs ten times as much. */
function appendTexts(levels: string[], vector: DuckDBVector<string>, rows: readonly number[]): void {
  const view = stringsOf(vector);
  const ends = new Int32Array(rows.length);
  let end = 0;
  rows.forEach((row, i) => {
    const next = view === undefined || end + INLINE > BYTES.length ? -1 : copyShort(view, row, end);
    ends[i] = next;
    if (next >= 0) end = next;
  });
  const all = BYTES.toString("latin1", 0, end);
  let start = 0;
  rows.forEach((row, i) => {
    const to = ends[i] as number;
    levels.push(to < 0 ? (vector.getItem(row) ?? "") : all.slice(start, to));
    if (to >= 0) start = to;
  });
}

/** Copies a string that lies in the vector and is ASCII to `at`; gives where it ends, −1 for others. */
function copyShort(view: DataView, row: number, at: number): number {
  const from = 16 * row;
  const length = view.getUint32(from, true);
  if (length > INLINE) return -1;
  for (let i = 0; i < length; i++) {
    const byte = view.getUint8(from + 4 + i);
    if (byte > 127) return -1;
    BYTES[at + i] = byte;
  }
  return at + length;
}
