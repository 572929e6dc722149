import { metrics } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { estimate, type KeyValue, type KeyValues, keyValues } from "../../report/index.ts";
import type { Facts } from "./facts.ts";

const TITLES: Readonly<Record<string, string>> = {
  "roc-auc": "ROC-AUC",
  "pr-auc": "PR-AUC",
  "log-loss": "Log loss",
  brier: "Brier score",
  ece: "Calibration error",
  "calibration-slope": "Calibration slope",
  "multiclass-accuracy": "Accuracy",
  "top-three-accuracy": "Among the likeliest three",
  "coarse-accuracy": "First step right",
  "multiclass-log-loss": "Log loss",
  "micro-f1": "F1 over all labels",
  "hamming-loss": "Wrong labels",
  "subset-accuracy": "All labels right",
  "multilabel-log-loss": "Log loss",
  ndcg: "NDCG",
  "mean-average-precision": "Mean average precision",
  "mean-reciprocal-rank": "Mean reciprocal rank",
  rmse: "RMSE",
  mae: "Mean error",
  r2: "R²",
};

function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The named metrics of the priced head, with what they mean; those that were not computed are left out. */
export function metricList(facts: Facts, names: readonly string[]): KeyValues {
  const shown = names.flatMap((name): readonly KeyValue[] => {
    const found = facts.metrics[camel(name)];
    const metric = metrics.find((known) => known.name === name);
    if (found === undefined || metric === undefined) return [];
    const title = TITLES[name] ?? name.charAt(0).toUpperCase() + name.slice(1);
    return [{ name: title, value: isInsufficient(found) ? found : estimate(found), note: metric.doc }];
  });
  return keyValues(shown);
}
