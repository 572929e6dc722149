import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Comparison, type Estimated, type Moments, mapEstimate, meanDifference } from "../../stats/index.ts";
import { type DesignKind, defineDesignKind } from "./kinds.ts";

/** Holdback: a small part is never acted on, so that what the whole system brings stays known. */
export const heldBack: DesignKind = defineDesignKind({
  name: "holdback",
  tells: "What the system as a whole brings over doing without it, for as long as the holdback is kept.",
  randomises: "entity",
});

/** Money per unit of those who are served and of those who are held back. */
export interface HoldbackArms {
  readonly served: Moments;
  readonly heldBack: Moments;
}

/** What the system brings, and what keeping the holdback cost to know it. */
export interface HoldbackValue {
  /** Money per unit over doing without. */
  readonly perUnit: Comparison | Insufficient;
  /** The same for all who were served. */
  readonly total: Estimated;
  /** What those held back would have brought: the price of knowing. */
  readonly forgone: Estimated;
}

/** Values a system by its holdback: Welch's comparison, times those who were served and those who were not. */
export function holdbackValue({ served, heldBack: held }: HoldbackArms, level?: number): HoldbackValue {
  const perUnit = meanDifference(served, held, level);
  const times = (units: number): Estimated =>
    isInsufficient(perUnit) ? perUnit : mapEstimate(perUnit, (money) => money * units);
  return { perUnit, total: times(served.n), forgone: times(held.n) };
}
