import { insufficient, isInsufficient } from "../../kernel/index.ts";
import { type Estimated, mapEstimate } from "../../stats/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { FeatureValue } from "./catalogue.ts";

/** What every decision lost, and how that becomes a mean with its interval. */
interface Lost extends Pick<FeatureValue, "how"> {
  readonly lost: Float64Array;
  readonly mean: (perRow: Float64Array) => Estimated;
}

/** What a feature is worth, over a year and less what it costs to keep, from what one decision would lose. */
export function featureValue(
  { objective, about = {} }: SystemDefinition,
  name: string,
  { how, lost, mean }: Lost,
): FeatureValue {
  // Where no decision comes to anything else, an interval of no width would say more than is known.
  const perDecision = lost.every((money) => money === 0) ? insufficient("no-decision-changes") : mean(lost);
  const decisions = objective.perYear;
  const perYear = decisions === undefined ? null : mapped(perDecision, (money) => money * decisions);
  const keep = about[name]?.keep;
  const net = perYear === null || keep === undefined ? null : mapped(perYear, (money) => money - keep);
  return { how, perDecision, perYear, net };
}

function mapped(estimated: Estimated, to: (money: number) => number): Estimated {
  return isInsufficient(estimated) ? estimated : mapEstimate(estimated, to);
}
