/**
 * A score statistic of one day: what labels say of one parameter of a model that is right where the parameter is zero. Its mean is
 * the parameter times the information, its variance the information. Rao. Proc. Cambridge Phil. Soc. 44, 1948.
 */
export interface DayScore {
  readonly score: number;
  readonly information: number;
}

/**
 * Which effect is usual: models are never right to the last digit, and days differ beyond what chance brings. Plain data.
 */
export interface UsualEffect {
  /** Days that were learned from. */
  readonly days: number;
  /** The usual effect, and 1 over the variance with which it is known. */
  readonly mean: number;
  readonly precision: number;
  /** Variance that days add to an effect, as they show it, and 1 over the variance with which they do. */
  readonly scatter: number;
  readonly scatterPrecision: number;
}

/** Standard deviation of what is usual before anything was seen. */
const LEVEL = 0.3;
/** What days are thought to add: a variance, and 1 over the variance of that. */
const GUESS = { scatter: 0.1 ** 2, precision: 1 / 0.03 ** 2 } as const;
const LEAST_SCATTER = 0.03 ** 2;
/** So many days are remembered. */
const MEMORY = 42;
/** What is learned from is cut off at so many standard deviations, lest one bad day make all later ones look fine. */
const LIMIT = 3;
/** But not of the first two weeks: where reports come on workdays alone, or once a week, days differ by far more than is guessed. */
export const LEARNING_DAYS = 14;

/** Nothing was seen. */
export const noUsualEffect: UsualEffect = Object.freeze({
  ...{ days: 0, mean: 0, precision: 1 / LEVEL ** 2, scatter: 0, scatterPrecision: 0 },
});

/** Variance that days add to an effect: few labels hardly show it, and leave it near what is guessed. */
export function scatterOf({ scatter, scatterPrecision }: UsualEffect): number {
  const found = GUESS.precision * GUESS.scatter + scatterPrecision * scatter;
  return Math.max(LEAST_SCATTER, found / (GUESS.precision + scatterPrecision));
}

/** 1 over the variance of the square of one day's effect, were it normal and days as they are guessed to be. */
function tellingOf({ information }: DayScore): number {
  return 1 / (2 * (1 / information + GUESS.scatter) ** 2);
}

/** How far a day is from what is usual, and the standard deviation of that where nothing has changed. */
function off(usual: UsualEffect, day: DayScore): { readonly by: number; readonly deviation: number } {
  const { score, information } = day;
  const variance = information + information ** 2 * (1 / usual.precision + scatterOf(usual));
  return { by: score - usual.mean * information, deviation: Math.sqrt(variance) };
}

/** A day in standard deviations from what is usual, and the degrees of freedom to which these are known. */
export interface EffectDeviation {
  /** Of mean 0 and variance 1, and uncorrelated with other days, while nothing changes. */
  readonly z: number;
  readonly freedom: number;
}

/**
 * Holds a day against what is usual. The variance that chance brings is known, and only what days add to it is not: degrees of freedom
 * by Satterthwaite. Biometrics 2, 1946. A sum of yes and no is as far from normal as a count; see `labelFreedom`.
 */
export function deviationOf(usual: UsualEffect, day: DayScore): EffectDeviation {
  const { by, deviation } = off(usual, day);
  const unknown = 1 - day.information / deviation ** 2;
  const freedom = Math.min((3 + usual.days / 2) / unknown ** 2, 1 + 2 * day.information);
  return { z: by / deviation, freedom };
}

/** One day more. */
export function learnEffect(usual: UsualEffect, day: DayScore): UsualEffect {
  const { information } = day;
  if (!(information > 0)) return usual;
  const { by, deviation } = off(usual, day);
  const limit = usual.days < LEARNING_DAYS ? Number.POSITIVE_INFINITY : LIMIT * deviation;
  const cut = Math.max(-limit, Math.min(limit, by)) / information;
  const stays = Math.exp(-1 / MEMORY);
  const gained = 1 / (1 / information + scatterOf(usual));
  const precision = stays * usual.precision + gained;
  const telling = tellingOf(day);
  const scatterPrecision = stays * usual.scatterPrecision + telling;
  const beyond = cut * cut - 1 / information - 1 / usual.precision;
  return {
    days: usual.days + 1,
    mean: usual.mean + (gained / precision) * cut,
    precision,
    scatter: usual.scatter + (telling / scatterPrecision) * (beyond - usual.scatter),
    scatterPrecision,
  };
}
