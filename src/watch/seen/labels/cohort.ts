import type { Instant } from "../../../kernel/index.ts";
import type { DecisionRecord } from "../../../records/index.ts";
import { hashText } from "../../../stats/index.ts";

/** The decisions of one period whose labels are waited for: all, or a sample. Plain data. */
export interface Cohort {
  /** Start of the period. */
  readonly from: Instant;
  /** How many decisions there were. */
  readonly count: number;
  readonly decisions: readonly DecisionRecord[];
}

/** A cohort whose period is not over. */
export interface OpenCohort {
  /** Adds a decision; gives the ids of those that are not looked at any more, itself perhaps among them. */
  add(decision: DecisionRecord): readonly string[];
  read(): Cohort;
}

/**
 * Samples at most `most` decisions of a period, by a hash of their ids: as soon as there are more, half of all ids count no longer.
 * So what is kept depends on the ids alone, never on their order.
 */
export function openCohort(from: Instant, most: number): OpenCohort {
  const kept = new Map<string, DecisionRecord>();
  let [count, share] = [0, 1];
  const halve = (): readonly string[] => {
    share /= 2;
    const dropped = [...kept.keys()].filter((id) => lotOf(id) >= share);
    for (const id of dropped) kept.delete(id);
    return dropped;
  };
  return {
    add(decision) {
      count++;
      if (lotOf(decision.id) >= share) return [decision.id];
      kept.set(decision.id, decision);
      const dropped: string[] = [];
      while (kept.size > most) dropped.push(...halve());
      return dropped;
    },
    read: () => ({ from, count, decisions: [...kept.values()] }),
  };
}

/** Where between 0 and 1 an id falls. */
function lotOf(id: string): number {
  return (hashText(id).high >>> 0) / 2 ** 32;
}
