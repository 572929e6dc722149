import { type Insufficient, insufficient } from "../../kernel/index.ts";
import {
  type Comparison,
  type Estimated,
  type Moments,
  meanDifference,
  momentsOf,
  proportion,
} from "../../stats/index.ts";
import { type DesignKind, defineDesignKind } from "./kinds.ts";

/** Long-lived cohorts: entities stay in their arm for months, and the effect is followed as they grow older. */
export const cohorts: DesignKind = defineDesignKind({
  name: "cohorts",
  tells: "Whether an effect lasts, grows or wears off the longer entities live with a release.",
  randomises: "entity",
});

/** A unit's money by age: the first entry is its first stretch of time in the experiment. */
export interface AgedUnit {
  readonly arm: string;
  /** Whole stretches alone, each as long; 0 where nothing came. */
  readonly money: readonly number[];
  /** Whether it was seen in each. */
  readonly seen: readonly boolean[];
}

/** The effect on those who have been in their arm for so long. */
export interface EffectAtAge {
  /** Stretches since the first exposure, from 0. */
  readonly age: number;
  /** Units old enough. */
  readonly units: number;
  readonly lift: Comparison | Insufficient;
  /** Share of the units of each arm that were still there. */
  readonly staying: { readonly treatment: Estimated; readonly control: Estimated };
}

/** How an effect grows old. */
export interface CohortEffects {
  readonly byAge: readonly EffectAtAge[];
  /** What the lift of the last age is more than that of the first, on the units that reached it. */
  readonly change: Comparison | Insufficient;
}

/**
 * The effect by age. Units count at an age that they have passed wholly, with nothing where nothing came, so that those who
 * left are not forgotten. `change` compares each unit with itself when it was young: a novelty that wears off is below zero,
 * learning above. Hohnhold, O'Brien, Tang. Focusing on the long-term: it's good for users and business. KDD 2015.
 */
export function cohortEffects(
  units: readonly AgedUnit[],
  { treatment, control, level }: { readonly treatment: string; readonly control: string; readonly level?: number },
): CohortEffects {
  const [treated, others] = [armOf(units, treatment), armOf(units, control)];
  const ages = Math.max(0, ...units.map(({ money }) => money.length));
  const byAge = Array.from({ length: ages }, (_, age) => effectAt(age, { treated, others, level }));
  return { byAge, change: changeOf({ treated, others, level }, ages - 1) };
}

function armOf(units: readonly AgedUnit[], name: string): readonly AgedUnit[] {
  return units.filter(({ arm }) => arm === name);
}

interface Arms {
  readonly treated: readonly AgedUnit[];
  readonly others: readonly AgedUnit[];
  readonly level: number | undefined;
}

function effectAt(age: number, { treated, others, level }: Arms): EffectAtAge {
  const old = treated.filter(({ money }) => money.length > age);
  const older = others.filter(({ money }) => money.length > age);
  const moneyOf = (some: readonly AgedUnit[]): Moments => momentsOf(some.map(({ money }) => money[age] ?? 0));
  const staying = (some: readonly AgedUnit[]): Estimated =>
    proportion(some.filter(({ seen }) => seen[age] === true).length, some.length, level);
  return {
    age,
    units: old.length + older.length,
    lift: meanDifference(moneyOf(old), moneyOf(older), level),
    staying: { treatment: staying(old), control: staying(older) },
  };
}

function changeOf({ treated, others, level }: Arms, last: number): Comparison | Insufficient {
  if (last < 1) return insufficient("too-few-ages", { need: 2, have: last + 1 });
  const growth = (some: readonly AgedUnit[]): Moments =>
    momentsOf(some.flatMap(({ money }) => (money.length > last ? [(money[last] ?? 0) - (money[0] ?? 0)] : [])));
  return meanDifference(growth(treated), growth(others), level);
}
