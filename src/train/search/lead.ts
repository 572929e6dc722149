import { isInsufficient, known } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { gainOver, lossOf, type RowLosses, type SearchObjective } from "./objective.ts";

/** One way to answer, by what it loses on the judged rows: the same rows for all. */
export interface Entry extends RowLosses {
  /** Number of what it is a way of: two ways of one candidate do not compete. */
  readonly candidate: number;
  readonly way: string;
}

/** What comes out ahead, and whether chance could have put it there. */
export interface Lead extends Pick<Entry, "candidate" | "way"> {
  /** What was compared: money earned, or a loss. */
  readonly by: SearchObjective;
  /** It is ahead of every other candidate by an interval above 0, each paired on the same rows. */
  readonly isClear: boolean;
  /** The rival whose interval reaches lowest, and how far ahead of it the first one is; null without a rival. */
  readonly closest: (Pick<Entry, "candidate" | "way"> & { readonly gain: Estimated }) | null;
}

/** Who is ahead, the first of equals; null without entries. */
export function leadOf(by: SearchObjective, entries: readonly Entry[]): Lead | null {
  if (entries.length === 0) return null;
  const best = entries.reduce((kept, next) => (lossOf(by, next) < lossOf(by, kept) ? next : kept));
  const rivals = entries
    .filter(({ candidate }) => candidate !== best.candidate)
    .map((rival) => ({ candidate: rival.candidate, way: rival.way, gain: gainOver(by, best, rival) }))
    .sort((a, b) => lowOf(a.gain) - lowOf(b.gain));
  const { candidate, way } = best;
  if (rivals.length === 0) return { by, candidate, way, isClear: false, closest: null };
  const closest = known(rivals[0], "a rival");
  return { by, candidate, way, isClear: lowOf(closest.gain) > 0, closest };
}

/** The least that the gain may be; of one that cannot be told, anything. */
function lowOf(gain: Estimated): number {
  return isInsufficient(gain) ? Number.NEGATIVE_INFINITY : gain.low;
}

/** Money for each judged row as something to be small. */
export function moneyEntry(
  { candidate, way }: Pick<Entry, "candidate" | "way">,
  money: Float64Array,
  entity: Int32Array,
): Entry {
  return { candidate, way, losses: money.map((won) => -won), counts: new Float64Array(money.length).fill(1), entity };
}
