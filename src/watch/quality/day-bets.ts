/** Sizes of a change that are bet on, in standard deviations of a day: weak ones show over a week, strong ones at once. */
export const SIZES: readonly number[] = [1, 2, 4];

/** Degrees of freedom: tails of a day are never taken to be lighter. */
export const MOST_FREEDOM = 30;
