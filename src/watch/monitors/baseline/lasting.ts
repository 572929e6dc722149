import { either } from "../evidence/combine.ts";
import type { Side } from "../evidence/student.ts";

/**
 * Periods of which it is asked whether all of them lie to one side of what is usual. What is usual of their scatter is held as it
 * was before the first of them, so that a change cannot make itself usual. Plain data.
 */
export interface Stretch {
  /** How many, and the sum of their deviations and of the squares of these, in standard deviations. */
  readonly n: number;
  readonly sum: number;
  readonly squares: number;
  /** ln of the evidence that they gathered; always more than 0. */
  readonly ln: number;
  readonly spread: number;
  readonly freedom: number;
  readonly common: number;
}

/** The stretches that may be the beginning of a rise, and of a fall; absent where the last period spoke against it. */
export interface Stretches {
  readonly up?: Stretch;
  readonly down?: Stretch;
}

/** Bets on a rise and on a fall that last, each to be followed by itself: natural logarithms of e-values of the period. */
export interface Lasting {
  readonly up?: number;
  readonly down?: number;
}

/** A period, and what is usual. */
export interface LastingLook {
  readonly side: Side;
  /** The deviation in standard deviations, where periods vary by that much beyond sampling. */
  readonly deviation: (spread: number) => number;
  /** Variance beyond sampling, the degrees of freedom to which it is known, and the part of it that neighbours have in common. */
  readonly spread: number;
  readonly freedom: number;
  readonly common: number;
  /** Sizes of the change that are bet on, in standard deviations of a period. Default 1.5, 2.5 and 4. */
  readonly sizes?: readonly number[];
}

/** Before anything was seen. */
export const noStretches: Stretches = Object.freeze({});

/** A change that lasts is thought to be of one of these sizes, in standard deviations of a period. */
const SIZES: readonly number[] = [1.5, 2.5, 4];
/** No period counts for more than this: a single one, however far out, is no change that lasts. */
const FARTHEST = 4;

/**
 * Bets on a change that lasts: each size in turn in place of 0 as the mean of all periods of a stretch, as a ratio of multivariate
 * Student densities. Any two periods of it share the part `common` of their variance, so days that resemble each other are no
 * proof. A stretch ends where its evidence falls to that of no change. If deviations are such a Student's or have lighter tails,
 * each e-value's expectation given the past is at most 1. Shin, Ramdas, Rinaldo. E-detectors. 2023; Pérez-Ortiz, Lardy, de Heide,
 * Grünwald. E-statistics, group invariance and anytime-valid testing. 2024.
 */
export function betOnLasting(
  before: Stretches,
  look: LastingLook,
): { readonly stretches: Stretches; readonly lasting: Lasting } {
  const up = look.side === "below" ? undefined : goOn(before.up, look, 1);
  const down = look.side === "above" ? undefined : goOn(before.down, look, -1);
  return {
    stretches: {
      ...(up !== undefined && up.ln > 0 ? { up } : {}),
      ...(down !== undefined && down.ln > 0 ? { down } : {}),
    },
    lasting: {
      ...(up === undefined ? {} : { up: up.ln - (before.up?.ln ?? 0) }),
      ...(down === undefined ? {} : { down: down.ln - (before.down?.ln ?? 0) }),
    },
  };
}

/** ln of the most evidence that some stretch holds. */
export function mostLasting(...of: readonly Stretches[]): number {
  return of.reduce((most, { up, down }) => Math.max(most, up?.ln ?? 0, down?.ln ?? 0), 0);
}

function goOn(before: Stretch | undefined, look: LastingLook, way: 1 | -1): Stretch {
  const { n, sum, squares, spread, freedom, common } = before ?? { ...look, n: 0, sum: 0, squares: 0 };
  const z = Math.max(-FARTHEST, Math.min(FARTHEST, way * look.deviation(spread)));
  const next = { n: n + 1, sum: sum + z, squares: squares + z * z, spread, freedom, common };
  return { ...next, ln: evidenceOf(next, look.sizes ?? SIZES) };
}

/** ln of the mean over sizes of likelihood ratios. */
function evidenceOf(of: Omit<Stretch, "ln">, sizes: readonly number[]): number {
  const none = Math.log1p(distance(of, 0) / of.freedom);
  const gainOf = (size: number): number =>
    ((of.freedom + of.n) / 2) * (none - Math.log1p(distance(of, size) / of.freedom));
  return either(...sizes.map(gainOf));
}

/** Squared Mahalanobis distance of a stretch from a common mean, where each two deviations correlate by `common`. */
function distance({ n, sum, squares, common }: Omit<Stretch, "ln">, mean: number): number {
  const off = sum - n * mean;
  const square = squares - 2 * mean * sum + n * mean * mean;
  return Math.max(0, square - (common * off * off) / (1 - common + common * n)) / (1 - common);
}
