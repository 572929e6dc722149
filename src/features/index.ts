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
  type FieldNode,
  fieldsOf,
  type Literal,
  type LiteralNode,
  type Node,
  type OperatorNode,
  type Options,
} from "./node.ts";
export { defineOperator, type Operator, type Scalar } from "./operator.ts";
export { operators } from "./operators/index.ts";
export { wordsOf } from "./words.ts";
