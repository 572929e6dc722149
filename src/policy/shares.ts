import { exp } from "../kernel/index.ts";
import { normalCdf } from "../stats/index.ts";
import type { Explore } from "./explore.ts";
import { type Belief, beliefOf, type Posteriors } from "./posterior.ts";

/** What is compared: the value of each choice, and its name, by which its posterior is found. */
export interface Choices {
  readonly names: readonly string[];
  readonly values: ArrayLike<number>;
}

/**
 * The probability of each choice; together 1. Without exploring it is 1 for the best, of equals for the first. A value that
 * is missing (NaN) or −∞ is never chosen; of infinite values the first one is. All 0 where nothing can be chosen.
 */
export function choiceShares({ names, values }: Choices, explore?: Explore, posteriors: Posteriors = {}): Float64Array {
  const shares = new Float64Array(names.length);
  const open = Array.from(names.keys()).filter((i) => (values[i] as number) > -Infinity);
  const best = bestOf(open, values);
  if (best === undefined) return shares;
  if (explore === undefined || values[best] === Infinity) {
    shares[best] = 1;
    return shares;
  }
  const among = sharesAmong(
    open.map((i) => ({ value: values[i] as number, name: names[i] as string, isBest: i === best })),
    explore,
    posteriors,
  );
  open.forEach((i, k) => {
    shares[i] = among[k] as number;
  });
  return shares;
}

function bestOf(open: readonly number[], values: ArrayLike<number>): number | undefined {
  let best = open[0];
  for (const i of open) if ((values[i] as number) > (values[best as number] as number)) best = i;
  return best;
}

interface One {
  readonly value: number;
  readonly name: string;
  readonly isBest: boolean;
}

function sharesAmong(choices: readonly One[], explore: Explore, posteriors: Posteriors): readonly number[] {
  switch (explore.explore) {
    case "epsilon": {
      const { share } = explore;
      return choices.map(({ isBest }) => share / choices.length + (isBest ? 1 - share : 0));
    }
    case "softmax":
      return softmaxOf(choices.map(({ value }) => value / explore.temperature));
    case "thompson":
      return probabilitiesOfBest(
        choices.map(({ value, name }) => {
          const { mean, deviation } = beliefOf(explore, posteriors[name]);
          return { mean: value + mean, deviation };
        }),
      );
  }
}

/** e^x over its sum, for finite logits. */
function softmaxOf(logits: readonly number[]): readonly number[] {
  const most = logits.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = logits.map((logit) => exp(logit - most));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** {@link choiceShares} between many that are told apart by number alone: of the positions of a ranking. */
export function rankShares(values: Float64Array, explore: Explore): Float64Array {
  if (explore.explore !== "epsilon") return choiceShares({ names: Array.from(values, String), values }, explore);
  let [best, open] = [-1, 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!(value > -Infinity)) continue;
    open++;
    if (best < 0 || value > (values[best] as number)) best = i;
  }
  if (best < 0) return new Float64Array(values.length);
  const chance = values[best] === Infinity ? 0 : explore.share / open;
  const shares = new Float64Array(values.length);
  for (let i = 0; i < values.length; i++) if ((values[i] as number) > -Infinity) shares[i] = chance;
  shares[best] = 1 - chance * (open - 1);
  return shares;
}

/** Points of the integral: an even number of steps over {@link REACH} deviations either side. */
const STEPS = 400;
const REACH = 8;

/** The probability that each of several independent normal variables is the largest, by Simpson's rule, summing to 1. */
function probabilitiesOfBest(beliefs: readonly Belief[]): readonly number[] {
  const found = beliefs.map((belief, i) =>
    probabilityOfBest(
      belief,
      beliefs.filter((_, k) => k !== i),
    ),
  );
  const sum = found.reduce((a, b) => a + b, 0);
  return found.map((one) => one / sum);
}

function probabilityOfBest({ mean, deviation }: Belief, others: readonly Belief[]): number {
  const step = (2 * REACH) / STEPS;
  let sum = 0;
  for (let k = 0; k <= STEPS; k++) {
    const z = -REACH + k * step;
    const x = mean + z * deviation;
    let density = exp(-0.5 * z * z);
    for (const other of others) density *= normalCdf((x - other.mean) / other.deviation);
    sum += density * (k === 0 || k === STEPS ? 1 : k % 2 === 1 ? 4 : 2);
  }
  return (sum * step) / (3 * Math.sqrt(2 * Math.PI));
}

/** The choice that a uniform draw on [0, 1) falls on; undefined where all shares are 0. */
export function drawFrom(shares: ArrayLike<number>, uniform: number): number | undefined {
  let sum = 0;
  let last: number | undefined;
  for (let i = 0; i < shares.length; i++) {
    const share = shares[i] as number;
    if (share > 0) last = i;
    sum += share;
    if (uniform < sum) return i;
  }
  // Rounding may leave the sum a little below 1: what lies above belongs to the last that can be chosen.
  return last;
}
