import { known } from "../../kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../records/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Rewarded } from "./evidence.ts";
import { labelsOf } from "./labels.ts";
import type { Remade } from "./remade.ts";
import type { Worth } from "./worth.ts";

/** Decisions that were made again, and all that is known of what came of them. */
export interface Story {
  readonly system: SystemDefinition;
  readonly remade: readonly Remade[];
  readonly outcomes: readonly OutcomeRecord[];
  readonly now: number;
  readonly records: ReadonlyMap<string, DecisionRecord>;
}

type Label = boolean | number | string;

/** What decisions brought in money. Those whose window is open are left out. */
export function moneyRewards(story: Story, worth: Worth): readonly Rewarded[] {
  return rewardsBy(story, worth.outcome, worth.money);
}

/** How often an outcome happened, or what it came to. */
export function outcomeRewards(story: Story, outcome: string): readonly Rewarded[] {
  return rewardsBy(story, outcome, (_, label) => (typeof label === "string" ? null : Number(label)));
}

function rewardsBy(
  { system, remade, outcomes, now, records }: Story,
  outcome: string,
  price: (record: DecisionRecord, label: Label) => number | null,
): readonly Rewarded[] {
  const { within } = known(system.outcomes[outcome], `the outcome ${outcome}`);
  const labelOf = labelsOf(remade, outcomes, { outcome, within, now });
  return remade.flatMap((one): readonly Rewarded[] => {
    const record = known(records.get(one.id), `the receipt of ${one.id}`);
    const rewards = one.parts.map(({ about }) => {
      const label = labelOf(one.id, about);
      return label === null ? null : price(record, label);
    });
    return rewards.every((reward) => reward !== null) ? [{ remade: one, rewards }] : [];
  });
}
