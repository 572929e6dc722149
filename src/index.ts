/** What a system file and a program need: the words to declare a problem. Loads no training code. */
export {
  type Contract,
  contract,
  csv,
  flag,
  type GivenOf,
  number,
  parquet,
  text,
  time,
} from "./data/index.ts";
export { when } from "./features/index.ts";
export { AlidadeError, between, isAlidadeError, oneOf, type Space } from "./kernel/index.ts";
export type { SpaceFor } from "./learn/index.ts";
export {
  assumed,
  byAnswer,
  hitOrMiss,
  latency,
  moneyEarned,
  moneySaved,
  perRelevant,
  perUnit,
  rightOrWrong,
  unstated,
  unstatedAnswers,
} from "./objective/index.ts";
export { actIf, pickLabel, pickLabels, pickValue, rankBy } from "./policy/index.ts";
export {
  bestOf,
  binary,
  chain,
  command,
  constant,
  factors,
  gbdt,
  hierarchical,
  imported,
  linear,
  logistic,
  multiclass,
  multilabel,
  neighbours,
  on,
  partitioned,
  perLabel,
  perNode,
  ranking,
  regression,
  type System,
  type SystemDefinition,
} from "./system/index.ts";
