import { parentPort } from "node:worker_threads";
import { carried } from "../kernel/index.ts";
import type { Help, Team } from "../store/index.ts";
import { resolveNeighbours } from "./neighbour-modules.ts";
import { threadTeam } from "./thread-team.ts";

/** A kernel to load; and one input for it, with how many threads it may use: its own, and those of a team. */
export interface Asked {
  /** Address of the kernel's module. */
  readonly module: string;
  /** Absent: the kernel is loaded and nothing is answered. */
  readonly work?: { readonly input: unknown; readonly threads: number };
}

interface Loaded {
  run(input: unknown, help: Help): unknown;
}

/** The entry of a worker thread: loads kernels, each once, and answers every input with its output. */
const kernels = new Map<string, Promise<Loaded>>();
const teams = new Map<number, Team>();

function load(module: string): Promise<Loaded> {
  const loading = kernels.get(module) ?? (import(module) as Promise<Loaded>);
  kernels.set(module, loading);
  return loading;
}

/** Threads stay for the next input. */
function helpOf(threads: number): Help {
  if (threads < 2) return {};
  const team = teams.get(threads) ?? threadTeam(threads);
  teams.set(threads, team);
  return { team };
}

if (parentPort !== null) resolveNeighbours();

parentPort?.on("message", ({ module, work }: Asked) => {
  const loading = load(module);
  if (work === undefined) {
    // What cannot be loaded is told to the first who asks for an answer.
    loading.catch(() => undefined);
    return;
  }
  loading
    .then(async ({ run }) => parentPort?.postMessage({ output: await run(work.input, helpOf(work.threads)) }))
    .catch((thrown: unknown) => parentPort?.postMessage({ failed: carried(thrown) }));
});
