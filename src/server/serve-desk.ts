import { isIP, Server } from "node:net";
import type { FastifyInstance } from "fastify";
import { type AlidadeError, messageOf } from "../kernel/index.ts";
import { appOf } from "./app.ts";
import type { Desk } from "./desk.ts";
import type { HttpOptions } from "./entrance.ts";
import { cannotListen, portInUse, tlsUnusable } from "./errors.ts";

/** Where a desk answers. */
export interface DeskAddress {
  readonly host: string;
  /** 0 takes any free one. */
  readonly port: number;
  readonly tls?: HttpOptions["tls"];
  /** Whether other desks of this process listen on the same port. Default false. */
  readonly isShared?: boolean;
}

/** A desk that answers over HTTP. */
export interface OpenDesk {
  readonly url: string;
  readonly port: number;
  /** Takes no new connection, and finishes the requests under way within five seconds. */
  close(): Promise<void>;
}

/** How long requests under way may take to finish when a desk closes, in milliseconds. */
const PATIENCE = 5_000;

/** How long requests that were sent before nobody was let in any more may take to arrive, in milliseconds. */
const ARRIVING = 100;

/** Opens a desk. Throws `server.port-in-use`, `server.cannot-listen`, `server.tls-unusable`. */
export async function serveDesk(desk: Desk, { host, port, tls, isShared = false }: DeskAddress): Promise<OpenDesk> {
  const app = openApp(desk, tls);
  try {
    await listen(app, { host, port, reusePort: isShared });
  } catch (thrown) {
    await app.close();
    throw thrown;
  }
  const address = app.server.address();
  const found = typeof address === "object" && address !== null ? address.port : port;
  return { url: urlOf({ host, port: found, tls }), port: found, close: () => close(app) };
}

/** Without a slash at the end: `http://127.0.0.1:7070`. */
export function urlOf({ host, port, tls }: Pick<DeskAddress, "host" | "port" | "tls">): string {
  return `${tls === undefined ? "http" : "https"}://${isIP(host) === 6 ? `[${host}]` : host}:${port}`;
}

function openApp(desk: Desk, tls: HttpOptions["tls"]): FastifyInstance {
  try {
    return appOf(desk, tls);
  } catch (thrown) {
    throw tls === undefined ? thrown : tlsUnusable({ why: messageOf(thrown) }, thrown);
  }
}

/** What Node's server is told; Fastify hands it on. */
interface ListenOptions {
  readonly host: string;
  readonly port: number;
  readonly reusePort: boolean;
}

async function listen(app: FastifyInstance, options: ListenOptions): Promise<void> {
  const { host, port } = options;
  try {
    await app.listen(options);
  } catch (thrown) {
    throw refusedAt({ host, port }, thrown);
  }
}

/** Why nobody can listen there, in words. */
export function refusedAt(place: Pick<DeskAddress, "host" | "port">, thrown: unknown): AlidadeError {
  const code = (thrown as { readonly code?: string }).code;
  if (code === "EADDRINUSE") return portInUse(place, thrown);
  return cannotListen({ ...place, why: code ?? "it was refused" }, thrown);
}

async function close(app: FastifyInstance): Promise<void> {
  const impatience = setTimeout(() => app.server.closeAllConnections(), PATIENCE);
  await letIn(app);
  // An HTTP server's own `close` hangs up at once on connections that are idle, or whose request is just arriving.
  const emptied = new Promise<void>((resolve) => void Server.prototype.close.call(app.server, () => resolve()));
  await Promise.race([emptied, new Promise((resolve) => setTimeout(resolve, ARRIVING))]);
  await app.close();
  clearTimeout(impatience);
}

/**
 * Lets in whoever has connected by now, before nobody is let in any more: one is let in with each turn of the event loop, and
 * those who still wait when listening ends would see their connection break.
 */
async function letIn({ server }: FastifyInstance): Promise<void> {
  const until = performance.now() + ARRIVING;
  let isKnocking = true;
  const knock = (): void => {
    isKnocking = true;
  };
  server.on("connection", knock);
  while (isKnocking && performance.now() < until) {
    isKnocking = false;
    await new Promise((turn) => setImmediate(turn));
  }
  server.off("connection", knock);
}
