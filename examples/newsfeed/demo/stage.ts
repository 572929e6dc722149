import type { Assessment } from "../../../src/assess/index.ts";
import type { LoadedSystem } from "../../../src/cli/load-system.ts";
import type { Decider } from "../../../src/decide/index.ts";
import type { VirtualClock } from "../../../src/kernel/index.ts";
import type { openState } from "../../../src/presets.ts";
import type { Registry } from "../../../src/registry/index.ts";
import type { Progress } from "../../../src/report/index.ts";
import type { RunningServer } from "../../../src/server/index.ts";
import type { SystemDefinition } from "../../../src/system/index.ts";
import type { TrainRun } from "../../../src/train/index.ts";
import type { Home } from "./home.ts";
import type { Traffic } from "./traffic.ts";
import type { Warehouse } from "./warehouse.ts";
import type { World } from "./world.ts";

/** Milliseconds of a day. */
export const DAY = 86_400_000;

export interface DemoOptions {
  readonly home: Home;
  /** Of the simulated world, and of everything that is left to chance. */
  readonly seed: number;
  /** Readers of the network; about two posts a day may be shown to each. */
  readonly readers: number;
  /** Port of the server; 0 takes a free one. */
  readonly port: number;
  readonly progress: Progress;
  /** Ctrl-C. */
  readonly signal: AbortSignal;
}

/** What all acts share. */
export interface Stage {
  readonly options: DemoOptions;
  readonly loaded: LoadedSystem;
  readonly system: SystemDefinition;
  readonly world: World;
  readonly warehouse: Warehouse;
  readonly clock: VirtualClock;
  readonly state: Awaited<ReturnType<typeof openState>>;
  readonly registry: Registry;
}

/** What was learned from the past. */
export interface Learned {
  readonly rows: number;
  readonly assessment: Assessment;
  readonly run: TrainRun;
}

/** What answers the readers. */
export interface Opened {
  readonly decider: Decider;
  readonly server: RunningServer;
  readonly traffic: Traffic;
}

/** An act of the story, numbered, as a step of the progress. */
export const ACTS = 9;

/** The same progress, every step named after its act: `4/9 Prove: …`. */
export function inAct({ step }: Progress, number: number, name: string): Progress {
  return { step: (of) => step(`${number}/${ACTS} ${name}: ${of.charAt(0).toLowerCase()}${of.slice(1)}`) };
}
