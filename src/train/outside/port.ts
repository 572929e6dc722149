import type { Table } from "../../data/index.ts";

/** One fit that a command of the user's does. */
export interface CommandJob {
  /** The program and its arguments. */
  readonly run: readonly string[];
  /** Milliseconds after which it is stopped. */
  readonly timeout: number;
  /** More variables of the environment that it may see, by name. */
  readonly env: readonly string[];
  /** What it learns from, written as Parquet. */
  readonly training: Table;
  /** What it is told beside the rows, written as JSON. */
  readonly description: Readonly<Record<string, unknown>>;
}

/** What became of a command. */
export interface CommandOutcome {
  /** Null when it was stopped by a signal. */
  readonly exitCode: number | null;
  readonly timedOut: boolean;
  /** The end of what it wrote to both its outputs. */
  readonly log: string;
  /** The bytes of the file that it left, and its name; undefined when it left none. */
  readonly model: { readonly name: string; readonly bytes: Uint8Array } | undefined;
  readonly seconds: number;
}

/** What happened outside of this process while a head was learned, for the record of its model. */
export type OutsideFacts =
  | {
      readonly kind: "command";
      readonly run: readonly string[];
      /** How long the fit on all rows took. */
      readonly seconds: number;
      /** How far the predictions of two runs were apart, and how far they may be; both null where it was not checked. */
      readonly difference: number | null;
      readonly tolerance: number | null;
      /** The end of what it wrote. */
      readonly log: string;
    }
  | {
      readonly kind: "imported";
      readonly file: string;
      /** SHA-256 of the file. */
      readonly hash: string;
    };

/** What learning outside of this process needs from where it runs. */
export interface Outside {
  /** A model file, found from the folder of the system file. Throws `train.model-file-not-found`, `train.model-file-too-large`. */
  read(path: string): Promise<Uint8Array>;
  /** Runs a command in a folder of its own, which is removed afterwards. Throws `train.command-not-started`. */
  command(job: CommandJob): Promise<CommandOutcome>;
}
