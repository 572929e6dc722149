import { clamp } from "../world/draws.ts";

/** The traits of a payment, each standard normal among honest ones: how large, how old the account, how hasty, how far away. */
export const TRAITS = ["amount", "account_days", "attempts_1h", "distance_km"] as const;

/** Where a kind of attack lies, in standard deviations from honest payments, trait by trait. */
export type Place = readonly number[];

/** Emptying a stolen card with one large payment; trying out many with small ones. */
export const ATTACKS: readonly Place[] = [
  [1.6, -1.4, 0.4, 1.2],
  [-1.3, -0.9, 1.9, 0.3],
];
/** What they turn to under another relation: old accounts that were taken over, close by and at an ordinary pace. */
export const NEW_ATTACKS: readonly Place[] = [
  [1.2, 1.3, -0.6, -0.8],
  [0.6, 1.1, -0.9, 0.9],
];
/** How many attacks are of each kind. */
export const MIX: readonly number[] = [0.6, 0.4];

/** A share of the way to what passed, a day. */
const SPEED = 0.12;
/** As many tries as it takes to trust what was seen half. */
const CAUTION = 5;
/** Nobody is further off than this. */
const FURTHEST = 3;

/** What adversaries know: where their attacks lie now, and how those of today went. */
export interface Adversaries {
  /** By kind of attack, how far they have moved from where it began, by trait. */
  readonly moved: readonly Float64Array[];
  readonly tried: readonly Tally[];
  readonly passed: readonly Tally[];
}

/** Sums over attacks of one kind; an attack belongs to several kinds by its odds. */
interface Tally {
  count: number;
  readonly sums: Float64Array;
}

const tally = (): Tally => ({ count: 0, sums: new Float64Array(TRAITS.length) });

/** Adversaries who have seen nothing yet. */
export function newAdversaries(): Adversaries {
  return {
    moved: ATTACKS.map(() => new Float64Array(TRAITS.length)),
    tried: ATTACKS.map(tally),
    passed: ATTACKS.map(tally),
  };
}

/** Where a kind of attack lies today, under that much of the new relation. */
export function placeNow({ moved }: Adversaries, kind: number, concept: number): Place {
  const [old, other, by] = [ATTACKS[kind] as Place, NEW_ATTACKS[kind] as Place, moved[kind] as Float64Array];
  return old.map((from, j) => from + concept * ((other[j] as number) - from) + (by[j] as number));
}

/** How an attack went: `odds` is how likely it is of each kind. */
export function noteAttack(
  { tried, passed }: Adversaries,
  attack: { readonly traits: Place; readonly odds: readonly number[]; readonly isPassed: boolean },
): void {
  for (const [kind, odds] of attack.odds.entries()) {
    addTo(tried[kind] as Tally, attack.traits, odds);
    if (attack.isPassed) addTo(passed[kind] as Tally, attack.traits, odds);
  }
}

function addTo(sums: Tally, traits: Place, weight: number): void {
  sums.count += weight;
  for (const [j, value] of traits.entries()) sums.sums[j] = (sums.sums[j] as number) + weight * value;
}

/**
 * Tomorrow's attacks lie nearer to those that passed today: what is blocked is given up, what works is copied. Where as much
 * was blocked of everything, nothing moves.
 */
export function learn({ moved, tried, passed }: Adversaries, speed: number): void {
  for (const [kind, by] of moved.entries()) {
    const [all, through] = [tried[kind] as Tally, passed[kind] as Tally];
    if (through.count > 0) {
      const trust = (SPEED * speed * through.count) / (through.count + CAUTION);
      for (let j = 0; j < by.length; j++) {
        const gap = (through.sums[j] as number) / through.count - (all.sums[j] as number) / all.count;
        by[j] = clamp((by[j] as number) + trust * gap, -FURTHEST, FURTHEST);
      }
    }
    for (const sums of [all, through]) {
      sums.count = 0;
      sums.sums.fill(0);
    }
  }
}
