/**
 * How residuals scatter about what the season expects, at one pace: from period to period, or from day to day. Two scatters are
 * told apart: of the residual itself, and of what the ones just before it leave open. Plain data.
 */
export interface Pace {
  /** A mean square that scatter never falls below: what has stood still for long may still move a little. */
  readonly least: number;
  /** How many were learned from. */
  readonly n: number;
  /** Mean squares beyond what sampling explains: of residuals, and of steps from what the last ones foretold. */
  readonly spread: number;
  readonly steps: number;
  /** Where the last residuals were, no further out than is usual: what is far out is not foretold, however long it lasts. */
  readonly near: number;
  /** How far out residuals were of late at most, in standard deviations; and the mean of their fourth power. */
  readonly farthest: number;
  readonly fourth: number;
  /** Means of residual × near and of near², from which follows how much of `near` lasts. */
  readonly product: number;
  readonly square: number;
}

/** The least standard deviation beyond sampling, as a part of the first guess. */
const LEAST = 0.2;
/** Number of residuals that the first guess of their scatter counts for. */
const GUESSED = 3;
/** A fast mean of about the last three. */
const NEAR_RATE = 0.3;
/** Bounds of what is thought usual at most, in standard deviations. */
const NEAR_LIMIT = { least: 2.5, most: 8 } as const;
/** What is learned from is cut off at so many standard deviations, lest one bad period make all later ones look fine. */
const LEARN_LIMIT = 4;

/** Before anything was seen: the standard deviation beyond sampling is guessed. */
export function openPace(guess: number): Pace {
  const square = guess * guess;
  return {
    least: LEAST ** 2 * square,
    n: 0,
    spread: square,
    steps: square,
    near: 0,
    farthest: NEAR_LIMIT.least,
    fourth: 5,
    product: square / 4,
    square: square / 2,
  };
}

/** A residual, and the variance that sampling gives it. */
export interface Residual {
  readonly residual: number;
  readonly variance: number;
}

/**
 * A residual in standard deviations: the smaller of two measures, of what is usual at all and of what is usual after the last
 * ones. So neither a day that is high from its first hour to its last, nor a leap within what is usual, counts as a change.
 * Of one above what is usual by more than is `allowed`, the part beyond that.
 */
export function deviation(pace: Pace, { residual, variance }: Residual, allowed = 0): number {
  if (allowed > 0 && residual > 0) return beyondAllowed(pace, { residual, variance }, allowed);
  const overall = residual / usualScatter(pace, variance);
  const step = (residual - foretold(pace)) / stepScatter(pace, variance);
  if (overall * step <= 0) return 0;
  return Math.abs(overall) < Math.abs(step) ? overall : step;
}

/** So much above what is usual is let pass, and what the last ones foretell. */
function beyondAllowed(pace: Pace, { residual, variance }: Residual, allowed: number): number {
  const overall = (residual - allowed) / usualScatter(pace, variance);
  const step = (residual - Math.max(allowed, foretold(pace))) / stepScatter(pace, variance);
  return Math.max(0, Math.min(overall, step));
}

/** Degrees of freedom of a Student distribution with tails like those of the residuals: 10 where they are normal, near 3 at worst. */
export function tailsOf({ fourth }: Pace): number {
  return 3 + 7 / Math.max(1, fourth - 3);
}

/** How far residuals usually are from zero: a standard deviation, of which sampling has that variance. */
export function usualScatter({ spread, least }: Pace, variance: number): number {
  return Math.sqrt(Math.max(spread, least) + variance);
}

function stepScatter({ steps, least }: Pace, variance: number): number {
  return Math.sqrt(Math.max(steps, least) + variance);
}

/** What the last residuals foretell of the next one. */
function foretold({ near, product, square }: Pace): number {
  const lasts = square > 0 ? Math.min(1, Math.max(0, product / square)) : 0;
  return lasts * near;
}

/** The part of their variance that neighbours have in common. */
export function sharedWithNext({ product, square }: Pace): number {
  const lasts = square > 0 ? product / square : 0;
  return Math.min(MOST_SHARED, Math.max(LEAST_SHARED, LASTS_TO_SHARED * lasts));
}

/** What lasts is foretold from a mean of the last three: of days that correlate by a half it foretells 0.63. */
const LASTS_TO_SHARED = 0.8;
/** Bounds of it: that days share nothing is never sure, nor that they share all. */
const LEAST_SHARED = 0.15;
const MOST_SHARED = 0.8;

/** One more residual; its scatter is remembered over about `memory` of them. */
export function learnPace(pace: Pace, { residual, variance }: Residual, memory: number): Pace {
  const usual = usualScatter(pace, variance);
  const cut = within(residual, LEARN_LIMIT * usual);
  const step = within(residual - foretold(pace), LEARN_LIMIT * stepScatter(pace, variance));
  const out = Math.min(NEAR_LIMIT.most, Math.abs(residual) / usual);
  const rate = Math.max(1 / (pace.n + GUESSED + 1), 1 / memory);
  const towards = (from: number, to: number): number => from + rate * (to - from);
  return {
    least: pace.least,
    n: pace.n + 1,
    spread: towards(pace.spread, cut * cut - variance),
    steps: towards(pace.steps, step * step - variance),
    product: towards(pace.product, cut * pace.near),
    square: towards(pace.square, pace.near * pace.near),
    farthest: Math.max(out, towards(pace.farthest, NEAR_LIMIT.least)),
    fourth: towards(pace.fourth, out ** 4),
    near: nextNear(pace, { residual, variance }),
  };
}

function nextNear(pace: Pace, { residual, variance }: Residual): number {
  return within(pace.near + NEAR_RATE * (residual - pace.near), pace.farthest * usualScatter(pace, variance));
}

/** What the last residuals were is followed even where nothing is learned. */
export function followPace(pace: Pace, residual: Residual): Pace {
  return { ...pace, near: nextNear(pace, residual) };
}

function within(value: number, limit: number): number {
  return Math.max(-limit, Math.min(limit, value));
}
