/** The typed file of one business problem: declared, checked, described. */

export {
  type AlertmanagerOptions,
  type AlertOptions,
  type AlertPlan,
  alertTimes,
  type ChannelRef,
  type EmailOptions,
  settleAlerts,
  type WebhookOptions,
} from "./alerts.ts";
export { alertmanager, email, terminal, webhook } from "./channels.ts";
export { checkSystem } from "./checks/declaration.ts";
export { type EnforcedSystem, enforceSystem, streamKeys } from "./enforce-system.ts";
export { systemInvalid, systemNotExported } from "./errors.ts";
export type { AboutFeature } from "./fields/about.ts";
export type { Outcome, OutcomeKind } from "./fields/outcome.ts";
export { type RowBefore, type WholeRow, wholeRow } from "./fields/row.ts";
export { bestOf, chain, partitioned, perLabel, perNode } from "./heads/_composed.ts";
export { constant, factors, gbdt, linear, logistic, neighbours } from "./heads/_learners.ts";
export { type BlendGoal, type BlendHead, blend } from "./heads/blend.ts";
export {
  binary,
  type CalibrationChoice,
  type Head,
  type HeadTask,
  hierarchical,
  type MultilabelHead,
  modelTask,
  multiclass,
  multilabel,
  outcomesOf,
  ranking,
  regression,
  type SingleHead,
} from "./heads/head.ts";
export type { LearnerRef } from "./heads/learner-ref.ts";
export { command, imported } from "./heads/outside-learners.ts";
export { validationShare } from "./heads/stopping.ts";
export type { Monitoring } from "./monitors.ts";
export { type On, on } from "./on.ts";
export type { FeatureExpression, Features } from "./options.ts";
export { actingPolicy, answeringHead, capacityShare, isActing, isAnswering, ruleNodes, targetsOf } from "./parts.ts";
export { fieldUnfit, labelUnusable, nothingToLearnFrom, positiveUnknown } from "./propose/errors.ts";
export { systemName } from "./propose/names.ts";
export { type ProposalInput, proposeSystem, type SystemProposal } from "./propose/propose.ts";
export type { Warning } from "./propose/warning.ts";
export { type WriteSystemOptions, writeSystem } from "./propose/write-system.ts";
export type { Demand } from "./requirements/demand.ts";
export type { Filled } from "./requirements/filled.ts";
export type { KnownOf } from "./requirements/keeping.ts";
export { type Profile, profileOf } from "./requirements/profile.ts";
export {
  every,
  LOOP_STAGES,
  type LoopStage,
  newData,
  onAlarm,
  onObjective,
  onQuality,
  onRequirement,
  onValue,
  type Proof,
  type Retrain,
  type RetrainOptions,
  settleRetrain,
  type Trigger,
  USUAL_TRIGGERS,
} from "./retrain.ts";
export { eventVersion } from "./streams/event-version.ts";
export { onlineEvents } from "./streams/online-events.ts";
export { asLearned, type Pushed, readPushed, withPushed } from "./streams/pushed-events.ts";
export { type Stream, type StreamOptions, type Streams, stream } from "./streams/stream.ts";
export type { FromStreams } from "./streams/stream-handles.ts";
export type {
  ActingSystem,
  AnsweringSystem,
  BaselineRule,
  Evaluation,
  Filter,
  Policy,
  System,
  SystemDefinition,
  SystemTypes,
} from "./system.ts";
