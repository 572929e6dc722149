import { metrics } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { estimate, type TableBlock, table } from "../../report/index.ts";
import type { Facts } from "./facts.ts";

const TITLES: Readonly<Record<string, string>> = {
  "roc-auc": "ROC-AUC",
  "pr-auc": "PR-AUC",
  "log-loss": "Log loss",
  brier: "Brier score",
  ece: "Calibration error",
  "calibration-slope": "Calibration slope",
};

function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** The named metrics of the priced head, with what they mean; those that were not computed are left out. */
export function metricTable(facts: Facts, names: readonly string[]): TableBlock {
  const shown = names.flatMap((name) => {
    const found = facts.metrics[camel(name)];
    const metric = metrics.find((known) => known.name === name);
    if (found === undefined || metric === undefined) return [];
    return [
      [
        TITLES[name] ?? name.charAt(0).toUpperCase() + name.slice(1),
        isInsufficient(found) ? found : estimate(found),
        metric.doc,
      ],
    ];
  });
  return table(["Metric", { name: "Value", align: "right" }, "Meaning"], shown);
}
