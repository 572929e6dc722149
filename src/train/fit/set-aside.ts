import { folds } from "../../data/index.ts";
import type { PlanInput } from "./fit-plan.ts";

/** How rows belong together: what a division of them has to respect. */
export type Belonging = Pick<PlanInput, "entity" | "time" | "strata" | "seed">;

/** The training rows of one fit, divided. */
export interface Divided {
  /** Rows that are learned from. */
  readonly learn: Int32Array;
  /** Rows by which learning sees when to stop; ascending, as the others. */
  readonly watch: Int32Array;
}

/**
 * Sets aside about a share of a fit's own training rows: the newest where the data have a time, else whole entities, every
 * kind of row in its share. The same rows each time. Throws `data.folds-impossible` where all are of one entity.
 */
export function setAside(belonging: Belonging, rows: Int32Array, share: number): Divided {
  const { time } = belonging;
  const newest = time === null ? undefined : newestOf(rows, time, share);
  const isWatched = newest ?? entitiesOf(rows, belonging, share);
  return { learn: rows.filter((_, i) => !isWatched(i)), watch: rows.filter((_, i) => isWatched(i)) };
}

/** The rows of one fit, as it takes them: with some to watch where it stops early. */
export function divide(
  belonging: Belonging,
  rows: Int32Array,
  share: number | undefined,
): { readonly train: Int32Array; readonly watch?: Int32Array } {
  if (share === undefined) return { train: rows };
  const { learn, watch } = setAside(belonging, rows, share);
  return { train: learn, watch };
}

/** Moments stay together; undefined where there is but one. */
function newestOf(rows: Int32Array, time: Float64Array, share: number): ((i: number) => boolean) | undefined {
  const times = Float64Array.from(rows, (row) => time[row] as number);
  const sorted = times.filter((at) => !Number.isNaN(at)).sort();
  const cut = sorted[Math.floor((1 - share) * sorted.length)];
  if (cut === undefined || !((sorted[0] as number) < cut)) return newestMoment(times, sorted);
  const last = sorted.at(-1) as number;
  // The moment at the cut belongs to what is learned from, unless nothing would be left to watch.
  return cut < last ? (i) => (times[i] as number) > cut : (i) => times[i] === last;
}

/** Where most rows are of the oldest moment, what came after it. */
function newestMoment(times: Float64Array, sorted: Float64Array): ((i: number) => boolean) | undefined {
  const [oldest] = sorted;
  if (oldest === undefined || oldest === sorted.at(-1)) return undefined;
  return (i) => (times[i] as number) > oldest;
}

function entitiesOf(rows: Int32Array, { entity, strata, seed }: Belonging, share: number): (i: number) => boolean {
  const groups = rows.map((row) => entity[row] as number);
  const { parts, watched } = fractionNear(share, new Set(groups).size);
  const kinds = Float64Array.from(rows, (row) => strata[row] as number);
  const fold = folds(groups, { k: parts, seed, strata: kinds });
  return (i) => (fold[i] as number) < watched;
}

const MOST_PARTS = 20;

/** The fraction nearest to a share with up to twenty parts, and no more than there are groups. */
function fractionNear(share: number, groups: number): { readonly parts: number; readonly watched: number } {
  let best = { parts: 2, watched: 1 };
  for (let parts = 3; parts <= Math.min(MOST_PARTS, groups); parts++) {
    const watched = Math.max(1, Math.round(share * parts));
    const isNearer = Math.abs(watched / parts - share) < Math.abs(best.watched / best.parts - share) - 1e-9;
    if (isNearer) best = { parts, watched };
  }
  return best;
}
