/** Experiments: designs, sticky assignment, plans, and the readout in money. */
export type { ArmReadout } from "./arm.ts";
export { type ArmShare, type Assignment, assign, propensity } from "./assignment.ts";
export {
  armRepeated,
  controlUnknown,
  type Design,
  defineDesign,
  nameMissing,
  plannedUnitsInvalid,
  shareOutOfRange,
  sharesDoNotAddUp,
  tooFewArms,
} from "./design.ts";
export { type DesignChoice, designOfPlan, type PlannedArm } from "./design-of-plan.ts";
export { type JournalReadout, outcomesSeveral, readoutFromJournal } from "./from-journal.ts";
export type { Lift } from "./lift.ts";
export {
  type ExperimentPlan,
  minimumDetectableLift,
  type PlanInput,
  planExperiment,
  type SizeQuestion,
} from "./plan.ts";
export { type Readout, type ReadoutRequest, readout, type SplitCheck, type Waiting } from "./readout.ts";
export { type JsonEstimated, type ReadoutJson, readoutJson } from "./readout-json.ts";
export { readoutReport } from "./report.ts";
export {
  type CollectedUnits,
  type CollectRequest,
  collectUnits,
  type Label,
  type LabelValue,
  type UnitObservation,
} from "./units.ts";
export {
  type DecisionRule,
  VERDICT_REASONS,
  type Verdict,
  type VerdictKind,
  type VerdictReason,
} from "./verdict.ts";
export { type ReadoutWording, verdictSentence } from "./words.ts";
