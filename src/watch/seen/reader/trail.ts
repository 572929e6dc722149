import type { Instant } from "../../../kernel/index.ts";
import type { Cursor } from "../../../store/index.ts";
import type { KeptReading } from "./seen-book.ts";

/** What every entry since a place in the journal was counted in: so that it is known from where to go on. */
export interface Trail {
  /** Begins a page that is read from that place. */
  page(cursor: Cursor | null): void;
  /** The next entry belongs to the period that begins then; or to none, which is long over. */
  note(period: Instant | undefined): void;
  /** From where to go on once all periods before then are over; forgets what lies before. */
  cut(open: Instant): Pick<KeptReading, "cursor" | "counted">;
}

interface Page {
  readonly cursor: Cursor | null;
  readonly periods: Instant[];
}

/** Nothing read yet. */
export function openTrail(): Trail {
  let pages: Page[] = [];
  return {
    page(cursor) {
      pages.push({ cursor, periods: [] });
    },
    note(period) {
      pages.at(-1)?.periods.push(period ?? Number.NEGATIVE_INFINITY);
    },
    cut(open) {
      const first = pages.findIndex(({ periods }) => periods.some((period) => period >= open));
      pages = pages.slice(first < 0 ? -1 : first);
      const flags = pages.flatMap(({ periods }) => periods.map((period) => period < open));
      return { cursor: pages[0]?.cursor ?? null, counted: runsOf(flags) };
    },
  };
}

/** Lengths of runs of equal flags, beginning with those that are true. */
function runsOf(flags: readonly boolean[]): readonly number[] {
  const runs: number[] = [0];
  let current = true;
  for (const flag of flags) {
    if (flag !== current) runs.push(0);
    current = flag;
    runs[runs.length - 1] = (runs.at(-1) as number) + 1;
  }
  return runs;
}

/** Tells of one entry after the other whether it was counted; of all that come later, that they were not. */
export function countedBefore(runs: readonly number[]): () => boolean {
  let [run, left] = [0, runs[0] ?? 0];
  return () => {
    while (left === 0 && run < runs.length) left = runs[++run] ?? 0;
    if (run >= runs.length) return false;
    left--;
    return run % 2 === 0;
  };
}
