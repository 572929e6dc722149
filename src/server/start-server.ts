import { isIP } from "node:net";
import type { FastifyInstance } from "fastify";
import type { Decider, Online } from "../decide/index.ts";
import type { DecisionRecord } from "../records/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { appOf } from "./app.ts";
import { cannotListen, portInUse } from "./errors.ts";
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
  /** Default 127.0.0.1: this machine alone. Nobody is asked who they are, so anything else is warned of in the log. */
  readonly host?: string | undefined;
  /** 0 takes any free one. */
  readonly port: number;
  /** Default: silence. */
  readonly logger?: Log | undefined;
  /** How often to look for what was released since, in milliseconds. Default 1000. */
  readonly refreshMs?: number | undefined;
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
  const refresher = startRefreshing(decider, log, options.refreshMs ?? 1_000);
  const stored = storeHealth(() => performance.now());
  const app = appOf({
    decider,
    systems,
    online: options.online,
    findDecision,
    refresher,
    stored,
    metrics: metricsOf(),
    log,
    version,
  });
  try {
    await listen(app, host, options.port);
  } catch (thrown) {
    await close(app, refresher);
    throw thrown;
  }
  const address = app.server.address();
  const port = typeof address === "object" && address !== null ? address.port : options.port;
  const url = `http://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
  if (!isLoopback(host)) log.warn({ host, port }, "reachable from other machines, and nobody is asked who they are");
  log.info({ url, systems: systems.map(({ name }) => name) }, "serving");
  let closing: Promise<void> | undefined;
  return {
    url,
    port,
    close: () => {
      closing ??= close(app, refresher);
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

async function close(app: FastifyInstance, refresher: Refresher): Promise<void> {
  const impatience = setTimeout(() => app.server.closeAllConnections(), PATIENCE);
  await app.close();
  clearTimeout(impatience);
  await refresher.stop();
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\./.test(host);
}
