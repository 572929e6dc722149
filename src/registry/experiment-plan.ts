import { hashBytes } from "../kernel/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { Allocation } from "./allocations.ts";

/** Two releases that are to be compared. */
export interface Comparison {
  /** Name of the experiment. */
  readonly name: string;
  readonly control: string;
  readonly treatment: string;
  /** The treatment's share of those who take part. */
  readonly share: number;
}

/** Who gets what during an experiment: the two releases at random, and the holdback, which is never acted on, apart. */
export function experimentPlan(
  { holdback }: Pick<SystemDefinition, "holdback">,
  { name, control, treatment, share }: Comparison,
): readonly Allocation[] {
  const part = 1 - holdback;
  const arms: readonly Allocation[] = [
    { arm: "control", release: control, share: part * (1 - share), purpose: "experiment", experiment: name },
    { arm: "treatment", release: treatment, share: part * share, purpose: "experiment", experiment: name },
  ];
  if (holdback === 0) return arms;
  return [...arms, { arm: "holdback", release: control, share: holdback, purpose: "holdback" }];
}

/** Each experiment splits the entities anew, so that it inherits nothing from the one before. */
export function experimentSalt(system: string, name: string): string {
  return hashBytes(`experiment/${system}/${name}`).slice(0, 16);
}
