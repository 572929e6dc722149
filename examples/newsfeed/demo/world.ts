import type { Instant } from "../../../src/kernel/index.ts";
import { type Case, conceptSudden, covariateDrift, type Drift, feed, type Report } from "../../../src/sim/index.ts";

/** A post in somebody's feed, with what nobody sees of it. */
export type Chance = ReturnType<ReturnType<typeof feed>["play"]>["cases"] extends Iterable<infer T> ? T : never;

/** The simulated network from its first day on: it reacts to what is shown, and one day its readers' tastes turn. */
export interface World {
  readonly start: Instant;
  /** Who comes until then, in order of time; each is given once. */
  until(to: Instant): readonly Chance[];
  /** Shows a post or leaves it out; what will be reported of it. */
  tell(chance: Chance, action: string): readonly Report[];
  /** From then on loud titles flood the network, and readers do not fall for them any more: they want long texts of good authors. */
  turn(at: Instant): void;
}

export interface WorldOptions {
  readonly seed: number;
  /** Posts of an ordinary day that may be shown. */
  readonly perDay: number;
}

/** Opens the network of that seed. */
export function openWorld(options: WorldOptions): World {
  let turned = Number.POSITIVE_INFINITY;
  const begins = (drift: Drift): Drift => ({ ...drift, dials: (at) => (at < turned ? {} : drift.dials(at)) });
  const tastes = begins(conceptSudden({ from: 0 }));
  const flood = begins(covariateDrift({ from: 0, field: "title_heat", by: 1 }));
  const business = feed({ ...options, drifts: [tastes, flood] });
  const play = business.play({ from: business.start, to: business.start + 365 * 86_400_000 });
  const cases = play.cases[Symbol.iterator]();
  let next: Case | undefined;
  const pull = (): Chance | undefined => {
    const { value, done } = cases.next();
    return done === true ? undefined : (value as Chance);
  };
  return {
    start: business.start,
    until(to) {
      const came: Chance[] = [];
      for (next ??= pull(); next !== undefined && next.at < to; next = pull()) came.push(next as Chance);
      return came;
    },
    tell: (chance, action) => play.tell(chance, action),
    turn: (at) => {
      turned = at;
    },
  };
}
