import { setTimeout as pause } from "node:timers/promises";
import { runFresh } from "../../../src/cli/host/run-fresh.ts";
import { loopSystem } from "../../../src/cli/loop/command-retrain.ts";
import { type LoopCall, loopCall } from "../../../src/cli/loop/loop-call.ts";
import { watchBook } from "../../../src/cli/up/kept-watch.ts";
import * as presets from "../../../src/presets.ts";
import { advanceLoop, beginLoop, type Loop, lookAtTriggers, readBook, underWay } from "../../../src/watch/index.ts";
import type { Stage } from "./stage.ts";

/** The loop that retrains, as `alidade up` runs it: nobody presses a button. */
export interface RunningLoop {
  /** Begins a loop where what the monitors have raised asks for one. */
  look(): Promise<void>;
  /** Goes on with a loop under way; while it works apart, virtual time is held back. */
  tend(): Promise<void>;
  /** All loops so far, the last one as it stands. */
  loops(): Promise<readonly Loop[]>;
  /** Resolves when nothing is being done for it any more. */
  idle(): Promise<void>;
}

/** Milliseconds that half an hour of virtual time takes while a process of its own learns, and after how many the clock waits for it. */
const [HELD_BACK, AHEAD] = [250, 12];

/** Opens the loop of the system. */
export function openLoop(stage: Stage): RunningLoop {
  const { system, state, clock, options } = stage;
  const { signal } = options;
  const call = callOf(stage);
  const one = loopSystem(call);
  const { records } = state;
  const ended: Loop[] = [];
  let working: Promise<void> | undefined;
  let failed: unknown;
  let steps = 0;
  const current = async (): Promise<Loop | undefined> => underWay((await readBook(records, system.name)).book);
  const advance = async (): Promise<void> => {
    const { retrain } = call;
    for (let moved = true; moved; ) {
      const deps = { system: system.name, retrain, steps: one.steps, records, registry: call.registry, clock, signal };
      moved = (await advanceLoop(deps)).kind === "moved";
    }
    const { loop } = (await readBook(records, system.name)).book;
    if (loop?.end !== null && loop !== null && ended.at(-1)?.number !== loop.number) ended.push(loop);
  };
  return {
    async look() {
      if (working !== undefined || (await current()) !== undefined) return;
      const looked = await lookAtTriggers(one, { records, clock }, signal);
      if (looked.why.length === 0 || looked.may?.may !== true) return;
      const order = { system: system.name, retrain: call.retrain, why: looked.why, by: "alidade", asked: false };
      await beginLoop({ ...order, repair: looked.repair }, { records, clock });
    },
    async tend() {
      if (failed !== undefined) throw failed;
      if (working === undefined && (await current()) === undefined) return;
      if (working === undefined) steps = 0;
      // Nobody may be waiting when it fails: whoever asks next is told.
      working ??= advance()
        .catch((thrown: unknown) => {
          failed = thrown;
        })
        .finally(() => {
          working = undefined;
        });
      await (++steps > AHEAD ? working : Promise.race([working, pause(HELD_BACK)]));
    },
    async loops() {
      const now = await current();
      return now === undefined ? ended : [...ended, now];
    },
    idle: async () => await working,
  };
}

function callOf({ loaded, state, clock, options, system }: Stage): LoopCall {
  const { home, signal } = options;
  return loopCall(loaded, {
    ...{ state, clock, cwd: home.folder, backends: async () => presets },
    fresh: (argv, { until, aside = false } = {}) => {
      const ends = until === undefined ? signal : AbortSignal.any([signal, until]);
      return runFresh([...argv, "--json", "--dir", home.state], ends, { aside });
    },
    alarms: async () => (await watchBook(state).read(system.name)).kept?.alarms ?? [],
  });
}
