import { hashText } from "../../stats/index.ts";

/**
 * What each unit (entity) adds up to, by the hash of its name. Beyond {@link MOST_UNITS} only those are kept whose hash is
 * below a limit that falls by halves: the same units whatever part of the journal they are seen in, so that parts merge, and
 * chosen by nothing that is measured. Cohen and Kaplan. Summarizing data using bottom-k sketches. PODC 2007.
 */
export interface UnitSums {
  /** Numbers for each unit. */
  readonly width: number;
  /** The share of all units that is kept. */
  readonly share: number;
  readonly rows: ReadonlyMap<number, Float64Array>;
}

/** So many units are kept one by one. */
export const MOST_UNITS = 65_536;

/** The first numbers of a row: what it is kept by, when its unit came first and last, counts; those of each measure follow: its sum, and its size. */
export const AT = { order: 0, first: 1, last: 2, held: 3, served: 4, named: 5, measures: 6 } as const;

/** Where a measure's numbers stand in a row. */
export function placeOf(measure: number): number {
  return AT.measures + 2 * measure;
}

/** So many rows are made at a time: one large array is made and given up far faster than many small ones. */
const ROWS_AT_ONCE = 512;

/** Gives rows to which nothing was added. */
function rowMaker(width: number): () => Float64Array {
  let [slab, used] = [new Float64Array(0), 0];
  return () => {
    if (used === slab.length) [slab, used] = [new Float64Array(ROWS_AT_ONCE * width), 0];
    const row = slab.subarray(used, used + width);
    used += width;
    row[AT.first] = Infinity;
    row[AT.last] = -Infinity;
    return row;
  };
}

const ORDERS = 2 ** 32;

/** A unit without its name. */
export interface UnitKey {
  /** 31 bits of its hash, so that it is a small integer: of as many units as are kept, one pair or so is taken for one. */
  readonly key: number;
  /** Other 32 bits, by which it is kept or not. */
  readonly order: number;
}

export function unitKey(name: string): UnitKey {
  const { high, low } = hashText(name);
  return { key: high >>> 1, order: low };
}

/** Units to which decisions are added. */
export interface OpenUnits {
  /** The row of a unit to add to; undefined where it is not kept. */
  row(unit: UnitKey): Float64Array | undefined;
  read(): UnitSums;
}

/** No units yet. `most`: how many are kept one by one. */
export function openUnits(width: number, most: number = MOST_UNITS): OpenUnits {
  const rows = new Map<number, Float64Array>();
  const makeRow = rowMaker(width);
  let share = 1;
  return {
    row({ key, order }) {
      if (order >= share * ORDERS) return undefined;
      const found = rows.get(key);
      if (found !== undefined) return found;
      const row = makeRow();
      row[AT.order] = order;
      rows.set(key, row);
      while (rows.size > most) {
        share /= 2;
        dropBeyond(rows, share);
      }
      return order < share * ORDERS ? row : undefined;
    },
    read: () => ({ width, share, rows }),
  };
}

function dropBeyond(rows: Map<number, Float64Array>, share: number): void {
  for (const [key, row] of rows) if ((row[AT.order] as number) >= share * ORDERS) rows.delete(key);
}

/** All together, as if one had seen everything. */
export function mergeUnits(parts: readonly UnitSums[], most: number = MOST_UNITS): UnitSums {
  const width = parts[0]?.width ?? AT.measures;
  const least = parts.reduce((share, part) => Math.min(share, part.share), 1);
  const open = openUnits(width, most);
  for (const { rows } of parts)
    for (const [key, row] of rows) {
      const order = row[AT.order] as number;
      if (order >= least * ORDERS) continue;
      const into = open.row({ key, order });
      if (into !== undefined) addRow(into, row);
    }
  const { rows, share } = open.read();
  return { width, rows, share: Math.min(least, share) };
}

function addRow(into: Float64Array, row: Float64Array): void {
  into[AT.first] = Math.min(into[AT.first] as number, row[AT.first] as number);
  into[AT.last] = Math.max(into[AT.last] as number, row[AT.last] as number);
  for (let i = AT.held; i < into.length; i++) into[i] = (into[i] as number) + (row[i] as number);
}
