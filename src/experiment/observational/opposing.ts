import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Comparison, comparisonOf, DEFAULT_LEVEL, differencePoint, type Point } from "../../stats/index.ts";

/** The three arms: the control, the model with one of its ways of working shut, and the model whole. */
export interface ThreeArms {
  /** Means per unit with their variances, as `meanPoint` gives them. */
  readonly control: Point | Insufficient;
  /** The same decisions, but without the second way: as satisfied, and as slow as before. */
  readonly firstOnly: Point | Insufficient;
  readonly whole: Point | Insufficient;
}

/** One effect taken apart into two that may pull against each other. */
export interface OpposingEffects {
  readonly basis: "randomised";
  /** The whole against the control. */
  readonly total: Comparison | Insufficient;
  /** What the first way brings alone: first only against the control. */
  readonly first: Comparison | Insufficient;
  /** What the second way adds to it: the whole against first only. */
  readonly second: Comparison | Insufficient;
  /** Whether one surely brings and the other surely costs. */
  readonly opposing: boolean;
  /** Whether they are opposing while the total shows nothing: "no effect" would be the wrong lesson. */
  readonly masked: boolean;
  readonly assumes: readonly string[];
}

const ASSUMES = [
  "Shutting the second way changes nothing else: what is left of the model works as it does in the whole.",
  "What the second way adds is what it adds beside the first; alone it might bring something else.",
];

/**
 * Tells two opposing effects of one model apart by a third arm: happier customers spend more, and customers whose trouble
 * is solved faster spend less, and together it looks as if nothing had happened. All three comparisons are randomised; the
 * two parts add up to the total. The design: Bernardi, Mavridis, Estevez. 150 successful machine learning models: 6
 * lessons learned at Booking.com. KDD 2019. Both parts together have the error rate of `level`, default 0.95 (Bonferroni).
 */
export function opposingEffects(
  { control, firstOnly, whole }: ThreeArms,
  level: number = DEFAULT_LEVEL,
): OpposingEffects {
  const each = 1 - (1 - level) / 2;
  const total = comparisonOf(differencePoint(whole, control), level);
  const first = comparisonOf(differencePoint(firstOnly, control), each);
  const second = comparisonOf(differencePoint(whole, firstOnly), each);
  const opposing = signOf(first) * signOf(second) < 0;
  return {
    basis: "randomised",
    total,
    first,
    second,
    opposing,
    masked: opposing && signOf(total) === 0,
    assumes: ASSUMES,
  };
}

/** 1 or −1 where the interval leaves no doubt; 0 where it does. */
export function signOf(comparison: Pick<Comparison, "low" | "high"> | Insufficient): number {
  if (isInsufficient(comparison)) return 0;
  return comparison.low > 0 ? 1 : -Number(comparison.high < 0);
}
