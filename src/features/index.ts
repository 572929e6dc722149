/** Features: expressions as data, and the one evaluator that gives them their meaning. */
export { evaluate, evaluateAll, evaluateRow } from "./evaluate.ts";
export {
  type Expression,
  expressionInvalid,
  expressionOf,
  FlagExpression,
  fieldExpression,
  NumberExpression,
  TextExpression,
  TimeExpression,
  when,
} from "./expression.ts";
export {
  type AggregateName,
  eventFieldsOf,
  type FieldNode,
  fieldsOf,
  type Literal,
  type LiteralNode,
  type Node,
  type OperatorNode,
  type Options,
  type TimeUnit,
  type WindowNode,
  windowsOf,
} from "./node.ts";
export { defineOperator, type Operator, type Scalar } from "./operator.ts";
export { operators } from "./operators/index.ts";
export { rowReader } from "./row-reader.ts";
export { type AsOf, type EventTable, evaluateAsOf, withWindows } from "./windows/as-of.ts";
export { type EventRows, eventReader, type ReadEvent, type StreamColumns } from "./windows/event-rows.ts";
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
