import { type Decider, type Online, startRefreshing } from "../decide/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import type { JournalPromises } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { isLoopback } from "./access/addresses.ts";
import { openControl } from "./control/control.ts";
import type { ManageOptions } from "./control/manage.ts";
import { type HttpOptions, makeFirstToken, openBook, openEntrance } from "./entrance.ts";
import { keepYoung } from "./keep-young.ts";
import { type Log, silent } from "./log.ts";
import { metricsOf } from "./metrics.ts";
import { wholeOf } from "./one-desk.ts";
import { serveDesk } from "./serve-desk.ts";
import { storeHealth } from "./store-health.ts";
import { type Answers, answeredIn, answeredMemory } from "./telemetry/answered.ts";
import { whyNot } from "./whole.ts";

export interface ServerOptions {
  readonly decider: Decider;
  /** Takes events in. Default: the streams of the systems take none. */
  readonly online?: Pick<Online, "push" | "facts"> | undefined;
  /** Which systems are answered for. Default: all of the decider's. */
  readonly systems?: readonly SystemDefinition[] | undefined;
  /** The receipt of a decision, from the journal. */
  findDecision(id: string): Promise<DecisionRecord | undefined>;
  /** Default 127.0.0.1: this machine alone. Any other address needs tokens. */
  readonly host?: string | undefined;
  /** Tokens, TLS, limits. Default: open to everybody on this machine, without limits. */
  readonly http?: HttpOptions | undefined;
  /** 0 takes any free one. */
  readonly port: number;
  /** Default: silence. */
  readonly logger?: Log | undefined;
  /** What the decider's journal was opened to do while the disk is full: `answer` leaves the server ready. Default `refuse`. */
  readonly whenFull?: JournalPromises["whenFull"];
  /** How often to look for what was released since, in milliseconds. Default 1000. */
  readonly refreshMs?: number | undefined;
  /** How what is served is changed from here, and how other servers hear of it. Default: it is not. */
  readonly manage?: ManageOptions | undefined;
  /** Version of the package, for `/openapi.json`. Default "0". */
  readonly version?: string | undefined;
}

export interface RunningServer {
  /** Without a slash at the end: `http://127.0.0.1:7070`. */
  readonly url: string;
  readonly port: number;
  /** What it has answered since it started: of one system; of null, what is no system's; by default all together. */
  answers(system?: string | null): Answers;
  /** Why it is not ready to make and store decisions; null when it is. */
  unready(): Promise<string | null>;
  /** Takes no new connection, finishes the requests under way within five seconds, and stops. Closing twice does no harm. */
  close(): Promise<void>;
}

/**
 * Starts to answer over HTTP, on this thread. The decider and its journal stay the caller's, to be closed after the server.
 * Throws `server.port-in-use`, `server.cannot-listen`, `server.tls-unusable`, `server.tokens-needed`.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  keepYoung();
  const { decider, host = "127.0.0.1", logger: log = silent, version = "0", manage } = options;
  const { systems = decider.systems, http = {}, refreshMs = 1_000, online } = options;
  const findDecision = (id: string): Promise<DecisionRecord | undefined> => options.findDecision(id);
  const metrics = metricsOf();
  const book = await openBook(http, { host, log, everyMs: refreshMs });
  const entrance = openEntrance(http, { book, log, metrics, version });
  const control = await openControl(decider, { manage, log });
  const refresher = startRefreshing(decider, { log, everyMs: refreshMs, refused: control.refused });
  const stored = storeHealth({ now: () => performance.now(), whenFull: options.whenFull, log });
  const answered = answeredIn(answeredMemory(systems.map(({ name }) => name)));
  const own = { decider, systems, entrance, online, findDecision, stored, metrics, answered, log, version };
  const whole = wholeOf(own, { decider, systems, control, manage, refresher });
  const desk = { ...own, whole };
  const stop = async (): Promise<void> => {
    await Promise.all([refresher.stop(), control.close(), entrance.stop()]);
  };
  const open = await serveDesk(desk, { host, port: options.port, tls: http.tls }).catch(async (thrown: unknown) => {
    await stop();
    throw thrown;
  });
  const { url, port } = open;
  await makeFirstToken(http, book).catch(async (thrown: unknown) => {
    await open.close();
    await stop();
    throw thrown;
  });
  sayServing(log, { url, host, systems, isOpenToRead: http.tls === undefined });
  const close = async (): Promise<void> => {
    entrance.drain();
    await pause(http.drainMs ?? 0);
    await open.close();
    await stop();
  };
  let closing: Promise<void> | undefined;
  return {
    url,
    port,
    answers: answered.read,
    unready: () => whyNot(whole),
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

interface Serving {
  readonly url: string;
  readonly host: string;
  readonly systems: readonly SystemDefinition[];
  readonly isOpenToRead: boolean;
}

/** Says where a server answers, and warns where others could listen. */
export function sayServing(log: Log, { url, host, systems, isOpenToRead }: Serving): void {
  if (!isLoopback(host) && isOpenToRead)
    log.warn({ url }, "reachable from other machines without TLS: whoever is on the way reads the tokens");
  log.info({ url, systems: systems.map(({ name }) => name) }, "serving");
}

/** So long a server that is to stop says that it is not ready. */
export async function pause(ms: number): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
}
