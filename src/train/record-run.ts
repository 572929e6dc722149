import { isAlidadeError } from "../kernel/index.ts";
import type { Registry, Run } from "../registry/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { TrainRun } from "./train-run.ts";

/**
 * Keeps a record of a run, from the moment when its snapshot is there: how it ended, what it made, how long it took. A run
 * whose process died stays `running` in the list.
 */
export async function recordRun(
  system: SystemDefinition,
  registry: Registry,
  work: (started: (snapshot: string) => Promise<void>) => Promise<TrainRun>,
): Promise<TrainRun> {
  let run: Run | undefined;
  try {
    const finished = await work(async (snapshot) => {
      run = await registry.startRun({ system: system.name, snapshot, seed: system.seed, why: "training" });
    });
    const { models, gate, seconds, adoption } = finished.result;
    const facts = { gate: gate.verdict, adoption: adoption.kind, seconds };
    if (run !== undefined)
      await registry.endRun(run, { status: "finished", models: models.map(({ id }) => id), facts });
    return finished;
  } catch (thrown) {
    if (run !== undefined)
      await registry.endRun(run, {
        status: "failed",
        models: [],
        facts: { error: isAlidadeError(thrown) ? thrown.code : "unexpected" },
      });
    throw thrown;
  }
}
