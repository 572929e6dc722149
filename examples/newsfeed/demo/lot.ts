import { rng } from "../../../src/kernel/index.ts";

/** Of the posts that may be shown, the share that is shown by lot, and so that nobody decides about. */
const BY_LOT = 0.4;

/** Whether a post is shown by lot, whatever rule and models think: what was learned from in the past, and what is learned from later. */
export function isByLot(id: string, seed: number): boolean {
  return rng({ seed, unit: id, purpose: "lot" }).uniform() < BY_LOT;
}
