/** Watching what is served: how arms and shadows do, what becomes of a canary, and how the whole is kept. */
export {
  type Alert,
  type AlertStatus,
  type Cause,
  type Handled,
  type Harm,
  isUnderWay as isAlertUnderWay,
  type Level,
  type News,
  partKey,
  type Symptom,
  type Told,
} from "./alerts/alert.ts";
export { alertBook } from "./alerts/book/alert-book.ts";
export type { AlertBook, AlertQuery, Circumstances } from "./alerts/book/book.ts";
export type { AlertChange } from "./alerts/book/grow.ts";
export { isInForce, type Silence, type SilenceDraft, silencing } from "./alerts/book/silence.ts";
export { standingIn } from "./alerts/book/standing.ts";
export { type CauseContext, causeOf, causesOf, type Illness } from "./alerts/cause/cause-of.ts";
export { channelUnknown } from "./alerts/errors.ts";
export { symptomOf } from "./alerts/symptom-of.ts";
export type { Channel, Telling } from "./alerts/telling/channel.ts";
export {
  alertTeller,
  queueTellings,
  TELL,
  type TellerOptions,
  type TellInput,
  type Telt,
} from "./alerts/telling/tell-alerts.ts";
export { tellingOf } from "./alerts/telling/telling-of.ts";
export { type Advice, adviceTable } from "./alerts/words/advice.ts";
export { wordHarm } from "./alerts/words/harm.ts";
export { type AlertWords, alertLine, wordsOf } from "./alerts/words/line.ts";
export { capital } from "./alerts/words/what.ts";
export {
  type ArmStatistics,
  mergeArms,
  mergeShadows,
  noArm,
  noShadow,
  type ShadowStatistics,
} from "./arm-statistics.ts";
export { isUnderWay, type RolloutSystem, rolloutStep, takeStep } from "./control-rollouts.ts";
export { copyOf } from "./drills/copied.ts";
export type { Drill, DrillFindings, DrillRow } from "./drills/drill.ts";
export { type DrillBook, drillBook } from "./drills/drill-book.ts";
export { type CopiedSystem, firstWeekReference } from "./drills/first-week.ts";
export { drillReport } from "./drills/report.ts";
export { type DrillRequest, runDrill } from "./drills/run-drill.ts";
export { journalTooShort } from "./drills/schedule.ts";
export { streamOf } from "./drills/stream-of.ts";
export { type FaultName, faults } from "./faults/_catalogue.ts";
export { defineFault, type Fault, type FaultPlan, type FaultSite, type Unfit, unfit } from "./faults/fault.ts";
export type { Asked, Happening, Pushed, Reported, Stream } from "./faults/happening.ts";
export { faultUnknown, namedFaults } from "./faults/named-faults.ts";
export { FALSE_ALARMS, type Guarded, troubleOf } from "./guards.ts";
export { type BisectCase, type Bisected, bisect, type Jump } from "./incidents/bisect.ts";
export type { BisectMetric } from "./incidents/bisect-measure.ts";
export { type CompareCase, type Compared, compareStretches } from "./incidents/compare.ts";
export type { Culprit } from "./incidents/culprit.ts";
export type { Difference } from "./incidents/differences.ts";
export { joinPriced } from "./incidents/measure.ts";
export type { Movement } from "./incidents/movement.ts";
export { OUTCOMES_OPEN } from "./incidents/open-windows.ts";
export { type Perturbation, type Perturbed, perturb } from "./incidents/perturb.ts";
export { type LookedAt, readStretches, type Stretch, sameWeekdaysBefore } from "./incidents/stretch.ts";
export type { VersionChange } from "./incidents/version-changes.ts";
export { together, type WatchedBook, watchedBook } from "./kept-watched.ts";
export { type AdvanceDeps, type Advanced, advanceLoop, askedBefore } from "./loop/advance-loop.ts";
export { beginLoop, type LoopOrder, type MayBegin, MOST_FAILURES, mayBegin, wordTime } from "./loop/begin-loop.ts";
export { asTriggersSee, bookAsOf } from "./loop/book-as-of.ts";
export { approveLoop, nothingToApprove, resumeLoops, stopLoop } from "./loop/command-loop.ts";
export {
  type Loop,
  type LoopBook,
  type LoopEnd,
  type LoopFacts,
  type LoopLine,
  markOf,
  type Repair,
  spentOf,
  underWay,
} from "./loop/loop.ts";
export { loopOvertaken, readBook } from "./loop/loop-book.ts";
export type { LoopStep, LoopSteps, StepGiven, StepMade, StepSeen } from "./loop/loop-steps.ts";
export { loopSymptoms } from "./loop/loop-symptoms.ts";
export {
  type Looked,
  type LoopSystem,
  type LoopWorkerOptions,
  lookAtTriggers,
  loopWorkers,
  retrainOf,
  startLoops,
  type TriggerFacts,
} from "./loop/loop-worker.ts";
export { wordRepair } from "./loop/repair.ts";
export { type JobProblem, runScheduler, type SchedulerOptions, type Work, type Worker } from "./loop/scheduler.ts";
export { triedAgainFrom } from "./loop/standing-reasons.ts";
export { dueTriggers, type TriggerCase } from "./loop/triggers.ts";
export { type MaturityCase, type MonthDone, maturityFrom, type SystemMaturity } from "./maturity/maturity.ts";
export { maturityReport } from "./maturity/report.ts";
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
export { type MonitorName, monitors } from "./monitors/_catalogue.ts";
export type { Alarm } from "./monitors/alarm.ts";
export { type WatchedThing, watchesIn } from "./monitors/control/watches-in.ts";
export type { Named } from "./monitors/control/weights.ts";
export type { About, PartKind, Reading } from "./monitors/monitor.ts";
export { type DeclaredMonitors, declaredMonitors, monitorNamed, settingsOf } from "./monitors/runner/declared.ts";
export { type MonitorRun, monitorRun, type RunOptions } from "./monitors/runner/run.ts";
export type { MonitorsState } from "./monitors/runner/state.ts";
export { openStatePieces, statePieces } from "./monitors/runner/state-pieces.ts";
export { type TooLittle, tooLittle, wordTooLittle } from "./monitors/runner/supply.ts";
export { type Readiness, type ReadinessSection, readinessOf, type TestResult } from "./readiness/readiness.ts";
export { readinessReport } from "./readiness/report.ts";
export type { Found } from "./scorecard/cell.ts";
export type { Evidence, SeenComparison, SeenToken } from "./scorecard/evidence.ts";
export { type JournalFacts, journalFacts } from "./scorecard/journal-facts.ts";
export { scorecardReport } from "./scorecard/report.ts";
export { type Cell, type Quality, type Scorecard, scorecardOf } from "./scorecard/scorecard.ts";
export { goodPeriodReference } from "./seen/good-period-reference.ts";
export type { HeldHead } from "./seen/labels/held-labels.ts";
export { layoutOf } from "./seen/layout.ts";
export { layoutsDiffer, mergeSeen } from "./seen/merge-seen.ts";
export { type OpenSeen, openSeen, type SeenSystem, type ToldLater } from "./seen/open-seen.ts";
export {
  type GoodPeriod,
  LAYOUT_DECISIONS,
  type OpenReference,
  openPeriodReference,
} from "./seen/period-reference.ts";
export { type KeptPeriod, type KeptReading, type SeenBook, seenBook } from "./seen/reader/seen-book.ts";
export {
  type AdvanceRequest,
  type SeenReader,
  type SeenReaderOptions,
  seenRaced,
  seenReader,
} from "./seen/reader/seen-reader.ts";
export { type ReferenceFacts, referenceEmpty, referenceId, referenceOf } from "./seen/reference.ts";
export { type GoodReference, type ReferenceBook, referenceBook } from "./seen/reference-book.ts";
export type {
  CalibrationBin,
  HealthSeen,
  InputLayout,
  InputSeen,
  LabelSeen,
  Layout,
  NumberLayout,
  OutputSeen,
  Reference,
  Seen,
  SliceSeen,
  TextLayout,
} from "./seen/seen.ts";
export { watchedFeatures, watchedFields } from "./seen/watched-inputs.ts";
export { type RolloutSeen, type RolloutStep, stepRollout } from "./step-rollout.ts";
export { type Watched, type Watching, type WatchingOptions, watching } from "./watching.ts";
