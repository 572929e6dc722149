import type { Instant } from "../../../kernel/index.ts";

/** The first report of a decision's outcome that came too late to count, and the period in which it came. */
export interface Late {
  readonly decision: string;
  readonly outcome: string;
  readonly period: Instant;
}

/** Reports that came too late: of each decision and outcome the first. */
export interface LateReports {
  /** One that was noted before stays as it was. */
  note(late: Late): void;
  /** Decisions with a late report of any of these outcomes in a period. */
  countIn(period: Instant, outcomes: readonly string[]): number;
  /** What was noted since it was asked last. */
  keep(): readonly Late[];
  restore(late: readonly Late[]): void;
  /** Forgets those of decisions that nobody knows any more. */
  forget(isKnown: (decision: string) => boolean): void;
}

/** Nothing came late yet. */
export function lateReports(): LateReports {
  const all = new Map<string, Late>();
  let fresh: Late[] = [];
  const keyOf = ({ decision, outcome }: Late): string => `${outcome}\u0000${decision}`;
  return {
    note(late) {
      if (all.has(keyOf(late))) return;
      all.set(keyOf(late), late);
      fresh.push(late);
    },
    countIn(period, outcomes) {
      const found = [...all.values()].filter((late) => late.period === period && outcomes.includes(late.outcome));
      return new Set(found.map(({ decision }) => decision)).size;
    },
    keep() {
      const kept = fresh;
      fresh = [];
      return kept;
    },
    restore(late) {
      for (const one of late) all.set(keyOf(one), one);
    },
    forget(isKnown) {
      for (const [key, { decision }] of all) if (!isKnown(decision)) all.delete(key);
    },
  };
}
