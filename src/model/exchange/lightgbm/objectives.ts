import { importUnsupported } from "../errors.ts";
import type { Meaning } from "../foreign.ts";

const same = (base: number): number => base;
const REGRESSION: Meaning = { task: "regression", link: "identity", toScore: same };
const LOG: Meaning = { task: "regression", link: "exp", toScore: same };
const RANKING: Meaning = { task: "ranking", link: "identity", toScore: same };

/** By LightGBM's own name. Cross-entropy predicts the probability of an outcome, as binary does. */
const OBJECTIVES: Readonly<Record<string, Meaning>> = {
  binary: { task: "binary", link: "sigmoid", toScore: same },
  cross_entropy: { task: "binary", link: "sigmoid", toScore: same },
  multiclass: { task: "multiclass", link: "softmax", toScore: same },
  multiclassova: { task: "multiclass", link: "oneVsAll", toScore: same },
  regression: REGRESSION,
  regression_l1: REGRESSION,
  huber: REGRESSION,
  fair: REGRESSION,
  quantile: REGRESSION,
  mape: REGRESSION,
  poisson: LOG,
  gamma: LOG,
  tweedie: LOG,
  lambdarank: RANKING,
  rank_xendcg: RANKING,
};

/** What the scores of `binary sigmoid:1` and the like mean. Throws `model.import-unsupported`. */
export function lightgbmMeaning(objective: string): Meaning {
  const [name = "", ...settings] = objective.trim().split(/\s+/);
  const found = Object.hasOwn(OBJECTIVES, name) ? OBJECTIVES[name] : undefined;
  if (found === undefined)
    throw importUnsupported({
      what: `LightGBM's objective ${JSON.stringify(name)}`,
      supported: Object.keys(OBJECTIVES).join(", "),
    });
  const slope = Number(settings.find((word) => word.startsWith("sigmoid:"))?.slice(8) ?? 1);
  if (!(slope > 0 && slope < Infinity))
    throw importUnsupported({
      what: `LightGBM's objective ${JSON.stringify(objective)}`,
      supported: "a sigmoid above 0",
    });
  if (found === REGRESSION && settings.includes("sqrt")) return { ...found, link: "signedSquare" };
  const isSloped = name === "binary" || name === "multiclassova";
  return isSloped ? { ...found, slope } : found;
}
