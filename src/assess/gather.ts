import type { Enforced } from "../data/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { readUnderContract } from "../train/index.ts";
import type { AssessDeps } from "./deps.ts";

/** What an assessment knows of its rows. */
interface Material {
  readonly data: { readonly features: number };
}

/** What was read, and what an assessment knows of it. */
export interface Gathered<M> {
  readonly enforced: Enforced;
  readonly material: M;
}

/** Reads a system's rows and looks for signs in them, telling how far it is. Throws what reading and the contract throw. */
export async function gather<S extends SystemDefinition, M extends Material>(
  system: S,
  { read, progress }: Pick<AssessDeps, "read" | "progress">,
  materialOf: (system: S, enforced: Enforced) => M,
): Promise<Gathered<M>> {
  const reading = progress.step("Reading the data");
  const enforced = await readUnderContract(system, read);
  reading.done(`${enforced.table.rows.toLocaleString("en-US")} rows`);
  const looking = progress.step("Looking for signs");
  const material = materialOf(system, enforced);
  looking.done(`${material.data.features} features`);
  return { enforced, material };
}
