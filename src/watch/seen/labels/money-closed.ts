import { type WeightedMoments, weightedMomentsOf } from "../../../stats/index.ts";
import { targetsOf } from "../../../system/index.ts";
import { joinDecisions } from "../../measured/joined.ts";
import { moneyOf } from "../../measured/money-of.ts";
import type { Closing } from "./close-labels.ts";
import type { LabelledSystem } from "./labelled-heads.ts";

/** Money a decision of those that closed; undefined where the objective states no prices, or nothing can be priced. */
export function moneyClosed(system: LabelledSystem, closing: Closing): WeightedMoments | undefined {
  if (!system.objective.stated || closing.decisions.length === 0) return undefined;
  const price = moneyOf(system);
  const found = joinDecisions(system, targetsOf(system), closing).flatMap((joined) => price(joined) ?? []);
  return found.length === 0 ? undefined : weightedMomentsOf(found, new Float64Array(found.length).fill(1));
}
