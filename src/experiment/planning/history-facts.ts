import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Moments, momentsOf, varianceOf } from "../../stats/index.ts";
import { type Enrolment, enrolmentOf } from "./enrolment.ts";

/** A decision of the past, and what it came to. */
export interface PastDecision {
  readonly unit: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly money: number;
}

/** What the past says about an experiment to come. */
export interface HistoryFacts {
  readonly days: number;
  readonly decisions: number;
  readonly units: number;
  readonly decisionsPerUnit: number;
  /** Money of each unit over the whole history. */
  readonly perUnit: Moments;
  /** Standard deviation of one unit's money over the whole history. */
  readonly sdPerUnit: number | Insufficient;
  readonly enrolment: Enrolment;
}

const DAY = 86_400_000;

/** Sums the past up. `to` is when it ends, milliseconds since 1970. */
export function historyFacts(past: readonly PastDecision[], to: number): HistoryFacts {
  const from = past.reduce((least, { at }) => Math.min(least, at), to);
  const units = new Map<string, { first: number; money: number }>();
  for (const { unit, at, money } of past) {
    const sum = units.get(unit) ?? { first: at, money: 0 };
    units.set(unit, sum);
    sum.first = Math.min(sum.first, at);
    sum.money += money;
  }
  const all = [...units.values()];
  const perUnit = momentsOf(all.map(({ money }) => money));
  return {
    days: (to - from) / DAY,
    decisions: past.length,
    units: units.size,
    decisionsPerUnit: past.length / Math.max(1, units.size),
    perUnit,
    sdPerUnit: deviationOf(perUnit),
    enrolment: enrolmentOf(
      all.map(({ first }) => first),
      { from, to },
    ),
  };
}

function deviationOf(moments: Moments): number | Insufficient {
  const variance = varianceOf(moments);
  if (isInsufficient(variance)) return variance;
  return variance > 0 ? Math.sqrt(variance) : insufficient("zero-variance");
}
