import type { Environment } from "../data/index.ts";
import type { Clock, Ids } from "../kernel/index.ts";
import type { openState } from "../presets.ts";
import type { Progress } from "../report/index.ts";
import type { JournalPromises } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";

/** A system, and where its sources are looked for. */
export interface SystemHere {
  readonly system: SystemDefinition;
  /** Absolute. */
  readonly folder: string;
}

/** What this package needs of `presets.ts`, to read what systems are made from and to decide. */
export type HereBackends = Pick<
  typeof import("../presets.ts"),
  "compute" | "modelPorts" | "onlineValues" | "openState" | "sourceReader"
>;

/** Where systems are worked with: a state, and what stands around it. */
export interface Place {
  /** Absolute. Paths of the user are relative to it. */
  readonly cwd: string;
  /** Absolute path of the state directory. */
  readonly directory: string;
  readonly env: Environment;
  readonly clock: Clock;
  readonly ids: Ids;
  /** Milliseconds that only move forward. */
  readonly stopwatch: () => number;
  readonly progress: Progress;
  /** Ends what takes long. */
  readonly signal: AbortSignal;
  /** Loaded on first use. */
  backends(): Promise<HereBackends>;
  /** The state, opened once, with the options of the first to ask. Throws `state.*`. */
  openState(create: boolean, journal?: JournalPromises): ReturnType<typeof openState>;
}
