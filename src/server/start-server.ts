import { isIP } from "node:net";
import type { FastifyInstance } from "fastify";
import type { Decider, Online } from "../decide/index.ts";
import { messageOf } from "../kernel/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { isLoopback } from "./access/addresses.ts";
import { appOf } from "./app.ts";
import { type Control, openControl } from "./control/control.ts";
import type { ManageOptions } from "./control/manage.ts";
import type { Desk } from "./desk.ts";
import { type Entrance, type HttpOptions, openEntrance } from "./entrance.ts";
import { cannotListen, portInUse, tlsUnusable } from "./errors.ts";
import { type Log, silent } from "./log.ts";
import { metricsOf } from "./metrics.ts";
import { type Refresher, startRefreshing } from "./refresher.ts";
import { storeHealth } from "./store-health.ts";

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
  /** Takes no new connection, finishes the requests under way within five seconds, and stops. Closing twice does no harm. */
  close(): Promise<void>;
}

/** How long requests under way may take to finish when the server closes, in milliseconds. */
const PATIENCE = 5_000;

/**
 * Starts to answer over HTTP. The decider and its journal stay the caller's, to be closed after the server. Throws
 * `server.port-in-use`, `server.cannot-listen`.
 */
export async function startServer(options: ServerOptions): Promise<RunningServer> {
  const { decider, host = "127.0.0.1", logger: log = silent, version = "0" } = options;
  const { systems = decider.systems } = options;
  const findDecision = (id: string): Promise<DecisionRecord | undefined> => options.findDecision(id);
  const { http = {}, refreshMs = 1_000 } = options;
  const metrics = metricsOf();
  const entrance = await openEntrance(http, { host, log, everyMs: refreshMs, metrics, version });
  const control = await openControl(decider, { manage: options.manage, log });
  const refresher = startRefreshing(decider, { log, everyMs: refreshMs, refused: control.refused });
  const stored = storeHealth(() => performance.now());
  const desk: Desk = {
    decider,
    systems,
    entrance,
    online: options.online,
    findDecision,
    refresher,
    control,
    manage: options.manage,
    stored,
    metrics,
    log,
    version,
  };
  const app = await openApp(desk, http.tls);
  try {
    await listen(app, host, options.port);
  } catch (thrown) {
    await close(app, { refresher, control, entrance, drainMs: 0 });
    throw thrown;
  }
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  const url = `${http.tls === undefined ? "http" : "https"}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  if (!isLoopback(host) && http.tls === undefined)
    log.warn({ host, port }, "reachable from other machines without TLS: whoever is on the way reads the tokens");
  log.info({ url, systems: systems.map(({ name }) => name) }, "serving");
  let closing: Promise<void> | undefined;
  return {
    url,
    port,
    close: () => {
      closing ??= close(app, { refresher, control, entrance, drainMs: http.drainMs ?? 0 });
      return closing;
    },
  };
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (thrown) {
    const code = (thrown as { readonly code?: string }).code;
    if (code === "EADDRINUSE") throw portInUse({ host, port }, thrown);
    throw cannotListen({ host, port, why: code ?? "it was refused" }, thrown);
  }
}

async function openApp(desk: Desk, tls: HttpOptions["tls"]): Promise<FastifyInstance> {
  try {
    return appOf(desk, tls);
  } catch (thrown) {
    await Promise.all([desk.refresher.stop(), desk.control.close(), desk.entrance.stop()]);
    throw tls === undefined ? thrown : tlsUnusable({ why: messageOf(thrown) }, thrown);
  }
}

interface Closing {
  readonly refresher: Refresher;
  readonly control: Control;
  readonly entrance: Entrance;
  readonly drainMs: number;
}

async function close(app: FastifyInstance, { refresher, control, entrance, drainMs }: Closing): Promise<void> {
  entrance.drain();
  if (drainMs > 0) await new Promise((resolve) => setTimeout(resolve, drainMs));
  const impatience = setTimeout(() => app.server.closeAllConnections(), PATIENCE);
  await app.close();
  clearTimeout(impatience);
  await Promise.all([refresher.stop(), control.close(), entrance.stop()]);
}
