import type { Clock, Ids } from "../../kernel/index.ts";

/** A stream that takes text. */
export interface Sink {
  /** Resolves when the text is handed over; never rejects because the reader went away. */
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  /** Columns of the window; 80 when there is none. */
  readonly columns: number;
}

/** What the command line needs of `presets.ts`: stores, sources, threads, learning outside. */
export type Backends = Pick<
  typeof import("../../presets.ts"),
  | "openState"
  | "alertChannel"
  | "backupState"
  | "restoreState"
  | "fileReader"
  | "sourceReader"
  | "compute"
  | "profileFile"
  | "writePage"
  | "outside"
  | "modelPorts"
  | "parquetDraft"
  | "recordJobs"
  | "onlineValues"
  | "servingBoard"
  | "statePass"
  | "summariseFiles"
  | "summariseUnits"
  | "threadEnvironment"
  | "writerPorts"
>;

/** A state on this machine, opened by these backends. */
export type LocalState = Awaited<ReturnType<Backends["openState"]>>;

/** How a process of its own runs. */
export interface FreshOptions {
  /** Gives way to everything else on the machine, and ends when this process ends, however it does. */
  readonly aside?: boolean;
  /** Ends it, beside what ends the command. */
  readonly until?: AbortSignal;
}

/** How another command line ended, and what it said on standard output. */
export interface Fresh {
  readonly exit: number;
  readonly out: string;
}

/** Everything that the command line takes from the outside. */
export interface Host {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Milliseconds that only move forward. */
  readonly stopwatch: () => number;
  readonly ids: Ids;
  /** The user's name, for histories. */
  readonly who: string;
  /** Of the package. */
  readonly version: string;
  backends(): Promise<Backends>;
  /** Runs another command line in a process of its own; what it said, and how it ended. */
  fresh(argv: readonly string[], signal: AbortSignal, options?: Pick<FreshOptions, "aside">): Promise<Fresh>;
  /**
   * Calls back at Ctrl-C and its kin, with the exit code that they stand for; gives what stops listening. A process that is still
   * there well after so many milliseconds is ended.
   */
  onInterrupt(listener: (exit: number) => void, patienceMs: number): () => void;
}
