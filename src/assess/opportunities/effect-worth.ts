import { competitor, moneyPerRow } from "../../evaluate/index.ts";
import { breakEven, type Stakes, stakesOf } from "../../objective/index.ts";
import { combineColumns } from "../../policy/index.ts";
import { isActing } from "../../system/index.ts";
import { capacityOf, judgedOf, pricedOutcome, pricedTruth } from "../../train/index.ts";
import type { Ground } from "./ground.ts";
import { type Opportunity, overYear } from "./opportunity.ts";

/** How likely each point between the ends and the middle of a belief is taken to be. */
const BELIEFS = [0.1, 0.2, 0.4, 0.2, 0.1] as const;

/**
 * What it would be worth to know an effect that is assumed: for each value that it may have, what decisions made for that value
 * bring more than those made for the assumed one. The expected value of perfect information: Raiffa and Schlaifer, 1961.
 */
export function effectWorth(ground: Ground): readonly Opportunity[] {
  const { system, said, rows, dataset, file } = ground;
  const { objective } = system;
  const { effect } = objective;
  if (!isActing(system) || effect === undefined || effect.basis === "measured") return [];
  const judged = judgedOf(dataset, pricedTruth(dataset, pricedOutcome(system)), rows);
  const starts = Object.fromEntries(Object.entries(system.weights).map(([head, { start }]) => [head, start]));
  const score = combineColumns(
    Object.fromEntries(Object.entries(said).map(([head, one]) => [head, one.outputs])),
    starts,
    rows.length,
  );
  const capacity = capacityOf(system);
  const decided = (by: Stakes) => competitor(judged, { name: "model", score, threshold: breakEven(by) }, { capacity });
  const assumed = decided(stakesOf(objective));
  const [low, high] = effect.range;
  const values = [low, (low + effect.value) / 2, effect.value, (effect.value + high) / 2, high];
  const worth = new Float64Array(rows.length);
  for (const [i, value] of values.entries()) {
    const stakes = stakesOf(objective, value);
    const [knowing, assuming] = [moneyPerRow(judged, stakes, decided(stakes)), moneyPerRow(judged, stakes, assumed)];
    for (let row = 0; row < worth.length; row++)
      worth[row] =
        (worth[row] as number) + (BELIEFS[i] as number) * ((knowing[row] as number) - (assuming[row] as number));
  }
  const perDecision = ground.mean(worth);
  return [
    {
      kind: "effect",
      name: "the effect of acting",
      says: `Nobody has measured what acting changes: ${effect.value} is assumed, from ${low} to ${high}.`,
      perDecision,
      perYear: overYear(perDecision, ground.decisionsPerYear),
      basis: "assumed",
      rests:
        "What decisions for the true effect would bring more than those for the assumed one, over what is believed of it. An experiment costs something too.",
      next: [`alidade experiment plan ${file}`, `alidade assess ${file}`],
    },
  ];
}
