import { type CaseSpread, caseVariance } from "../followed/case-spread.ts";

/** Cases that differ by less than this part of the reference's variance have the rest in common. */
const APART = 0.5;
/** Fewer cases do not tell how much they have in common. */
const FEWEST = 20;

/**
 * What all cases of a period have in common, such as the weather or how full a ward is, as a variance where the reference's is 1:
 * what the reference varies by, and cases of one period do not, periods must. However many come, they are then one draw. 0 where
 * cases differ at least half as much as in the reference, and until that is known.
 */
export function sharedVariance(...within: readonly CaseSpread[]): number {
  if (within.some(({ freedom }) => freedom < FEWEST)) return 0;
  return Math.max(0, 1 - Math.max(...within.map(caseVariance)) / APART);
}
