/** The entry of a serving thread of a branch. */
import { workerData } from "node:worker_threads";
import { wallClock } from "../../src/kernel/index.ts";
import { stateOver } from "../../src/presets.ts";
import { serveOnThread } from "../../src/server/index.ts";
import { system } from "./branch.ts";

const { start, pass } = workerData;
serveOnThread(start, async (connect) => {
  const { journal, counters, ids } = stateOver(connect, pass);
  return { systems: [system], journal, counters, ids, clock: wallClock };
});
