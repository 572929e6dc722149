import type { RawTable, SourceRef } from "../data/index.ts";
import type { Clock, Ids } from "../kernel/index.ts";
import type { State } from "../store/index.ts";

/** A stream that takes text. */
export interface Sink {
  /** Resolves when the text is handed over; never rejects because the reader went away. */
  write(text: string): Promise<void>;
  readonly isTerminal: boolean;
  /** Columns of the window; 80 when there is none. */
  readonly columns: number;
}

/** Where a source's file may be. */
export interface ReadOptions {
  /** Folder that the source's path is relative to: the system file's. */
  readonly from: string;
  /** A file to read instead. */
  readonly override?: string;
  /** Folder for downloads. */
  readonly cache: string;
}

/** What the command line needs of `presets.ts`. */
export interface Backends {
  /** Opens the state directory. Throws `state.*`. */
  openState(directory: string, options: { readonly create: boolean }): Promise<State>;
  /** Reads a source whole. Throws `data.*`. */
  readSource(ref: SourceRef, options: ReadOptions): Promise<RawTable>;
}

/** Everything that the command line takes from the outside. */
export interface Host {
  readonly stdout: Sink;
  readonly stderr: Sink;
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  readonly ids: Ids;
  /** The user's name, for histories. */
  readonly who: string;
  /** Of the package. */
  readonly version: string;
  backends(): Promise<Backends>;
  /** Calls back at Ctrl-C and its kin, with the exit code that they stand for; gives what stops listening. */
  onInterrupt(listener: (exit: number) => void): () => void;
}
