/** How a change is measured. */
export type MeasureName =
  | "kolmogorov-smirnov"
  | "wasserstein"
  | "population-stability"
  | "jensen-shannon"
  | "largest-difference"
  | "cramers-v"
  | "missing";

/** From where on a measure says that something changed, and who says so. */
export interface Bar {
  readonly small: number;
  readonly drift: number;
  readonly source: string;
}

/**
 * The bars. Cohen's small and medium effects (0.2 and 0.5 standard deviations; w of 0.1 and 0.3; h of 0.2 and 0.5) are the
 * common currency: a normal column that shifts by 0.2 and 0.5 deviations has a Kolmogorov–Smirnov distance of 2 Φ(d/2) − 1,
 * which is 0.08 and 0.2. The distances without a bar are shown and do not judge: they depend on how values are binned.
 */
export const BARS: Readonly<Partial<Record<MeasureName, Bar>>> = {
  "kolmogorov-smirnov": {
    small: 0.08,
    drift: 0.2,
    source: "Cohen, 1988: d of 0.2 and 0.5, as a distance of distributions",
  },
  wasserstein: { small: 0.2, drift: 0.5, source: "Cohen, 1988: d of 0.2 and 0.5, in standard deviations" },
  "population-stability": { small: 0.1, drift: 0.25, source: "Siddiqi, 2006" },
  "cramers-v": { small: 0.1, drift: 0.3, source: "Cohen, 1988: w of 0.1 and 0.3" },
  missing: { small: 0.2, drift: 0.5, source: "Cohen, 1988: h of 0.2 and 0.5" },
};

/** What each measure is called where a person reads it. */
export const MEASURE_WORDS: Readonly<Record<MeasureName, string>> = {
  "kolmogorov-smirnov": "KS distance",
  wasserstein: "Wasserstein, in deviations",
  "population-stability": "PSI",
  "jensen-shannon": "Jensen–Shannon distance",
  "largest-difference": "Largest difference of a share",
  "cramers-v": "Cramér's V",
  missing: "Missing share (Cohen's h)",
};
