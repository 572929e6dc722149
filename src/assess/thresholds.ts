/** Fewer examples of the rarer answer than this: nothing is fitted. */
export const FEWEST_EXAMPLES = 30;
/** Fewer than this: every figure is shaky. */
export const ENOUGH_EXAMPLES = 100;
