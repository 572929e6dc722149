/** Features: expressions as data, and the one evaluator that gives them their meaning. */
export { evaluate, evaluateAll, evaluateRow, evaluateRows } from "./evaluate.ts";
export {
  type Expression,
  expressionOf,
  FlagExpression,
  fieldExpression,
  NumberExpression,
  TextExpression,
  TimeExpression,
} from "./expression.ts";
export { expressionInvalid } from "./expression-checks.ts";
export { frozenUnreadable, notFitted } from "./fitted/errors.ts";
export { type FittedTransforms, fitTransforms, type TransformTraining } from "./fitted/fit.ts";
export { applyFrozen, type Frozen, type FrozenStep, outputName } from "./fitted/frozen.ts";
export { frozenRow } from "./fitted/frozen-row.ts";
export { inputsOf, planTransforms, stepOf, type TransformPlan } from "./fitted/plan.ts";
export { readFrozen } from "./fitted/read-frozen.ts";
export { readNode } from "./fitted/read-node.ts";
export type { OutcomeColumn } from "./fitted/transform.ts";
export { transformOf } from "./fitted/transforms.ts";
export { wordsLearned } from "./fitted/words-learned.ts";
export {
  type AggregateName,
  eventFieldsOf,
  type FieldNode,
  type FittedNode,
  fieldsOf,
  fittedIn,
  type Literal,
  type LiteralNode,
  type Node,
  type OperatorNode,
  type Options,
  partsOf,
  type TimeUnit,
  type WindowNode,
  windowsOf,
} from "./node.ts";
export { defineOperator, type Operator, type Scalar } from "./operator.ts";
export { operators } from "./operators/index.ts";
export { type FeatureReach, farOutside, farRows, type Reach, reachOf } from "./reach.ts";
export { rowEvaluator, rowReader } from "./row-reader.ts";
export type { Unit } from "./units.ts";
export { when } from "./when.ts";
export { AnswerSheet } from "./windows/answer-sheet.ts";
export { type AsOf, type EventTable, evaluateAsOf, withWindows } from "./windows/as-of.ts";
export { type EventRows, eventReader, eventRows, type ReadEvent, type StreamColumns } from "./windows/event-rows.ts";
export { decodeWindowState, encodeWindowState } from "./windows/state-codec.ts";
export {
  type StreamExpressions,
  streamExpressions,
  type TimedOptions,
  type WindowOptions,
} from "./windows/stream-expressions.ts";
export { asOfInvalid, windowPast, windowStateUnreadable, windowUnanswered } from "./windows/window-errors.ts";
export type { WindowEvent } from "./windows/window-event.ts";
export { windowKey } from "./windows/window-key.ts";
export { type PlannedWindow, planWindows, streamsAsked, type WindowPlan } from "./windows/window-plan.ts";
export { WindowState, type WindowStateOptions } from "./windows/window-state.ts";
export { wordsOf } from "./words.ts";
