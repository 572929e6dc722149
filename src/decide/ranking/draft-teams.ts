import { teamDraft } from "../../experiment/index.ts";
import { known, rng } from "../../kernel/index.ts";
import type { Slot } from "../../policy/index.ts";

/** A position of an order that two releases share. */
export interface TeamSlot extends Slot {
  readonly team: "control" | "treatment";
}

/**
 * Merges the orders of two releases by a team draft. What put a candidate there is told as in its own order; where that was
 * left to chance, its chance is that of the draft times that of the order.
 */
export function draftTeams(control: readonly Slot[], treatment: readonly Slot[], id: string): readonly TeamSlot[] {
  const orders = { control: contenders(control), treatment: contenders(treatment) };
  const length = Math.max(control.length, treatment.length);
  const drafted = teamDraft({ ...orders, length }, rng({ seed: 0, unit: id, purpose: "interleaving" }).at);
  return drafted.map(({ item, team, propensity }) => {
    const own = team === "treatment" ? treatment : control;
    const slot = known(
      own.find(({ contender }) => contender === item),
      "a drafted candidate in the order that it came from",
    );
    return { ...slot, team, propensity: slot.propensity * propensity };
  });
}

function contenders(slots: readonly Slot[]): readonly number[] {
  return slots.map(({ contender }) => contender);
}
