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
export { AlidadeError, isAlidadeError } from "./kernel/index.ts";
export { assumed, latency, moneyEarned, moneySaved, unstated } from "./objective/index.ts";
export { actIf } from "./policy/index.ts";
export {
  binary,
  constant,
  gbdt,
  linear,
  logistic,
  multiclass,
  on,
  regression,
  type System,
  type SystemDefinition,
} from "./system/index.ts";
