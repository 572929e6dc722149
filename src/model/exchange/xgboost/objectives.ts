import { log } from "../../../kernel/index.ts";
import { importUnsupported } from "../errors.ts";
import type { Meaning } from "../foreign.ts";

const same = (base: number): number => base;
const fromProbability = (base: number): number => -log(1 / base - 1);

const REGRESSION: Meaning = { task: "regression", link: "identity", toScore: same };
const LOG: Meaning = { task: "regression", link: "exp", toScore: log };
const RANKING: Meaning = { task: "ranking", link: "identity", toScore: same };
const BINARY: Meaning = { task: "binary", link: "sigmoid", toScore: fromProbability };
const CLASSES: Meaning = { task: "multiclass", link: "softmax", toScore: same };

/** By XGBoost's own name. `reg:logistic` predicts the probability of an outcome, as `binary:logistic` does. */
const OBJECTIVES: Readonly<Record<string, Meaning>> = {
  "binary:logistic": BINARY,
  "reg:logistic": BINARY,
  "binary:logitraw": { ...BINARY, raw: true, toScore: same },
  "multi:softprob": CLASSES,
  "multi:softmax": CLASSES,
  "reg:squarederror": REGRESSION,
  "reg:linear": REGRESSION,
  "reg:squaredlogerror": REGRESSION,
  "reg:pseudohubererror": REGRESSION,
  "reg:absoluteerror": REGRESSION,
  "reg:quantileerror": REGRESSION,
  "count:poisson": LOG,
  "reg:gamma": LOG,
  "reg:tweedie": LOG,
  "survival:cox": LOG,
  "survival:aft": LOG,
  "rank:pairwise": RANKING,
  "rank:ndcg": RANKING,
  "rank:map": RANKING,
};

/** What the scores of an objective mean, and where its base score lives. Throws `model.import-unsupported`. */
export function xgboostMeaning(objective: string): Meaning {
  const found = Object.hasOwn(OBJECTIVES, objective) ? OBJECTIVES[objective] : undefined;
  if (found !== undefined) return found;
  throw importUnsupported({
    what: `XGBoost's objective ${JSON.stringify(objective)}`,
    supported: Object.keys(OBJECTIVES).join(", "),
  });
}
