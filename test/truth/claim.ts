/** One claim of the readout, held against a simulator whose truth is known. */
export interface Claim {
  readonly claim: string;
  /** What it should be. */
  readonly nominal: string;
  readonly got: number;
  /** Where it must lie: the binomial band of so many runs, or what theory leaves open. */
  readonly low: number;
  readonly high: number;
  readonly runs: number;
}

/** A share of runs that should be `p`, within four binomial standard deviations: beyond by chance once in 16,000. */
export function shareClaim(claim: string, p: number, { count, runs }: { count: number; runs: number }): Claim {
  const band = 4 * Math.sqrt((p * (1 - p)) / runs);
  return { claim, nominal: percent(p), got: count / runs, low: p - band, high: p + band, runs };
}

/** A share of runs that should be at most `p`. */
export function atMostClaim(claim: string, p: number, counted: { count: number; runs: number }): Claim {
  return { ...shareClaim(claim, p, counted), nominal: `at most ${percent(p)}`, low: 0 };
}

/** A share of runs that should be at least `p`. */
export function atLeastClaim(claim: string, p: number, counted: { count: number; runs: number }): Claim {
  return { ...shareClaim(claim, p, counted), nominal: `at least ${percent(p)}`, high: 1 };
}

/** A mean that should be `truth`, within four of its standard errors. */
export function meanClaim(claim: string, truth: number, values: readonly number[]): Claim {
  const runs = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / runs;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (runs - 1);
  const band = 4 * Math.sqrt(variance / runs);
  return { claim, nominal: truth.toPrecision(3), got: mean, low: truth - band, high: truth + band, runs };
}

export const holds = ({ got, low, high }: Claim): boolean => got >= low && got <= high;

const percent = (p: number): string => `${Number((100 * p).toPrecision(3))} %`;

/** The claims as a table in Markdown. */
export function claimTable(claims: readonly Claim[]): string {
  const shown = (value: number): string => value.toPrecision(4);
  const rows = claims.map((claim) => {
    const { nominal, got, low, high, runs } = claim;
    return `| ${claim.claim} | ${nominal} | ${shown(got)} | ${shown(low)} … ${shown(high)} | ${runs} | ${holds(claim) ? "holds" : "FAILS"} |`;
  });
  return ["| claim | should be | is | must lie in | runs | |", "|---|---|---|---|---|---|", ...rows].join("\n");
}
