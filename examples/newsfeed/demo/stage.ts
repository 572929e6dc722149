import type { Assessment } from "../../../src/assess/index.ts";
import type { Decider } from "../../../src/decide/index.ts";
import type { Design, Readout } from "../../../src/experiment/index.ts";
import type { Insufficient, VirtualClock } from "../../../src/kernel/index.ts";
import type { Registry } from "../../../src/registry/index.ts";
import type { Progress } from "../../../src/report/index.ts";
import type { RunningServer } from "../../../src/server/index.ts";
import type { Newsfeed, Truth } from "../../../src/sim/index.ts";
import type { State } from "../../../src/store/index.ts";
import type { TrainRun } from "../../../src/train/index.ts";
import type { Past } from "./history.ts";
import type { Home } from "./home.ts";
import type { Promised } from "./promise.ts";
import type { Visited } from "./visits.ts";

export interface DemoOptions {
  readonly home: Home;
  /** Of the simulated world, and of everything that is left to chance. */
  readonly seed: number;
  readonly past: Past;
  /** Length of the experiment. */
  readonly days: number;
  /** Visitors in the experiment. Default: as many as its plan says. */
  readonly visitors?: number;
  /** Port of the server; 0 takes a free one. */
  readonly port: number;
  readonly progress: Progress;
}

/** What the steps share. */
export interface Stage {
  readonly options: DemoOptions;
  readonly feed: Newsfeed;
  readonly clock: VirtualClock;
  readonly state: State;
  readonly registry: Registry;
}

/** What was learned from the past. */
export interface Learned {
  readonly assessment: Assessment;
  readonly run: TrainRun;
  readonly promised: Promised;
}

/** What answers the visitors. */
export interface Opened {
  readonly decider: Decider;
  readonly server: RunningServer;
}

/** What the experiment came to. */
export interface Measured {
  /** Length of the experiment. */
  readonly days: number;
  readonly design: Design;
  readonly visited: Visited;
  readonly visitSeconds: number;
  /** As it would have been read on the last day, before the last outcomes were known. */
  readonly early: Readout;
  readonly readout: Readout;
  readonly truth: Truth | Insufficient;
  /** Who gets everything now. */
  readonly chosen: "model" | "rule";
}

/** Everything that the last screen is drawn from. */
export type Findings = Learned & Measured;
