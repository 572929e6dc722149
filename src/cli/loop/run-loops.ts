import { setTimeout as pause } from "node:timers/promises";
import { registryOf } from "../../registry/index.ts";
import {
  type JobProblem,
  type LoopSystem,
  type LoopWorkerOptions,
  loopWorkers,
  runScheduler,
  startLoops,
  type TriggerFacts,
  type Worker,
} from "../../watch/index.ts";
import type { LoadedSystem } from "../load-system.ts";
import { loopSystem } from "./command-retrain.ts";
import { type LoopAround, type LoopCall, loopCall } from "./loop-call.ts";
import { inHand } from "./loop-hand.ts";
import { wordHand } from "./who-goes-on.ts";

/** What the loops of several systems run on. */
export interface LoopsAround extends Omit<LoopAround, "alarms"> {
  /** What monitors have raised of a system, for its triggers. Default: nobody watches. */
  readonly alarms?: (system: string) => Promise<TriggerFacts["alarms"]>;
  /** Milliseconds between two looks at the triggers. Default 60,000. */
  readonly lookMs?: number;
}

export interface RunLoopsOptions extends LoopsAround {
  /** Ends it: what is under way is put back, and gone on with by whoever comes next. */
  readonly signal: AbortSignal;
  /** Workers of other kinds that run beside. */
  readonly workers?: Readonly<Record<string, Worker>>;
  readonly onProblem?: (problem: JobProblem) => void;
}

/**
 * The loops of systems on this machine, for `loopWorkers` and `startLoops`. Who has a scheduler of his own takes these:
 *
 * @example
 * const loops = await loopsOf(loaded, { state, backends, clock, cwd, fresh, alarms });
 * await startLoops(loops);
 * await runScheduler({ jobs: loops.jobs, workers: { ...loopWorkers(loops), ...others }, clock, sleep: sleepFor, signal });
 */
export async function loopsOf(loaded: readonly LoadedSystem[], around: LoopsAround): Promise<LoopWorkerOptions> {
  const { state, clock, backends, lookMs, alarms } = around;
  const { records } = state;
  const callOf = (one: LoadedSystem) =>
    loopCall(one, { ...around, alarms: async () => (await alarms?.(one.system.name)) ?? [] });
  return {
    systems: loaded.map((one) => handedSystem(callOf(one))),
    jobs: (await backends()).recordJobs({ records, clock }),
    records,
    registry: registryOf({ state, clock, who: "alidade" }),
    clock,
    ...(lookMs === undefined ? {} : { lookMs }),
  };
}

/** One whose steps leave alone what `alidade retrain --wait` goes on with, and which is left alone by that meanwhile. */
function handedSystem(call: LoopCall): LoopSystem {
  return {
    ...loopSystem(call),
    inHand: async (work) => {
      const held = await inHand(call, work, "up");
      return held.kind === "done" ? { done: held.result } : { taken: `${wordHand(held.by)} goes on with it` };
    },
  };
}

/** Looks after the loops of systems until the signal aborts; resolves when all that was begun has ended or was put back. */
export async function runLoops(loaded: readonly LoadedSystem[], options: RunLoopsOptions): Promise<void> {
  const { signal, workers = {}, onProblem, clock } = options;
  const loops = await loopsOf(loaded, options);
  await startLoops(loops);
  await runScheduler({
    jobs: loops.jobs,
    workers: { ...loopWorkers(loops), ...workers },
    ...{ clock, signal, sleep: sleepFor },
    ...(onProblem === undefined ? {} : { onProblem }),
  });
}

/** Resolves after so many milliseconds, or when the signal aborts. */
export async function sleepFor(ms: number, signal: AbortSignal): Promise<void> {
  // An abort is what ends a sleep, and no error.
  await pause(ms, undefined, { signal, ref: true }).catch(() => undefined);
}
