/** Statistics without opinions: distributions, mergeable moments, intervals, power, sequential comparison. */
export { betaTails, regularisedBeta } from "./distributions/beta.ts";
export { chiSquareSurvival } from "./distributions/chi-square.ts";
export { logGamma, lowerGamma, upperGamma } from "./distributions/gamma.ts";
export { normalCdf, normalQuantile, normalSurvival } from "./distributions/normal.ts";
export { studentCdf, studentQuantile, studentSurvival } from "./distributions/student.ts";
export { type Comparison, DEFAULT_LEVEL, type Estimate, type Estimated, mapEstimate } from "./estimate.ts";
export {
  addUp,
  type ClusteredRows,
  type ClusterTotals,
  clusterTotals,
  denseClusters,
} from "./intervals/cluster-totals.ts";
export { clusteredMean, clusteredPoint, pairedDifference, pairedPoint } from "./intervals/clustered.ts";
export { mean, meanDifference, meanPoint, relativeLift } from "./intervals/mean.ts";
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
export { logInterval, logitInterval } from "./intervals/transformed.ts";
export { type Bivariate, bivariateOf, covarianceOf, mergeBivariate, noBivariate } from "./moments/bivariate.ts";
export { addToMoments, type Moments, mergeMoments, momentsOf, noMoments, varianceOf } from "./moments/moments.ts";
export {
  effectiveSize,
  mergeWeighted,
  noWeighted,
  type WeightedMoments,
  weightedMomentsOf,
} from "./moments/weighted.ts";
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
