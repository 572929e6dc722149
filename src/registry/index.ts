/** The registry: models with their lineage, releases, weights, traffic plans, snapshots, runs, and the history of it all. */
export { type Allocation, planInvalid } from "./allocations.ts";
export { championPlan } from "./champion-plan.ts";
export { type Change, change, type Facts, type Registered, type RegistryContext } from "./change.ts";
export {
  type ComparedArm,
  type Comparison,
  experimentPlan,
  experimentSalt,
  type Planned,
  planWithout,
  restOf,
} from "./experiment-plan.ts";
export { type ExperimentTerms, type NamespaceClaim, namespaceTaken } from "./experiment-terms.ts";
export type { EventDraft, History, HistoryEvent } from "./history.ts";
export { currentWeights, initialPlan, ruleRelease } from "./initial-plan.ts";
export { freeRange, type LineRange } from "./line-range.ts";
export { decisionCameFrom, modelCameFrom, snapshotCameFrom } from "./lineage/came-from.ts";
export { type Consequences, consequences, decisionsTouched, type LedToOptions } from "./lineage/led-to.ts";
export { type LineageKind, type LineageNode, lineageNode } from "./lineage/node.ts";
export {
  type Lineage,
  type LoadedModel,
  type ModelDraft,
  type Models,
  type ModelVersion,
  modelCorrupt,
} from "./models.ts";
export {
  type Declared,
  type DeclaredHead,
  type DeclaredOutcome,
  declaredBy,
  type Problem,
} from "./objectives/declared.ts";
export {
  type Objectives,
  type ObjectiveVersion,
  type Signature,
  type SignatureDraft,
  signatureRefused,
} from "./objectives/objectives.ts";
export { declaredChanges } from "./objectives/problem-changes.ts";
export { trainedAs, wordRecalibrated } from "./recalibrated.ts";
export { type Registry, registryOf } from "./registry.ts";
export { cutoffsOf, isAnswerPolicy, type ReleasePolicy, releasePolicy, type StoredPolicy } from "./release-policy.ts";
export { type Release, type ReleaseDraft, type Releases, releaseInvalid } from "./releases.ts";
export {
  nothingToUndo,
  type Reweighed,
  type Reweighing,
  type Reweighs,
  reweighingBarred,
} from "./reweighing.ts";
export { RAMP_LIMITS, type Ramp, type RampLimits, rampPlan, type Shadow } from "./rollout.ts";
export type { Curve, Curves, Provenance, Run, RunDraft, RunEnd, RunKind } from "./run-record.ts";
export { type RunPage, type Runs, runOver, runTaken } from "./runs.ts";
export { versionStale } from "./series.ts";
export type { Snapshot, SnapshotDraft, SnapshotStream } from "./snapshot-record.ts";
export type { Retained, Retention, RetentionOptions } from "./snapshot-retention.ts";
export { type SnapshotTag, tagInvalid, tagUnknown } from "./snapshot-tags.ts";
export type { Snapshots } from "./snapshots.ts";
export type { Milestone } from "./story/milestones.ts";
export type { Proof } from "./story/proof.ts";
export { type Chapter, type Story, type StoryCase, storyOf } from "./story/story.ts";
export { nothingToRollBack, type PlanChange, type Rollback, type Traffic, type TrafficPlan } from "./traffic.ts";
export { trainingsOf } from "./trainings-of.ts";
export { modelUnknown, releaseUnknown, runUnknown, snapshotUnknown, weightsUnknown } from "./unknown.ts";
export { allocationsBack, versionBack } from "./way-back.ts";
export { checkWeights, type WeightedSystem, weightOutOfBounds, weightUnknown } from "./weight-bounds.ts";
export { type Weights, type WeightsDraft, type WeightsVersion, weightsInvalid } from "./weights.ts";
