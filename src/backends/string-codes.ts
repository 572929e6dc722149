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
    const view = stringsOf(vector);
    for (let row = 0; row < out.length; row++) {
      const hash = hashes[row] as number;
      if (Number.isNaN(hash)) {
        out[row] = -1;
        continue;
      }
      const place = this.placeOf(hash);
      if (this.hashes[place] === hash) out[row] = this.codes[place] as number;
      else {
        out[row] = this.levels.length;
        this.add(hash, place, shortText(view, row) ?? vector.getItem(row) ?? "");
      }
    }
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

  private add(hash: number, place: number, text: string): void {
    this.hashes[place] = hash;
    this.codes[place] = this.levels.push(text) - 1;
    if (this.levels.length * 2 > this.hashes.length) this.grow();
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

/** A string that lies in the vector itself and is ASCII; undefined for others. */
function shortText(view: DataView | undefined, row: number): string | undefined {
  if (view === undefined) return undefined;
  const at = 16 * row;
  const length = view.getUint32(at, true);
  if (length > INLINE) return undefined;
  let text = "";
  for (let i = 0; i < length; i++) {
    const byte = view.getUint8(at + 4 + i);
    if (byte > 127) return undefined;
    text += ASCII[byte];
  }
  return text;
}

const ASCII: readonly string[] = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));
