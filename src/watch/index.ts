/** Watching what is served: how arms and shadows do, what becomes of a canary, and how the whole is kept. */
export {
  type ArmStatistics,
  mergeArms,
  mergeShadows,
  noArm,
  noShadow,
  type ShadowStatistics,
} from "./arm-statistics.ts";
export { isUnderWay, type RolloutSystem, rolloutStep, takeStep } from "./control-rollouts.ts";
export { FALSE_ALARMS, type Guarded, troubleOf } from "./guards.ts";
export { together, type WatchedBook, watchedBook } from "./kept-watched.ts";
export { type DayBook, dayBook } from "./measured/day-book.ts";
export { DAY } from "./measured/day-sums.ts";
export { type ListedMetric, listedMetrics } from "./measured/listed-metrics.ts";
export { type DaysMeasured, type MeasureRequest, measureDays } from "./measured/measure-days.ts";
export {
  type MeasuredDays,
  measureReader,
  type Period,
  type ReadMeasure,
  type SeriesPoint,
  seriesOf,
} from "./measured/measure-reader.ts";
export { type MetricReading, type MetricsRead, readMetrics } from "./measured/read-metrics.ts";
export { type MetricStanding, type StandingKind, standingOf } from "./measured/standing.ts";
export type { Found } from "./scorecard/cell.ts";
export type { Evidence, SeenComparison, SeenToken } from "./scorecard/evidence.ts";
export { type JournalFacts, journalFacts } from "./scorecard/journal-facts.ts";
export { scorecardReport } from "./scorecard/report.ts";
export { type Cell, type Quality, type Scorecard, scorecardOf } from "./scorecard/scorecard.ts";
export { type RolloutSeen, type RolloutStep, stepRollout } from "./step-rollout.ts";
export { type Watched, type Watching, type WatchingOptions, watching } from "./watching.ts";
