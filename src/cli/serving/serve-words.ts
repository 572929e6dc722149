import type { Decider } from "../../decide/index.ts";
import type { RunningServer } from "../../server/index.ts";
import type { JournalPromises } from "../../store/index.ts";
import type { HttpWords } from "../http/http-options.ts";

/** What was said on the command line about a server. */
export interface ServeWords extends HttpWords, JournalPromises {
  readonly port: number;
  /** MiB of opened models. */
  readonly modelMemory: number;
}

/** A server that runs, and what it decides by. */
export interface Served {
  readonly server: RunningServer;
  readonly decider: Pick<Decider, "systems" | "serving">;
  /** What whoever asks must show, in words for standard error; empty: nothing. To be told: the first token is told here alone. */
  readonly tokens: string;
  /** On how many threads it answers. */
  readonly threads: number;
  /** Stops it, and what was opened for it. */
  close(): Promise<void>;
}
