import type { Contract, Row } from "../../data/index.ts";

/** So many of the latest values are looked at; with fewer than the least nothing is said. */
const [LATEST, LEAST] = [64, 32];

/** Watches the fields of a stream whose median the contract bounds. */
export interface UnitWatch {
  /** Takes what events say, whether they are let through or not. */
  take(rows: readonly Row[]): void;
  /** The fields of an event that lie on the wrong side while the median of the latest values does. */
  broken(row: Row): readonly string[];
}

/**
 * Notices in mid-stream that a field comes in another unit: the median of its latest 64 values leaves the bounds that the
 * contract sets. From then on, until it is back, the values that are out of the same bound are refused. It remembers what
 * this process has seen, and a push counts before its own events are judged.
 */
export function unitWatch({ fields }: Contract): UnitWatch {
  const watched = Object.entries(fields).flatMap(([name, { median }]) =>
    median === undefined ? [] : [{ name, median, latest: [] as number[] }],
  );
  const sides = new Map<string, number>();
  return {
    take(rows) {
      for (const { name, median, latest } of watched) {
        for (const row of rows.slice(-LATEST)) if (typeof row[name] === "number") latest.push(row[name]);
        latest.splice(0, latest.length - LATEST);
        sides.set(name, latest.length < LEAST ? 0 : sideOf(middle(latest), median));
      }
    },
    broken: (row) =>
      watched.flatMap(({ name, median }) => {
        const [side, value] = [sides.get(name) ?? 0, row[name]];
        return side !== 0 && typeof value === "number" && sideOf(value, median) === side ? [name] : [];
      }),
  };
}

/** -1 below the bounds, 1 above them, else 0. */
function sideOf(value: number, { min, max }: { readonly min?: number; readonly max?: number }): -1 | 0 | 1 {
  if (min !== undefined && value < min) return -1;
  return max !== undefined && value > max ? 1 : 0;
}

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
