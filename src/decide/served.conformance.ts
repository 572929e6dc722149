import { championPlan } from "../registry/index.ts";
import { type Bench, clinic, openBench, simulatedVisits } from "../train/clinic.conformance.ts";
import { decideOne, loadState, type ServingState } from "./index.ts";

/** The clinic of which decisions are asked, and what it is trained on. */
export const system = clinic({ capacity: 0.3, folds: 2 });
export const table = simulatedVisits({ rows: 600 });

/** What is known of a patient who is most likely to come back. */
export const plain = { patient: 1, visits: 5, age: 78, ward: "north" };

/** A bench with a model that serves everybody, a fifth of them held back, and its state. */
export async function served(of = system): Promise<Bench & { readonly serving: ServingState }> {
  const bench = await openBench();
  const { result } = await bench.run(of, table);
  const { registry } = bench;
  const release = (await registry.releases(of.name)).find(({ models }) => models.risk === result.models[0]!.id)!;
  const before = await registry.currentPlan(of.name);
  await registry.changePlan(of.name, before!.version, {
    allocations: championPlan({ holdback: 0.2 }, release.id),
    why: "test",
  });
  return { ...bench, serving: await loadState(of, (await registry.currentPlan(of.name))!, { registry }) };
}

/** An entity of an arm. */
export function entityIn(state: ServingState, arm: string): string {
  return Array.from({ length: 200 }, (_, i) => `e${i}`).find(
    (entity) => decideOne(state, { id: "x", entity, given: plain }).arm === arm,
  )!;
}
