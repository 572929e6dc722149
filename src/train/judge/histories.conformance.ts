import { type RawTable, takeRows } from "../../data/index.ts";
import { rng } from "../../kernel/index.ts";
import { championPlan, initialPlan } from "../../registry/index.ts";
import type { ActingSystem } from "../../system/index.ts";
import { type Bench, simulatedVisits } from "../clinic.conformance.ts";

const DAY = 86_400_000;

/** How long a history is, and how much comes in a day. */
export interface HistorySize {
  readonly days: number;
  readonly perDay: number;
  readonly seed: number;
}

/**
 * Visits in order of time, so many a day. Everybody has an age of his own to the hour, by which trees can tell him from everybody else.
 */
export function visitsByDay({ days, perDay, seed }: HistorySize): RawTable {
  const table = simulatedVisits({ rows: days * perDay, seed });
  const day = Float64Array.from({ length: table.rows }, (_, row) => DAY * (20_000 + Math.floor(row / perDay)));
  const draws = rng({ seed, purpose: "birthdays" });
  const columns = table.columns.map((one) => {
    if (one.kind === "text") return one;
    if (one.name === "day") return { ...one, values: day };
    return one.name === "age" ? { ...one, values: one.values.map((age) => age + draws.uniform()) } : one;
  });
  return { rows: table.rows, columns };
}

/** The first rows of a history. */
export function firstRows(table: RawTable, rows: number): RawTable {
  return takeRows(
    table as never,
    Int32Array.from({ length: rows }, (_, row) => row),
  );
}

/** Lets what a system learns from a history serve everybody, whatever its gate says. */
export async function serveLearned(bench: Bench, system: ActingSystem, table: RawTable): Promise<void> {
  await bench.run(system, table, { holds: true });
  const plan = (await bench.registry.currentPlan("clinic")) ?? (await initialPlan(system, bench.registry));
  const release = (await bench.registry.releases("clinic")).findLast(({ kind }) => kind === "model");
  const allocations = championPlan(system, release?.id ?? "");
  await bench.registry.changePlan("clinic", plan.version, { allocations, why: "a test" });
}
