import type { MessagePort } from "node:worker_threads";
import type { PushAnswer, PushedEvents, SeenOnline, ServingDocument } from "../../decide/index.ts";
import type { Token } from "../../govern/index.ts";
import type { Watched } from "../../watch/index.ts";
import type { Ready, WeightsAnswer, WeightsRequest, WeightsUndoRequest } from "../../wire/index.ts";
import type { WeightsCall } from "../control/weights-call.ts";
import type { HttpOptions } from "../entrance.ts";
import type { Log } from "../log.ts";
import type { AnsweredMemory } from "../telemetry/answered.ts";

/** What a serving thread is started with: plain data, and one port. */
export interface ThreadStart {
  /** To the thread that controls it. */
  readonly talk: MessagePort;
  /** From 1; one that takes another's place gets a number of its own. */
  readonly thread: number;
  /** By system, the hash of what its file declared when the server began. */
  readonly systems: Readonly<Record<string, string>>;
  readonly host: string;
  readonly http: Omit<HttpOptions, "tokens" | "drainMs">;
  /** The buckets of the rate limits, which all threads share. */
  readonly buckets: SharedArrayBuffer;
  /** Where all threads count what they have answered, system by system. */
  readonly answered: AnsweredMemory;
  /** Bytes of opened models. */
  readonly modelBytes: number;
  /** Of the package. */
  readonly version: string;
}

/** What a thread opens with: what is served, and who may ask. */
export interface Opening {
  readonly documents: readonly ServingDocument[];
  readonly tokens: readonly Token[];
}

/** Models that a thread cannot use, by id, and why. */
export type Unusable = Readonly<Record<string, string>>;

/** What a thread has counted. */
export interface Counted {
  /** In the text format of Prometheus. */
  readonly metrics: string;
  readonly watched: readonly Watched[];
}

/** Whether a thread is ready. */
export interface ThreadReadiness {
  /** Why it cannot make and store decisions; null when it can. */
  readonly unready: string | null;
  /** What is not as it should be all the same. */
  readonly remarks: readonly string[];
}

/** What a serving thread is asked by the thread that controls it. */
export type ThreadDuties = {
  /** Loads the systems and opens what they serve. Throws `server.system-differs`, and what loading throws. */
  open(opening: Opening): Promise<Unusable>;
  /** Begins to answer on a port, 0 for any free one; resolves to the port. */
  listen(port: number): Promise<number>;
  /** Decides by a document from its next decision on. Throws `decide.release-unusable`. */
  adopt(document: ServingDocument): Promise<Unusable>;
  /** Asks for these tokens from now on. */
  tokens(tokens: readonly Token[]): void;
  /** Answers, which one that hangs does not. */
  beat(about: null): null;
  count(about: null): Counted;
  ready(about: null): Promise<ThreadReadiness>;
  /** Is not ready from now on. */
  drain(about: null): void;
  /** Finishes what is under way, and stops. */
  close(about: null): Promise<void>;
};

/** One line of a thread's log. */
export interface LogLine {
  readonly level: keyof Log;
  readonly facts: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** Something about a system, by its name: what is declared, every thread has. */
export interface OfSystem<T> {
  readonly system: string;
  readonly about: T;
}

/** What the thread that controls them is asked by the serving threads. */
export type ControlDuties = {
  /** Two more ports to the thread that writes the journal. */
  connect(about: null): JournalPorts;
  log(line: LogLine): void;
  /** What the windows of a system say of an entity now. */
  seen(of: OfSystem<string>): Promise<SeenOnline | undefined>;
  /** Takes events in. Throws what `Online.push` throws. */
  push(of: OfSystem<PushedEvents>): Promise<PushAnswer>;
  /** Looks at once for tokens that were made or revoked. */
  lookForTokens(about: null): Promise<void>;
  metrics(about: null): Promise<string>;
  ready(about: null): Promise<Ready>;
  readWeights(call: WeightsCall<unknown>): Promise<WeightsAnswer>;
  changeWeights(call: WeightsCall<WeightsRequest>): Promise<WeightsAnswer>;
  undoWeights(call: WeightsCall<WeightsUndoRequest>): Promise<WeightsAnswer>;
};

/** Ports to whoever writes the journal for this process. */
export interface JournalPorts {
  readonly journal: MessagePort;
  readonly counters: MessagePort;
}
