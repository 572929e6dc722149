import { rng } from "../../kernel/index.ts";
import { clamp, type Draws, drawsFrom, placeOf } from "../world/draws.ts";

export const TOPICS = ["sports", "music", "news", "food", "travel", "science"] as const;
const DEVICES = ["phone", "desktop", "tablet"] as const;
const BY_DEVICE = [0.68, 0.24, 0.08];

/** Somebody who reads the feed, the same whenever asked. */
export interface Reader {
  readonly no: number;
  readonly id: string;
  readonly device: (typeof DEVICES)[number];
  /** Log-odds of coming on an ordinary day, while neither pleased nor annoyed. */
  readonly pull: number;
  /** How readily anything is engaged with, standard normal. Latent. */
  readonly ease: number;
  /** Interest by topic, standard normal. */
  readonly interests: readonly number[];
  readonly follows: readonly boolean[];
  /** What the product has counted. */
  readonly visits: number;
  readonly engagement: number;
}

function lotsOf(seed: number, no: number): Draws {
  return drawsFrom(rng({ seed, unit: no, purpose: "feed.reader" }), 0);
}

const pullFrom = (draws: Draws): number => -0.5 + 0.8 * draws.normal();

/** The `pull` of the reader of that number: all that has to be known of those who do not come. */
export function pullOf(seed: number, no: number): number {
  return pullFrom(lotsOf(seed, no));
}

/** The reader of that number. */
export function readerOf(seed: number, no: number): Reader {
  const draws = lotsOf(seed, no);
  const pull = pullFrom(draws);
  const ease = draws.normal();
  const interests = TOPICS.map(() => draws.normal());
  return {
    ...{ no, id: `r${String(no).padStart(7, "0")}`, pull, ease, interests },
    device: DEVICES[placeOf(BY_DEVICE, draws.uniform())] ?? "phone",
    follows: interests.map((interest) => interest + 0.5 * draws.normal() > 0.8),
    visits: Math.round(clamp(30 / (1 + Math.exp(-pull)) + 2 * draws.normal(), 0, 30)),
    engagement: Math.round(100 * clamp(0.12 + 0.05 * ease + 0.02 * draws.normal(), 0, 1)) / 100,
  };
}
