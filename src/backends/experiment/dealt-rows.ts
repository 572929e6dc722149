import { closeSync, openSync, readSync, statSync, writeSync } from "node:fs";

/** Rows that wait for each part before they are written. */
const WAITING = 8_192;
const BYTES_OF_ROW = 24;
const MOST_NAMES = 256;

/** Rows to deal out, by column: a unit in two words of 32 bits, a time in milliseconds, the number of a name, an amount. */
export interface RowsToDeal {
  readonly lows: Float64Array;
  readonly highs: Float64Array;
  readonly times: Float64Array;
  readonly codes: Float64Array;
  readonly amounts: Float64Array;
}

/** Deals rows out to files by unit, so that all rows of a unit are in one. */
export interface Dealer {
  readonly files: readonly string[];
  deal(count: number, rows: RowsToDeal): void;
  /** Writes what waits, and closes the files. */
  close(): void;
}

/** A dealer to so many files, a power of two, in a folder that is there. Rows lie in the files as `CodedRows` says. */
export function dealerTo(folder: string, name: string, parts: number): Dealer {
  const files = Array.from({ length: parts }, (_, part) => `${folder}/${name}-${part}`);
  const open = files.map((file) => openSync(file, "w"));
  const buffer = new ArrayBuffer(parts * WAITING * BYTES_OF_ROW);
  const [words, numbers] = [new Uint32Array(buffer), new Float64Array(buffer)];
  const waiting = new Int32Array(parts);
  const flush = (part: number): void => {
    const view = new Uint8Array(buffer, part * WAITING * BYTES_OF_ROW, (waiting[part] as number) * BYTES_OF_ROW);
    for (let from = 0; from < view.length; ) from += writeSync(open[part] as number, view, from);
    waiting[part] = 0;
  };
  return {
    files,
    deal(count, { lows, highs, times, codes, amounts }) {
      for (let i = 0; i < count; i++) {
        // The other word finds a unit among those of its part.
        const part = (highs[i] as number) & (parts - 1);
        const row = part * WAITING + (waiting[part] as number);
        words[6 * row] = lows[i] as number;
        words[6 * row + 1] = highs[i] as number;
        numbers[3 * row + 1] = Math.floor(times[i] as number) * MOST_NAMES + (codes[i] as number);
        numbers[3 * row + 2] = amounts[i] as number;
        waiting[part] = (waiting[part] as number) + 1;
        if (waiting[part] === WAITING) flush(part);
      }
    },
    close() {
      for (const [part, file] of open.entries()) {
        flush(part);
        closeSync(file);
      }
    },
  };
}

/** The bytes of a part. */
export function dealtBytes(file: string): ArrayBuffer {
  const { size } = statSync(file);
  const bytes = new ArrayBuffer(size);
  const open = openSync(file, "r");
  try {
    for (let at = 0; at < size; ) at += readSync(open, new Uint8Array(bytes, at));
  } finally {
    closeSync(open);
  }
  return bytes;
}
