import { parentPort, workerData } from "node:worker_threads";
import type { Help, Team } from "../store/index.ts";
import { carried } from "./carried-error.ts";
import { threadTeam } from "./thread-team.ts";

/** One input, and how many threads it may use: its own, and those of a team. */
export interface Asked {
  readonly input: unknown;
  readonly threads: number;
}

/** The entry of a worker thread: loads one kernel and answers every input with its output. */
const loading = import((workerData as { module: string }).module) as Promise<{
  run(input: unknown, help: Help): unknown;
}>;

const teams = new Map<number, Team>();

/** Threads stay for the next input. */
function helpOf(threads: number): Help {
  if (threads < 2) return {};
  const team = teams.get(threads) ?? threadTeam(threads);
  teams.set(threads, team);
  return { team };
}

parentPort?.on("message", ({ input, threads }: Asked) => {
  loading
    .then(({ run }) => parentPort?.postMessage({ output: run(input, helpOf(threads)) }))
    .catch((thrown: unknown) => parentPort?.postMessage({ failed: carried(thrown) }));
});
