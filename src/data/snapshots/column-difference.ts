import { type Cell, type Column, cell } from "../table.ts";

/** One value that became another. */
export interface Change {
  readonly from: Cell;
  readonly to: Cell;
  readonly count: number;
}

/** How one column differs in the rows that both snapshots have. */
export interface ColumnDifference {
  readonly name: string;
  /** Rows with another value. */
  readonly changed: number;
  /** Of these, rows where a value is missing now, and where one is there now. */
  readonly vanished: number;
  readonly appeared: number;
  /** The most frequent changes, at most 5. */
  readonly changes: readonly Change[];
  /** Numbers and times that are there in both: their means before and after; null when there are none. */
  readonly means: { readonly before: number; readonly after: number } | null;
}

/** So many different changes are counted; what comes later counts in sum alone. */
const MOST_CHANGES = 10_000;
const SHOWN_CHANGES = 5;

/** Adds up how a column changed, pair by pair. */
export class ColumnTally {
  readonly name: string;
  private changed = 0;
  private vanished = 0;
  private appeared = 0;
  private readonly sums = { before: 0, after: 0, pairs: 0 };
  private readonly changes = new Map<string, { from: Cell; to: Cell; count: number }>();

  constructor(name: string) {
    this.name = name;
  }

  /** Adds a pair of values; false when they are the same. */
  add(before: readonly [Column, number], after: readonly [Column, number]): boolean {
    const [from, to] = [cell(...before), cell(...after)];
    if (from === to) return false;
    this.changed++;
    if (to === null) this.vanished++;
    if (from === null) this.appeared++;
    if (typeof from === "number" && typeof to === "number") {
      this.sums.before += from;
      this.sums.after += to;
      this.sums.pairs++;
    }
    this.count(from, to);
    return true;
  }

  private count(from: Cell, to: Cell): void {
    const key = JSON.stringify([from, to]);
    const known = this.changes.get(key);
    if (known !== undefined) known.count++;
    else if (this.changes.size < MOST_CHANGES) this.changes.set(key, { from, to, count: 1 });
  }

  result(): ColumnDifference {
    const { name, changed, vanished, appeared } = this;
    const { before, after, pairs } = this.sums;
    const changes = [...this.changes.values()].sort((a, b) => b.count - a.count).slice(0, SHOWN_CHANGES);
    const means = pairs === 0 ? null : { before: before / pairs, after: after / pairs };
    return { name, changed, vanished, appeared, changes, means };
  }
}
