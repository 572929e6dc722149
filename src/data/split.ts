import { defineError, type ErrorConstructor, rng } from "../kernel/index.ts";
import { groupsOf, sizesOf } from "./groups.ts";
import { numbers, type Table } from "./table.ts";

/** How much of the rows each part gets: `{ train: 0.8, test: 0.2 }`. They add up to 1. */
export type Shares<Part extends string = string> = Readonly<Record<Part, number>>;

/** The rows of each part, ascending. Every row is in one part, or (by time, without a time) in none. */
export type Split<Part extends string = string> = Readonly<Record<Part, Int32Array>>;

export const sharesInvalid: ErrorConstructor<{ readonly problem: string }> = defineError("data.shares-invalid", {
  headline: "Shares that do not make a whole",
  message: ({ problem }: { readonly problem: string }) =>
    `The shares of a split must be positive and add up to 1, such as { train: 0.8, test: 0.2 }. ${problem}`,
});

export interface EntitySplit<Part extends string> {
  /** The column that names the entity. */
  readonly by: string;
  readonly shares: Shares<Part>;
  readonly seed: number;
}

/**
 * Splits by entity, filling the parts as closely to their shares of the rows as whole entities allow. No entity is on
 * two sides. Where an entity goes depends on all the others; see {@link splitByHash}. Throws `data.shares-invalid`.
 */
export function splitByGroup<const Part extends string>(table: Table, options: EntitySplit<Part>): Split<Part> {
  const parts = checked(options.shares);
  const groups = groupsOf(table, options.by);
  const sizes = sizesOf(groups);
  const order = rng({ seed: options.seed, purpose: "split-by-group" }).shuffled([...sizes.keys()]);
  const room = parts.map(({ share }) => share * table.rows);
  const partOf = new Uint8Array(sizes.length);
  for (const id of order) {
    const roomiest = room.indexOf(Math.max(...room));
    partOf[id] = roomiest;
    room[roomiest] = (room[roomiest] ?? 0) - (sizes[id] ?? 0);
  }
  return gather(parts, table.rows, (row) => partOf[groups.ids[row] as number] ?? 0);
}

/**
 * Splits by a hash of the entity's name: where an entity goes depends on its name and the seed alone, so it stays there
 * when rows come or go. Shares are met on average, by entities. Throws `data.shares-invalid`.
 */
export function splitByHash<const Part extends string>(table: Table, options: EntitySplit<Part>): Split<Part> {
  const parts = checked(options.shares);
  const { ids, keys } = groupsOf(table, options.by);
  const partOf = keys.map((unit) => partAt(parts, rng({ seed: options.seed, unit, purpose: "split-by-hash" }).at(0)));
  return gather(parts, table.rows, (row) => partOf[ids[row] as number] ?? 0);
}

export interface TimeSplit<Part extends string> {
  /** The column of times, or of numbers that grow with time. Absent: the order of the rows. */
  readonly by?: string;
  /** In order of time: the earliest part first. */
  readonly shares: Shares<Part>;
}

/**
 * Splits by time, the earliest rows first. Rows of the same moment stay together, in the earlier part; rows without a
 * time are in none. Throws `data.shares-invalid`.
 */
export function splitByTime<const Part extends string>(table: Table, { by, shares }: TimeSplit<Part>): Split<Part> {
  const parts = checked(shares);
  const times = by === undefined ? Float64Array.from({ length: table.rows }, (_, row) => row) : numbers(table, by);
  const sorted = times.filter((time) => !Number.isNaN(time)).sort();
  const ends = parts.map(({ upTo }) => sorted[Math.max(0, Math.round(upTo * sorted.length) - 1)] ?? Number.NaN);
  return gather(parts, table.rows, (row) => ends.findIndex((end) => (times[row] as number) <= end));
}

interface PartShare {
  readonly name: string;
  readonly share: number;
  /** This share and all before it. */
  readonly upTo: number;
}

function checked(shares: Shares): readonly PartShare[] {
  let upTo = 0;
  const parts = Object.entries(shares).map(([name, share]) => {
    if (!(share > 0)) throw sharesInvalid({ problem: `\`${name}\` is ${share}.` });
    upTo += share;
    return { name, share, upTo };
  });
  if (!(Math.abs(upTo - 1) < 1e-9)) throw sharesInvalid({ problem: `They add up to ${upTo}.` });
  return parts;
}

function partAt(parts: readonly PartShare[], uniform: number): number {
  const found = parts.findIndex(({ upTo }) => uniform < upTo);
  return found === -1 ? parts.length - 1 : found;
}

function gather<Part extends string>(
  parts: readonly PartShare[],
  rows: number,
  partOf: (row: number) => number,
): Split<Part> {
  const lists: number[][] = parts.map(() => []);
  for (let row = 0; row < rows; row++) lists[partOf(row)]?.push(row);
  const entries = parts.map(({ name }, i) => [name, Int32Array.from(lists[i] ?? [])]);
  return Object.freeze(Object.fromEntries(entries)) as Split<Part>;
}
