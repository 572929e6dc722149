import type { Table } from "../../src/data/index.ts";
import { rng } from "../../src/kernel/index.ts";

/** A year of events and the decisions between them. */
export interface Made {
  readonly events: Table;
  readonly decisions: Table;
}

export interface Sizes {
  readonly events: number;
  readonly decisions: number;
  readonly entities: number;
}

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
/** Of the law by which few entities have most of the events. */
const EXPONENT = 1.1;
const LATE = 0.05;
export const KINDS: readonly string[] = ["visit", "call", "er", "lab", "refill", "note"];

/**
 * Events in the order in which they were loaded: entities by Zipf's law, times even over a year, most known within some
 * minutes and every twentieth late by up to some days. Decisions in order of time, about the same entities.
 */
export function makeEvents({ events, decisions, entities }: Sizes, seed = 1): Made {
  const draw = rng({ seed, purpose: "as-of benchmark" });
  const entityOf = zipf(entities);
  const happened = Float64Array.from({ length: events }, () => START + Math.floor(draw.uniform() * 365 * DAY));
  const knownAt = happened.map((at) => {
    const lag = draw.uniform() < LATE ? -Math.log(1 - draw.uniform()) * 2 * DAY : draw.uniform() * 300_000;
    return at + Math.floor(lag);
  });
  const order = sortedBy(knownAt);
  const number = (name: string, values: Float64Array) => ({ name, kind: "number", values }) as const;
  const columns: Table["columns"] = [
    number(
      "who",
      Float64Array.from({ length: events }, () => entityOf(draw.uniform())),
    ),
    { name: "at", kind: "time", values: order.map((row) => happened[row] as number) },
    { name: "loaded", kind: "time", values: order.map((row) => knownAt[row] as number) },
    number(
      "cost",
      Float64Array.from({ length: events }, () => Math.floor(-Math.log(1 - draw.uniform()) * 5_000) / 100),
    ),
    number(
      "items",
      Float64Array.from({ length: events }, () => 1 + Math.floor(draw.uniform() * 9)),
    ),
    { name: "urgent", kind: "flag", values: Float64Array.from({ length: events }, () => Number(draw.uniform() < 0.2)) },
    {
      name: "kind",
      kind: "text",
      codes: Int32Array.from({ length: events }, () => Math.floor(draw.uniform() * KINDS.length)),
      levels: KINDS,
    },
  ];
  const times = Float64Array.from({ length: decisions }, () => START + Math.floor((30 + draw.uniform() * 335) * DAY));
  const asked: Table["columns"] = [
    number(
      "who",
      Float64Array.from({ length: decisions }, () => entityOf(draw.uniform())),
    ),
    { name: "at", kind: "time", values: times.sort() },
  ];
  return { events: { rows: events, columns }, decisions: { rows: decisions, columns: asked } };
}

/** The rows in order of their numbers. */
function sortedBy(values: Float64Array): Float64Array {
  // Whole milliseconds of a year and a row number fit into the 53 bits of a double only apart: sort pairs by buckets of an hour.
  const buckets = new Map<number, number[]>();
  values.forEach((value, row) => {
    const bucket = Math.floor((value - START) / 3_600_000);
    const rows = buckets.get(bucket);
    if (rows === undefined) buckets.set(bucket, [row]);
    else rows.push(row);
  });
  const order = new Float64Array(values.length);
  let at = 0;
  for (const bucket of [...buckets.keys()].sort((a, b) => a - b))
    for (const row of (buckets.get(bucket) ?? []).sort((a, b) => (values[a] as number) - (values[b] as number)))
      order[at++] = row;
  return order;
}

/** Draws an entity, 1 being the most frequent: by inverting the cumulative shares. */
function zipf(entities: number): (uniform: number) => number {
  const upTo = new Float64Array(entities);
  let sum = 0;
  for (let rank = 1; rank <= entities; rank++) {
    sum += rank ** -EXPONENT;
    upTo[rank - 1] = sum;
  }
  return (uniform) => {
    const goal = uniform * sum;
    let [low, high] = [0, entities - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) < goal) low = middle + 1;
      else high = middle;
    }
    return low + 1;
  };
}
