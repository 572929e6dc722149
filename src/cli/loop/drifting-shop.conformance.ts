import { rng } from "../../kernel/index.ts";
import { QUICK, systemWith } from "./shop.conformance.ts";

const DAY = 86_400_000;
const FIRST = Date.UTC(2025, 10, 1);
/** Rows a day. */
export const PER_DAY = 100;

/** The log-odds of a purchase by visits. */
export type Demand = (visits: number) => number;

/** The chance that somebody with so many visits buys. */
export function chanceOf(demand: Demand, visits: number): number {
  return 1 / (1 + Math.exp(-demand(visits)));
}

/** About one visitor in five buys. */
export const USUAL: Demand = (visits) => 0.4 * visits - 3.4;
/** Every one of them the likelier, and two in five buy. */
export const TWICE: Demand = (visits) => 0.4 * visits - 2.1;
/** Between the two, and three in ten buy. */
export const BETWEEN: Demand = (visits) => 0.4 * visits - 3;
/** Who visits often buys the less. */
export const TURNED: Demand = (visits) => 1.6 - 0.4 * visits;

/** The shop of the loop's tests, whose rows have a time; its file lets it retrain itself. */
export const driftingShop: string = systemWith(`retrain: { ${QUICK} },`)
  .replace("visits: number()", 'at: time({ format: "milliseconds" }), visits: number()')
  .replace('entity: "id"', 'entity: "id", time: "at"')
  .replace("onObjective }", "onObjective, time }");

/** So many days of the shop as CSV, of which the last `after` days are of another demand. */
export function driftingRows(days: number, after: { readonly days: number; readonly demand: Demand }): string {
  return rowsUnder(days, (day) => (day < days - after.days ? USUAL : after.demand));
}

/** So many days of the shop as CSV, each of the demand that holds on it. */
export function rowsUnder(days: number, demandOn: (day: number) => Demand): string {
  const lines = Array.from({ length: days * PER_DAY }, (_, i) => {
    const random = rng({ seed: 4, unit: i, purpose: "drifting rows" });
    const visits = random.integer(10);
    const bought = random.uniform() < chanceOf(demandOn(Math.floor(i / PER_DAY)), visits);
    return `${i},${visits},${bought},${FIRST + (i * DAY) / PER_DAY}`;
  });
  return ["id,visits,bought,at", ...lines].join("\n");
}
