import { workerData } from "node:worker_threads";
import { wallClock } from "../../kernel/index.ts";
import { serveOnThread, type ThreadStart } from "../../server/index.ts";
import { loadSystems } from "../load-system.ts";

/** What the entry of a serving thread is given. */
export interface ThreadData {
  readonly start: ThreadStart;
  /** Absolute paths of the system files. */
  readonly files: readonly string[];
  readonly cwd: string;
  /** The journal, without a word on where it is. */
  readonly pass: Pass;
}

type Presets = typeof import("../../presets.ts");
type Pass = Parameters<Presets["stateOver"]>[1];

/** The entry of a thread that serves. It knows neither the state nor the records in it. */
const { start, files, cwd, pass } = workerData as ThreadData;

serveOnThread(start, async (connect) => {
  const { compute, modelPorts, stateOver } = await import("../../presets.ts");
  const systems = (await loadSystems(files, cwd)).map(({ system }) => system);
  const { journal, counters, ids } = stateOver(connect, pass);
  const ports = modelPorts();
  return {
    systems,
    journal,
    counters,
    ids,
    ports,
    compute: compute(undefined, 1),
    clock: wallClock,
    whenFull: pass.whenFull,
  };
});
