import type { RawTable } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { decodeModel, scoreRow } from "../../model/index.ts";
import type { ActingSystem } from "../../system/index.ts";
import { type Bench, clinic, openBench } from "../clinic.conformance.ts";
import { firstRows, serveLearned } from "../judge/histories.conformance.ts";
import { chanceOf, type Drifting, driftingVisits, type Relation, USUAL } from "./drifting.conformance.ts";

/** Acting pays from one return in three on. */
export const system: ActingSystem = clinic({ byTime: true, capacity: 1, price: 900 });
/** Days that a champion learned for, and visits a day. */
export const LEARNED = 40;
export const PER_DAY = 120;

/** A champion that serves, with all that is remembered by now. */
export interface Served extends Bench {
  readonly history: RawTable;
  /** Id of its model. */
  readonly champion: string;
}

/** A champion that learned for forty days; then something else holds for thirty. */
export async function served(
  after: Relation,
  { seed = 1, days = 70, since = LEARNED }: Partial<Drifting> & { readonly since?: number } = {},
): Promise<Served> {
  const relation = (day: number): Relation => (day < since ? USUAL : after);
  const history = driftingVisits({ days, perDay: PER_DAY, seed, relation });
  const bench = await openBench();
  await serveLearned(bench, system, firstRows(history, LEARNED * PER_DAY));
  const champion = (await bench.registry.models("clinic"))[0]?.id ?? "";
  return { ...bench, history, champion };
}

/** What the loop asks for where calibration alone may be off. */
export const again = { holds: true, afresh: true, recalibrate: ["risk"] } as const;

/** Log loss under the known truth, less that of the truth itself: no chance in it but that of the cases. */
export async function excess({ registry }: Bench, id: string, truth: Relation): Promise<number> {
  const model = decodeModel((await registry.loadModel(id)).bytes);
  const draws = rng({ seed: 99, purpose: "cases" });
  let sum = 0;
  const cases = 4_000;
  for (let i = 0; i < cases; i++) {
    const [visits, age] = [draws.integer(6), 20 + draws.integer(60)];
    const p = chanceOf(truth, { visits, age });
    const q = scoreRow(model, { visits, age, ward: "north", sum: age + visits })[0] as number;
    sum += p * Math.log(p / q) + (1 - p) * Math.log((1 - p) / (1 - q));
  }
  return sum / cases;
}
