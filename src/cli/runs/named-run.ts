import type { Registry, Run } from "../../registry/index.ts";

/** The run with an id. Its system stands in the id. Throws `registry.run-unknown`. */
export async function namedRun(registry: Registry, id: string): Promise<Run> {
  return await registry.findRun(systemOfRun(id), id);
}

/** The system of a run's id: `readmission` of `run_readmission_12`. */
export function systemOfRun(id: string): string {
  return /^run_(.+)_\d+$/.exec(id)?.[1] ?? id;
}
