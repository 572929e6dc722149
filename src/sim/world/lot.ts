import { rng } from "../../kernel/index.ts";

/** What is left to chance in a case for somebody outside of the world, on [0, 1). */
export function lotOf({
  seed,
  id,
  purpose,
}: {
  readonly seed: number;
  readonly id: string;
  readonly purpose: string;
}): number {
  return rng({ seed, unit: id, purpose: `sim.lot.${purpose}` }).at(0);
}
