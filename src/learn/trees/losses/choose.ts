import { paramInvalid } from "../../../kernel/index.ts";
import type { Task } from "../../../model/index.ts";
import { labelMissing } from "../../errors.ts";
import { goalsInvalid } from "../../goals.ts";
import type { CustomLoss } from "../../learner.ts";
import type { Prepared } from "../../training.ts";
import { objectiveUnsuited } from "../errors.ts";
import { blendLoss } from "./blend.ts";
import { poissonLoss, tweedieLoss } from "./counts.ts";
import { lambdarankLoss } from "./lambdarank.ts";
import { logLoss } from "./log-loss.ts";
import type { Loss } from "./loss.ts";
import type { MetricName } from "./metrics.ts";
import { pointwise } from "./pointwise.ts";
import { absoluteLoss, fairLoss, huberLoss, quantileLoss } from "./robust.ts";
import { multilabelLoss, oneVsAllLoss } from "./several.ts";
import { softmaxLoss } from "./softmax.ts";
import { squared } from "./squared.ts";

/** Every objective, by LightGBM's names in camel case. `auto`: the first that suits the task. */
// biome-ignore format: one list to read
export const OBJECTIVES = [
  "auto", "binary", "crossEntropy", "multiclass", "multiclassova", "regression", "regressionL1",
  "huber", "fair", "quantile", "poisson", "tweedie", "lambdarank",
] as const;
export type ObjectiveName = (typeof OBJECTIVES)[number];

const SUITED: Readonly<Record<Task, readonly ObjectiveName[]>> = {
  binary: ["binary", "crossEntropy"],
  multiclass: ["multiclass", "multiclassova"],
  hierarchical: ["multiclass", "multiclassova"],
  multilabel: ["binary", "crossEntropy"],
  regression: ["regression", "regressionL1", "huber", "fair", "quantile", "poisson", "tweedie"],
  ranking: ["lambdarank", "regression"],
};

/** What a loss is chosen by. */
export interface LossRules {
  readonly objective: ObjectiveName;
  readonly metric: MetricName;
  readonly alpha: number;
  readonly fairC: number;
  readonly tweedieVariancePower: number;
  readonly lambdarankTruncationLevel: number;
  readonly evalAt: number;
  readonly labelWeights: Readonly<Record<string, number>>;
}

/** The loss of a task. Throws `learn.objective-unsuited` and, for labels that it does not take, `learn.label-missing`. */
export function lossFor(data: Prepared, rules: LossRules, custom: CustomLoss | undefined): Loss {
  if (data.goals !== undefined) return blendOf(data, rules, custom);
  const allowed = SUITED[data.task];
  const objective = rules.objective === "auto" ? (allowed[0] as ObjectiveName) : rules.objective;
  if (!allowed.includes(objective)) throw objectiveUnsuited({ objective, task: data.task, allowed });
  if (objective === "quantile" && rules.alpha >= 1) throw paramInvalid(NO_QUANTILE(rules.alpha));
  const loss = custom === undefined ? lossNamed(objective, data, rules) : customLoss(data, custom);
  checkLabels(loss, data);
  return loss;
}

/** The goals say what is lowered: no other objective and no metric of one label has a place beside them. */
function blendOf(data: Prepared, { objective, metric }: LossRules, custom: CustomLoss | undefined): Loss {
  const asked = custom === undefined ? objective : `${custom.name} ${custom.version}`;
  if (asked !== "auto")
    throw goalsInvalid({ problem: `say themselves what is lowered: the objective must be auto. Got ${asked}` });
  if (metric !== "auto")
    throw paramInvalid({
      owner: "gbdt with several goals",
      name: "metric",
      allowed: "auto",
      got: metric,
      fallback: "auto",
    });
  return blendLoss(data, data.goals ?? []);
}

const NO_QUANTILE = (alpha: number): Parameters<typeof paramInvalid>[0] => ({
  owner: "gbdt with the objective quantile",
  name: "alpha",
  allowed: "a number in (0, 1)",
  got: String(alpha),
  fallback: "0.9",
});

function lossNamed(objective: ObjectiveName, { task, classes }: Prepared, rules: LossRules): Loss {
  if (task === "multilabel") return multilabelLoss(classes.map((name) => rules.labelWeights[name] ?? 1));
  const made: Readonly<Record<Exclude<ObjectiveName, "auto">, () => Loss>> = {
    binary: () => logLoss,
    crossEntropy: () => logLoss,
    multiclass: () => softmaxLoss(classes.length),
    multiclassova: () => oneVsAllLoss(classes.length),
    regression: () => squared,
    regressionL1: absoluteLoss,
    huber: () => huberLoss(rules.alpha),
    fair: () => fairLoss(rules.fairC),
    quantile: () => quantileLoss(rules.alpha),
    poisson: poissonLoss,
    tweedie: () => tweedieLoss(rules.tweedieVariancePower),
    lambdarank: () => lambdarankLoss(rules.lambdarankTruncationLevel, rules.evalAt),
  };
  return made[objective === "auto" ? "regression" : objective]();
}

function customLoss({ task }: Prepared, custom: CustomLoss): Loss {
  const allowed = ["binary", "regression"];
  const objective = `${custom.name} ${custom.version}`;
  if (!allowed.includes(task)) throw objectiveUnsuited({ objective, task, allowed: SUITED[task] });
  return pointwise({
    link: custom.link,
    base: () => custom.base,
    value: (score, label) => custom.value(score, label),
    gradient: (score, label) => custom.gradient(score, label),
    hessian: (score, label) => custom.hessian(score, label),
  });
}

/** Throws `learn.label-missing` for the first label that the loss does not take. */
export function checkLabels({ labels }: Loss, { label }: Prepared): void {
  if (labels === undefined) return;
  const row = label.findIndex((value) => !labels.accepts(value));
  if (row >= 0) throw labelMissing({ row, allowed: labels.allowed, got: label[row] });
}
