import { rng } from "../../kernel/index.ts";
import type { PerRelevant } from "../../objective/index.ts";
import { type Contender, fillSlots, type SettledRanking, type Slot } from "../../policy/index.ts";
import type { CandidateRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { alikeIn, type Competing, type Unplaced } from "./candidates.ts";

/** Places candidates by their scores, as the ranking is declared. The id of the decision is what chance is drawn from. */
export function arrange(
  settled: SettledRanking,
  { competing, scores, id }: { readonly competing: Competing; readonly scores: Float64Array; readonly id: string },
): readonly Slot[] {
  const { diversity = [] } = settled;
  const alike = alikeIn(competing, diversity);
  const contenders = competing.candidates.map(({ source }, i): Contender => {
    const isBarred = (competing.barred[i]?.length ?? 0) > 0;
    return { score: isBarred ? Number.NaN : (scores[i] as number), source, alike: alike(i) };
  });
  return fillSlots(settled, contenders, rng({ seed: 0, unit: id, purpose: "policy" }).at);
}

/** Every candidate with its place, how likely it was to get it, and how many look there. */
export function placed(
  unplaced: readonly Unplaced[],
  slots: readonly (Slot & Pick<CandidateRecord, "team">)[],
  { objective }: Pick<SystemDefinition, "objective">,
): readonly CandidateRecord[] {
  const { positions = [] } = objective.payoff as Partial<PerRelevant>;
  const places = new Map(slots.map(({ contender, ...slot }, i) => [contender, { i, ...slot }]));
  return unplaced.map((one, n) => {
    const place = places.get(n);
    if (place === undefined) return one;
    const { i, by: slot, propensity, team } = place;
    const drafted = team === undefined ? {} : { team };
    return { ...one, position: i + 1, slot, propensity, examined: positions[i] ?? 0, ...drafted };
  });
}
