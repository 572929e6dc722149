import { type RawTable, tableOf } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";

const DAY = 86_400_000;

/** How a visit's log-odds of a return come about: of the visits before, and of the age. */
export interface Relation {
  readonly base: number;
  readonly visits: number;
  readonly age: number;
}

/** About one in five comes back. */
export const USUAL: Relation = { base: -5.2, visits: 0.6, age: 0.04 };
/** The same cases come back the likelier, and about two in five do. */
export const TWICE: Relation = { ...USUAL, base: -3.95 };
/** Who had many visits comes back the less likely, and as many do as in {@link TWICE}. */
export const TURNED: Relation = { base: -0.9, visits: -0.6, age: 0.04 };

export interface Drifting {
  readonly days: number;
  readonly perDay: number;
  readonly seed: number;
  /** What holds on a day, counted from 0. */
  relation(day: number): Relation;
}

/** The chance that somebody comes back. */
export function chanceOf(
  { base, visits, age }: Relation,
  one: { readonly visits: number; readonly age: number },
): number {
  return 1 / (1 + Math.exp(-base - visits * one.visits - age * one.age));
}

/** Visits in order of time, so many a day, each of somebody else, whose truth is what holds on that day. */
export function driftingVisits({ days, perDay, seed, relation }: Drifting): RawTable {
  const draws = rng({ seed, purpose: "drifting" });
  const rows = Array.from({ length: days * perDay }, (_, row) => {
    const [visits, age] = [draws.integer(6), 20 + draws.integer(60)];
    const day = Math.floor(row / perDay);
    const back = draws.uniform() < chanceOf(relation(day), { visits, age });
    const ward = draws.uniform() < 0.5 ? "north" : "south";
    return { patient: row, day: DAY * (20_000 + day), visits, age, ward, billed: null, called: false, back };
  });
  const kinds = { patient: "number", day: "number", visits: "number", age: "number", ward: "text" } as const;
  const { columns } = tableOf({ ...kinds, billed: "number", called: "flag", back: "flag" }, rows);
  return { rows: rows.length, columns };
}
