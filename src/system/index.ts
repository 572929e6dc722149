/** The typed file of one business problem: declared, checked, described. */
export { bestOf, chain, partitioned, perLabel, perNode } from "./_composed.ts";
export { constant, factors, gbdt, linear, logistic, neighbours } from "./_learners.ts";
export type { AboutFeature } from "./about.ts";
export { type BlendGoal, type BlendHead, blend } from "./blend.ts";
export { checkSystem } from "./check-declaration.ts";
export { type EnforcedSystem, enforceSystem, streamKeys } from "./enforce-system.ts";
export { systemInvalid, systemNotExported } from "./errors.ts";
export { eventVersion } from "./event-version.ts";
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
} from "./head.ts";
export type { LearnerRef } from "./learner-ref.ts";
export { type On, on } from "./on.ts";
export { onlineEvents } from "./online-events.ts";
export type { FeatureExpression, Features } from "./options.ts";
export type { Outcome, OutcomeKind } from "./outcome.ts";
export { command, imported } from "./outside-learners.ts";
export { actingPolicy, answeringHead, capacityShare, isActing, isAnswering, ruleNodes, targetsOf } from "./parts.ts";
export { fieldUnfit, labelUnusable, nothingToLearnFrom, positiveUnknown } from "./propose/errors.ts";
export { systemName } from "./propose/names.ts";
export { type ProposalInput, proposeSystem, type SystemProposal } from "./propose/propose.ts";
export type { Warning } from "./propose/warning.ts";
export { type WriteSystemOptions, writeSystem } from "./propose/write-system.ts";
export { asLearned, type Pushed, readPushed, withPushed } from "./pushed-events.ts";
export { type RowBefore, type WholeRow, wholeRow } from "./row.ts";
export { validationShare } from "./stopping.ts";
export { type Stream, type StreamOptions, type Streams, stream } from "./stream.ts";
export type { FromStreams } from "./stream-handles.ts";
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
