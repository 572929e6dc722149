import type { ServingState } from "../../decide/index.ts";
import { expectedMoney, isAnswerPayoff, priceLabel, priceValue, stakesOf } from "../../objective/index.ts";
import type { DecisionBody } from "../../records/index.ts";
import { isActing, type SystemDefinition, targetsOf } from "../../system/index.ts";
import type { JoinedDecision } from "../measured/joined.ts";

/** What can be bisected by: the mean score, the share that is acted on, money a decision by what then happened, the loss of the heads. */
export type BisectMetric = "score" | "acted" | "value" | "loss";

/** A number of a decision that was made again under a state; null where it has none. `stored` is what happened then. */
export type ReadMade = (made: DecisionBody, stored: JoinedDecision, state: ServingState) => number | null;

/** How a metric is read off decisions that are made again. */
export function readMade(system: SystemDefinition, metric: BisectMetric): ReadMade {
  switch (metric) {
    case "score":
      return (made) => made.score;
    case "acted":
      return (made) => Number(made.acted);
    case "value":
      return worthOf(system);
    case "loss":
      return lossOf(system);
  }
}

/**
 * Money of what would be done, by what really happened. Where acting changes that, only decisions tell that were not acted on:
 * what would have happened to the others is not known.
 */
function worthOf(system: SystemDefinition): ReadMade {
  const target = targetsOf(system)[0] ?? "";
  const { objective } = system;
  if (isActing(system)) {
    const stakes = stakesOf(objective);
    const changed = system.outcomes[target]?.changedByActing === true;
    return (made, { decision, told }) => {
      const truth = told[target]?.value;
      if (typeof truth !== "boolean" || (changed && decision.body.acted)) return null;
      return expectedMoney(stakes, Number(truth), Number(made.acted));
    };
  }
  const { payoff } = objective;
  return ({ answer }, { told }) => {
    const truth = told[target]?.value;
    if (!isAnswerPayoff(payoff) || truth === undefined || truth === null) return null;
    if (payoff.payoff === "per-unit")
      return typeof answer === "number" ? priceValue(payoff, answer, Number(truth)) : null;
    const isLabel = payoff.payoff === "right-or-wrong" || payoff.payoff === "by-answer";
    return isLabel && typeof answer === "string" && typeof truth === "string"
      ? priceLabel(payoff, answer, truth)
      : null;
  };
}

/** A probability of nothing would cost everything. */
const LEAST = 1e-6;

/** Log loss of the heads that say probabilities, squared error of those that say a number; their mean. */
function lossOf(system: SystemDefinition): ReadMade {
  return (made, { decision, told }, state) => {
    const losses = Object.entries(system.heads).flatMap(([name, head]) => {
      const outputs = made.heads[name];
      const outcome = "label" in head ? head.label : undefined;
      const truth = outcome === undefined ? undefined : told[outcome]?.value;
      if (outputs === undefined || outcome === undefined || truth === undefined || truth === null) return [];
      if (system.outcomes[outcome]?.changedByActing === true && decision.body.acted) return [];
      const classes = state.releases.get(made.release)?.models[name]?.signature.classes ?? [];
      return lossBy(outputs, truth, classes);
    });
    return losses.length === 0 ? null : losses.reduce((sum, loss) => sum + loss, 0) / losses.length;
  };
}

function lossBy(
  outputs: readonly number[],
  truth: boolean | number | string,
  classes: readonly string[],
): readonly number[] {
  const [first = Number.NaN] = outputs;
  if (typeof truth === "boolean") return [-Math.log(Math.max(LEAST, truth ? first : 1 - first))];
  if (typeof truth === "number") return [(first - truth) ** 2];
  const said = outputs[classes.indexOf(truth)];
  return said === undefined ? [] : [-Math.log(Math.max(LEAST, said))];
}
