/** Statistics without opinions: distributions, mergeable moments, intervals, power, sequential comparison. */
export { type BetaPrior, type ShareBelief, shareBelief, type Trials } from "./bayes/beta-binomial.ts";
export { type Belief, type NormalPrior, normalBelief } from "./bayes/normal.ts";
export { SHRINKAGE_MINIMUM, type Shrunk, shrink, shrinkable } from "./bayes/shrinkage.ts";
export { type BootstrapIntervalOptions, bootstrapInterval, type OfSums } from "./bootstrap/bootstrap-interval.ts";
export { type BootstrapOptions, bootstrapSums } from "./bootstrap/bootstrap-sums.ts";
export { type DrawKey, poissonCounter } from "./bootstrap/poisson-counts.ts";
export { betaTails, regularisedBeta } from "./distributions/beta.ts";
export { chiSquareSurvival } from "./distributions/chi-square.ts";
export { logGamma, lowerGamma, upperGamma } from "./distributions/gamma.ts";
export { normalCdf, normalQuantile, normalSurvival } from "./distributions/normal.ts";
export { studentCdf, studentQuantile, studentSurvival } from "./distributions/student.ts";
export { adjustForMany } from "./divergence/false-discoveries.ts";
export { type Independence, independence } from "./divergence/independence.ts";
export {
  type Alternative,
  detectableDistance,
  type KolmogorovSmirnov,
  kolmogorovSmirnov,
} from "./divergence/kolmogorov-smirnov.ts";
export {
  jensenShannon,
  largestDifference,
  populationStability,
  relativeEntropy,
  sharesOf,
} from "./divergence/shares.ts";
export { type Weighted, wasserstein } from "./divergence/wasserstein.ts";
export { type Comparison, DEFAULT_LEVEL, type Estimate, type Estimated, mapEstimate } from "./estimate.ts";
export {
  type AdjustedPair,
  adjustedPair,
  MOST_SKEW,
  type Quantity,
  quantityPoint,
  skewOfDifference,
} from "./intervals/adjusted.ts";
export {
  addUp,
  type ClusteredRows,
  type ClusterTotals,
  clusterTotals,
  denseClusters,
} from "./intervals/cluster-totals.ts";
export { clusteredMean, clusteredPoint, pairedDifference, pairedPoint } from "./intervals/clustered.ts";
export { mean, meanDifference, meanPoint, relativeLift } from "./intervals/mean.ts";
export { type MeanVector, meanVector, stratifiedVector } from "./intervals/mean-vector.ts";
export {
  comparisonOf,
  criticalValue,
  differencePoint,
  intervalOf,
  liftPoint,
  type Point,
  sharedDf,
} from "./intervals/point.ts";
export { clusteredProportion, proportion } from "./intervals/proportion.ts";
export { quantileInterval, quantilePoint } from "./intervals/quantile.ts";
export { logInterval, logitInterval } from "./intervals/transformed.ts";
export { type Bivariate, bivariateOf, covarianceOf, mergeBivariate, noBivariate } from "./moments/bivariate.ts";
export { type Comoments, comomentsOf, covarianceAt, mergeComoments, noComoments, pairAt } from "./moments/comoments.ts";
export {
  type GroupMoments,
  groupedComoments,
  groupSizes,
  NO_GROUP,
  type RowsByGroup,
  rowsByGroup,
} from "./moments/grouped.ts";
export type { GroupedColumn } from "./moments/grouped-sums.ts";
export { addToMoments, type Moments, mergeMoments, momentsOf, noMoments, varianceOf } from "./moments/moments.ts";
export {
  effectiveSize,
  mergeWeighted,
  noWeighted,
  type WeightedMoments,
  weightedMomentsOf,
} from "./moments/weighted.ts";
export { isObservational, type ObservationalEstimate } from "./observational.ts";
export {
  type ComparisonDesign,
  detectableDifference,
  type PlannedDesign,
  powerOf,
  type SampleSize,
  sampleSize,
} from "./power/means.ts";
export { powerOfRates, type Rates, sampleSizeOfRates } from "./power/proportions.ts";
export { type Fit, goodnessOfFit, SAMPLE_RATIO_ALPHA, sampleRatioMismatch } from "./sample-ratio.ts";
export { SEQUENTIAL_MINIMUM, type SequentialPlan, sequentialDifference, sequentialInterval } from "./sequential.ts";
export { sequentialBand, shareAtLeast, shareAtMost, shareEvidence } from "./sequential-share.ts";
export { COUNTER_CAPACITY, type Range, type ValueCounter, valueCounter } from "./sketches/counter-state.ts";
export {
  addDistinct,
  DISTINCT_ERROR,
  type DistinctSketch,
  distinctEstimate,
  distinctSketch,
  mergeDistinct,
} from "./sketches/distinct.ts";
export { type Hash64, hashNumber, hashText, mixInteger } from "./sketches/hash.ts";
export {
  countAbove,
  countIn,
  histogramOf,
  histogramQuantile,
  histogramTotal,
  type LogHistogram,
  largestGap,
  mergeHistograms,
  noHistogram,
  type OpenHistogram,
} from "./sketches/log-histogram.ts";
export { mergeQuantiles, noQuantiles, type QuantileSketch, quantileSketchOf } from "./sketches/quantile-sketch.ts";
export {
  firstSampled,
  mergeSample,
  type RowSample,
  rankError,
  rowKeys,
  rowSample,
  SAMPLE_CAPACITY,
  sampledValues,
  settleSample,
  takeSampled,
} from "./sketches/row-sample.ts";
export { type Paired, type Sums, type SumsSoFar, sumNumbers, sumPairs } from "./sketches/sums.ts";
export {
  type CountedText,
  type CountedValue,
  countedValues,
  countNumbers,
  countText,
  distinctOf,
  mergeCounter,
  noteTexts,
  type TextHashes,
} from "./sketches/value-counter.ts";
