import type { SlateLog } from "../../src/evaluate/index.ts";
import { rng } from "../../src/kernel/index.ts";

/** How people read: each position by itself, or from the top, where one that resembles what stands above it is passed over. */
export type Reading = "independent" | "cascade";

const ITEMS = 5;
const POSITIONS = 3;
const SEEN = [1, 0.7, 0.5] as const;
/** How much of its appeal an item keeps directly below its like. */
const AFTER_ITS_LIKE = 0.3;

const appeal = Array.from({ length: ITEMS }, (_, item) => 0.15 + 0.15 * item);
/** The first two items are of one kind, the others of another. */
const isAlike = (a: number, b: number): boolean => a < 2 === b < 2;

/** The chance of a click at a position, given the ranking down to it. */
function clickChance(reading: Reading, ranking: readonly number[], position: number): number {
  const [item, above] = [ranking[position]!, ranking[position - 1]];
  const dulled = reading === "cascade" && above !== undefined && isAlike(above, item) ? AFTER_ITS_LIKE : 1;
  return SEEN[position]! * appeal[item]! * dulled;
}

/** The chance of each item at the next position, given those above. Drawn again and again, or without repeating. */
export interface Ranker {
  readonly repeats: boolean;
  readonly scores: readonly number[];
}

function nextShares({ repeats, scores }: Ranker, above: readonly number[]): readonly number[] {
  const powers = scores.map((score, item) => (!repeats && above.includes(item) ? 0 : Math.exp(score)));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** Every ranking with its chance. */
function* rankings(
  ranker: Ranker,
  above: readonly number[] = [],
  chance = 1,
): Generator<readonly [readonly number[], number]> {
  if (above.length === POSITIONS) {
    yield [above, chance];
    return;
  }
  for (const [item, share] of nextShares(ranker, above).entries())
    if (share > 0) yield* rankings(ranker, [...above, item], chance * share);
}

/** Clicks per ranking, exactly. */
export function slateValue(reading: Reading, ranker: Ranker): number {
  let sum = 0;
  for (const [ranking, chance] of rankings(ranker))
    for (let position = 0; position < POSITIONS; position++) sum += chance * clickChance(reading, ranking, position);
  return sum;
}

interface Asked {
  readonly reading: Reading;
  readonly logging: Ranker;
  readonly target: Ranker;
  readonly decisions: number;
  readonly run: number;
  /** Which chances are told: given what stands above, or of the position whatever stands above. */
  readonly chances: SlateLog["chances"];
}

/** The chance of each item at each position, whatever stands above. */
function marginals(ranker: Ranker): readonly (readonly number[])[] {
  const found = Array.from({ length: POSITIONS }, () => new Array<number>(ITEMS).fill(0));
  for (const [ranking, chance] of rankings(ranker))
    ranking.forEach((item, position) => {
      found[position]![item]! += chance;
    });
  return found;
}

/** Logs rankings of one ranker, with the chances that the target gives them. */
export function slateLog({ reading, logging, target, decisions, run, chances }: Asked): SlateLog {
  const draws = rng({ seed: 7, unit: run, purpose: "truth.slates" });
  const column = (): Float64Array => new Float64Array(decisions);
  const positions = SEEN.map(() => ({ reward: column(), propensity: column(), target: column() }));
  const [from, to] = [marginals(logging), marginals(target)];
  for (let row = 0; row < decisions; row++) {
    const ranking: number[] = [];
    positions.forEach((position, place) => {
      const shares = nextShares(logging, ranking);
      const then = nextShares(target, ranking);
      let item = 0;
      for (let left = draws.uniform() - shares[0]!; left >= 0 && item < ITEMS - 1; ) left -= shares[++item]!;
      ranking.push(item);
      position.propensity[row] = chances === "marginal" ? from[place]![item]! : shares[item]!;
      position.target[row] = chances === "marginal" ? to[place]![item]! : then[item]!;
      position.reward[row] = draws.uniform() < clickChance(reading, ranking, place) ? 1 : 0;
    });
  }
  return { positions, chances };
}
