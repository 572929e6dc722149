import { betaTails } from "../distributions/beta.ts";
import { logGamma } from "../distributions/gamma.ts";

/** A beta prior: as if so many successes and failures had been seen before. `{1, 1}`: every share is as likely as another. */
export interface BetaPrior {
  readonly successes: number;
  readonly failures: number;
}

export interface Trials {
  readonly successes: number;
  readonly trials: number;
}

/** What is believed of two shares' difference, treatment less control. */
export interface ShareBelief {
  /** The difference of the posterior means. */
  readonly value: number;
  readonly better: number;
  readonly lossIfTaken: number;
  readonly lossIfLeft: number;
}

interface Beta {
  readonly a: number;
  readonly b: number;
}

/** Steps of the integration, finer towards both ends: what a density does at 0 or 1 costs no digits. */
const STEPS = 512;
const REACH = 12;

/**
 * The belief in the difference of two shares of independent trials, by integrating over one of them: P(T > C) is the
 * integral of F_C f_T and E max(C − T, 0) that of F_T (1 − F_C). Beta posterior: Gelman et al. Bayesian Data Analysis,
 * 2013, section 2.4; the two integrals by parts.
 */
export function shareBelief(
  treatment: Trials,
  control: Trials,
  prior: BetaPrior = { successes: 1, failures: 1 },
): ShareBelief {
  const [t, c] = [posterior(treatment, prior), posterior(control, prior)];
  const { low, width } = gridOf(t, c);
  const density = densityOf(t);
  let [better, taken, left] = [0, 0, 0];
  for (let i = 0; i < STEPS; i++) {
    const u = (i + 0.5) / STEPS;
    const x = low + width * u * u * (3 - 2 * u);
    const step = (width * 6 * u * (1 - u)) / STEPS;
    const [inT, inC] = [lower(t, x), lower(c, x)];
    better += inC * density(x) * step;
    taken += inT * (1 - inC) * step;
    left += inC * (1 - inT) * step;
  }
  return { value: meanOf(t) - meanOf(c), better, lossIfTaken: taken, lossIfLeft: left };
}

function posterior({ successes, trials }: Trials, prior: BetaPrior): Beta {
  return { a: successes + prior.successes, b: trials - successes + prior.failures };
}

const meanOf = ({ a, b }: Beta): number => a / (a + b);
const sdOf = ({ a, b }: Beta): number => Math.sqrt((a * b) / (a + b + 1)) / (a + b);
const lower = ({ a, b }: Beta, x: number): number => betaTails({ x, y: 1 - x, a, b }).lower;

function densityOf({ a, b }: Beta): (x: number) => number {
  const norm = logGamma(a + b) - logGamma(a) - logGamma(b);
  return (x) => Math.exp(norm + (a - 1) * Math.log(x) + (b - 1) * Math.log1p(-x));
}

/** Where either share can reasonably be. */
function gridOf(t: Beta, c: Beta): { readonly low: number; readonly width: number } {
  const low = Math.max(0, Math.min(meanOf(t) - REACH * sdOf(t), meanOf(c) - REACH * sdOf(c)));
  const high = Math.min(1, Math.max(meanOf(t) + REACH * sdOf(t), meanOf(c) + REACH * sdOf(c)));
  return { low, width: high - low };
}
