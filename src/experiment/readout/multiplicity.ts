import { isInsufficient } from "../../kernel/index.ts";
import { adjustForMany } from "../../stats/index.ts";
import type { Effect, TwoLooks } from "./effect.ts";

/**
 * What is done about asking many questions at once. `benjamini-hochberg`: of what is called an effect, one in twenty is
 * false on average. `bonferroni`: a false one is called at all in one experiment of twenty.
 */
export type Correction = "benjamini-hochberg" | "bonferroni";

/** P-values multiplied by their number, at most 1. Dunn. JASA 56, 1961. */
function timesTheirNumber(pValues: readonly number[]): readonly number[] {
  return pValues.map((p) => Math.min(1, p * pValues.length));
}

/** P-values corrected for their number, in the order given. */
export function correct(pValues: readonly number[], correction: Correction): readonly number[] {
  return correction === "bonferroni" ? timesTheirNumber(pValues) : adjustForMany(pValues);
}

/** The corrected p-value of each effect; null where there is none. */
export function correctedOf(
  effects: readonly Effect[],
  look: keyof TwoLooks,
  correction: Correction,
): readonly (number | null)[] {
  const found = effects.map((effect) => effect[look]);
  const told = found.flatMap((one, i) => (isInsufficient(one) ? [] : [{ i, p: one.pValue }]));
  const corrected = correct(
    told.map(({ p }) => p),
    correction,
  );
  const byIndex = new Map(told.map(({ i }, at) => [i, corrected[at] as number]));
  return effects.map((_, i) => byIndex.get(i) ?? null);
}
