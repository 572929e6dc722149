import {
  type AgedUnit,
  type BlockTotal,
  blockAt,
  burnsIn,
  type DelayedArm,
  type StepRow,
  type TeamCredit,
  teamDraft,
} from "../../src/experiment/index.ts";
import { hashUniform, type Rng } from "../../src/kernel/index.ts";
import { type Moments, momentsOf } from "../../src/stats/index.ts";

/** So many draws. */
export function draws(n: number, draw: (i: number) => number): number[] {
  return Array.from({ length: n }, (_, i) => draw(i));
}

/** Exponential around a mean: as lopsided as money is. */
export const skewed = (random: Rng, mean: number): number => mean - Math.log(1 - random.uniform()) - 1;

/** Money of so many units. */
export const moneyOf = (random: Rng, units: number, mean: number): Moments =>
  momentsOf(draws(units, () => skewed(random, mean)));

export const DELAYS: readonly number[] = [0, 50, 100, 200];

/** Money of so many units, bell-shaped: where arms are unlike in size, so that the interval's theory holds for small ones too. */
export const evenMoney = (random: Rng, units: number, mean: number): Moments =>
  momentsOf(draws(units, () => mean + random.normal()));

/** Units that waited longer, more of them the longer; the longest arm varies four times as much as the first. */
export function delayed(random: Rng, cost: (ms: number) => number): readonly DelayedArm[] {
  return DELAYS.map((delayMs, i) => {
    const mean = 5 - cost(delayMs);
    return { delayMs, money: momentsOf(draws(100 + 40 * i, () => mean + (1 + i) * random.normal())) };
  });
}

/** Units of which a fifth meets a decision on which two releases differ; there the treatment brings 0.5 more. */
export function meetings(
  random: Rng,
  treated: boolean,
): readonly { readonly differs: boolean; readonly money: number }[] {
  return Array.from({ length: 500 }, () => {
    const differs = random.uniform() < 0.2;
    return { differs, money: 3 + random.normal() + (differs && treated ? 0.5 : 0) };
  });
}

/** Blocks of two hours, of which the first does not count. Minutes. */
export const CLOCK = { from: 0, blockMs: 120, burnInMs: 60 } as const;
/** How long the stock takes to settle after a switch. Minutes. */
export const FADE = 12;

/** Everybody draws on one stock: `b` brings 0.5 more once the stock has settled, under a trend and the hours of the day. */
export function market(random: Rng, run: number, burnInMs: number): readonly BlockTotal[] {
  const totals = new Map<string, BlockTotal>();
  let stock = 0;
  let place = blockAt(CLOCK, { salt: `run-${run}`, arms: ["a", "b"], at: 0 });
  for (let at = 0; at < 60 * CLOCK.blockMs; at++) {
    if (at % CLOCK.blockMs === 0) place = blockAt(CLOCK, { salt: `run-${run}`, arms: ["a", "b"], at });
    stock += ((place.arm === "b" ? 0.5 : 0) - stock) / FADE;
    if (burnsIn({ ...CLOCK, burnInMs }, at)) continue;
    const money = 3 + Math.sin(at / 700) + at / 20_000 + stock + random.normal();
    const key = `${place.round}/${place.arm}`;
    const sum = totals.get(key) ?? { round: place.round, arm: place.arm, money: 0, size: 0 };
    totals.set(key, { ...sum, money: sum.money + money, size: sum.size + 1 });
  }
  return [...totals.values()];
}

/** Everybody's money grows from step to step by itself; the treatment adds 0.4; units differ from each other for good. */
export function rollout(random: Rng, run: number): readonly StepRow[] {
  return Array.from({ length: 200 }, (_, unit) => {
    const lot = hashUniform(`${run}\u0000${unit}`);
    const own = random.normal();
    return [0.25, 0.5, 0.75, 1].map((share, step) => {
      const treated = lot < share;
      return { unit, step, treated, money: own + 0.6 * step + (treated ? 0.4 : 0) + random.normal() };
    });
  }).flat();
}

/** What a novelty brings in the first stretch of time, the second and the third. */
export const NOVELTY: readonly number[] = [0.6, 0.3, 0];

/** Units of a novelty that wears off; half of them came too late for the third stretch. */
export function cohort(random: Rng): readonly AgedUnit[] {
  return Array.from({ length: 600 }, (_, i) => {
    const arm = i % 2 === 0 ? "treatment" : "control";
    const own = random.normal();
    const ages = i % 4 < 2 ? 3 : 2;
    const money = draws(ages, (age) => own + random.normal() + (arm === "treatment" ? (NOVELTY[age] ?? 0) : 0));
    return { arm, money, seen: money.map(() => true) };
  });
}

const WORTH: readonly number[] = [0.5, 0.4, 0.3, 0.2, 0.15, 0.1, 0.05, 0.05];

/** Credit of people who see three lists each and click what they look at: whatever it is, or what they like. */
export function clicks(random: Rng, likes: "anything" | "worth"): readonly TeamCredit[] {
  const treatment = [0, 1, 2, 3, 4, 5, 6, 7];
  const control = [3, 1, 2, 0, 4, 5, 6, 7];
  return Array.from({ length: 120 }, () => {
    const credit = { control: 0, treatment: 0 };
    const taste = 0.5 + random.uniform();
    for (let list = 0; list < 3; list++)
      teamDraft({ control, treatment, length: 8 }, () => random.uniform()).forEach(({ item, team }, position) => {
        const chance = likes === "anything" ? 0.3 : (WORTH[item] ?? 0);
        if (random.uniform() < (chance * taste) / (position + 1)) credit[team]++;
      });
    return credit;
  });
}
