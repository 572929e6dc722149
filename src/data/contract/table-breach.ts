import type { Bounds } from "./field.ts";

/** What a whole table breaks that no single row does. */
export interface TableBreach {
  readonly what: "rows" | "share" | "fresh" | "median";
  /** Absent: the table as a whole. */
  readonly field?: string;
  /** What came and what is demanded, as a sentence. */
  readonly message: string;
}

/** `at least 40%`, `40% to 60%`. */
export function wordBounds({ min, max }: Bounds, show: (bound: number) => string): string {
  if (min === undefined) return `at most ${show(max ?? 0)}`;
  return max === undefined ? `at least ${show(min)}` : `${show(min)} to ${show(max)}`;
}
