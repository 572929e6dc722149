import type { DaySums } from "./day-sums.ts";
import type { UnitSums } from "./unit-sums.ts";

/**
 * Bytes of a day's sums: the length of a JSON head, the head, and then each unit's number and row as doubles in the order of
 * bytes that all machines have on which this runs: little endian.
 */
export function encodeDay({ units, ...rest }: DaySums): Uint8Array {
  const { width, share, rows } = units;
  const head = new TextEncoder().encode(JSON.stringify({ ...rest, units: { width, share, count: rows.size } }));
  const numbers = new Float64Array(rows.size * (width + 1));
  let at = 0;
  for (const [key, row] of rows) {
    numbers[at] = key;
    numbers.set(row, at + 1);
    at += width + 1;
  }
  const bytes = new Uint8Array(4 + head.length + numbers.byteLength);
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, 4);
  bytes.set(new Uint8Array(numbers.buffer), 4 + head.length);
  return bytes;
}

type Head = Omit<DaySums, "units"> & { readonly units: Omit<UnitSums, "rows"> & { readonly count: number } };

/** A day's sums from their bytes; undefined where these are none. */
export function decodeDay(bytes: Uint8Array): DaySums | undefined {
  const end = bytes.length < 4 ? Infinity : 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  if (end > bytes.length) return undefined;
  const { units, ...rest } = JSON.parse(new TextDecoder().decode(bytes.subarray(4, end))) as Head;
  const { width, share, count } = units;
  if (bytes.length !== end + 8 * count * (width + 1)) return undefined;
  // A copy begins where doubles may begin.
  const numbers = new Float64Array(bytes.slice(end).buffer);
  const rows = new Map<number, Float64Array>();
  for (let at = 0; at < numbers.length; at += width + 1)
    rows.set(numbers[at] as number, numbers.subarray(at + 1, at + 1 + width));
  return { ...rest, units: { width, share, rows } };
}
