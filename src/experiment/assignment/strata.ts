import { hashUniform } from "../../kernel/index.ts";
import { type ArmShare, assign } from "./assign.ts";

/** A unit that is known before an experiment begins, and what it is alike in: a country, a size, a level of spending. */
export interface KnownUnit {
  readonly entity: string;
  readonly stratum: string;
}

/** Who is assigned how. Shares add up to 1. */
export interface StrataOptions {
  readonly salt: string;
  readonly shares: readonly ArmShare[];
}

/**
 * Assigns units that are all known, so that every stratum is split by the shares as exactly as whole units allow: those of
 * a stratum stand in the order of their salted hash, and each arm takes its part of the row. Which arm gets the odd unit
 * goes by lot, stratum by stratum. Sticky for the same list alone: who joins later moves others of its stratum.
 */
export function assignStrata(
  units: readonly KnownUnit[],
  { salt, shares }: StrataOptions,
): ReadonlyMap<string, string> {
  const assigned = new Map<string, string>();
  for (const [stratum, some] of Map.groupBy(units, (unit) => unit.stratum)) {
    const lots = some.map(({ entity }) => ({ entity, lot: hashUniform(`${salt}\u0000${stratum}\u0000${entity}`) }));
    lots.sort((a, b) => a.lot - b.lot);
    // A start by lot: the places (i + start) / n hit each arm's interval as often as its share says, on average exactly.
    const start = hashUniform(`${salt}\u0000${stratum}`);
    for (const [i, { entity }] of lots.entries()) assigned.set(entity, armAt(shares, (i + start) / some.length));
  }
  return assigned;
}

function armAt(shares: readonly ArmShare[], place: number): string {
  let end = 0;
  const found = shares.find(({ share }) => {
    end += share;
    return place < end;
  });
  return (found ?? shares.at(-1))?.arm ?? "";
}

/** How far the arms are from alike: the largest difference, over strata and arms, from the share that was promised. */
export function imbalanceOf(units: readonly KnownUnit[], { salt, shares }: StrataOptions): number {
  let worst = 0;
  for (const some of Map.groupBy(units, (unit) => unit.stratum).values()) {
    const arms = some.map(({ entity }) => assign({ salt, entity, shares }));
    for (const { arm, share } of shares)
      worst = Math.max(worst, Math.abs(arms.filter((one) => one === arm).length - share * some.length));
  }
  return worst;
}

/**
 * Of so many salts the one that splits the known units' strata most evenly: assignment stays a hash, for units that come
 * later too. Morgan, Rubin. Rerandomization to improve covariate balance in experiments. Annals of Statistics 40, 2012.
 */
export function balancedSalt(
  units: readonly KnownUnit[],
  { salt, shares, tries = 50 }: StrataOptions & { readonly tries?: number },
): string {
  const salts = Array.from({ length: tries }, (_, i) => (i === 0 ? salt : `${salt}-${i}`));
  const judged = salts.map((one) => ({ salt: one, worst: imbalanceOf(units, { salt: one, shares }) }));
  return judged.reduce((best, one) => (one.worst < best.worst ? one : best)).salt;
}
