import type { Token } from "../govern/index.ts";
import { type Access, accessOf } from "./access/access.ts";
import { isLoopback } from "./access/addresses.ts";
import { tokensNeeded } from "./access/errors.ts";
import { type Origins, originsOf } from "./access/origins.ts";
import { openTokenBook, type TokenBook } from "./access/token-book.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { otlpSink, type TraceOptions } from "./telemetry/otlp.ts";
import { type Traces, tracesOf } from "./telemetry/traces.ts";
import { type Load, type LoadOptions, watchLoad } from "./traffic/load.ts";

/** How a server meets those who come to it. */
export interface HttpOptions {
  /** The tokens as they stand. From the first one on, whoever comes must show one. Default: there are none. */
  readonly tokens?: (() => Promise<readonly Token[]>) | undefined;
  /** Key and certificates in PEM. Default: no TLS. */
  readonly tls?: { readonly key: string | Uint8Array; readonly cert: string | Uint8Array } | undefined;
  /** Origins, such as `https://shop.example`, whose pages may ask from a browser. Default: none. */
  readonly origins?: readonly string[] | undefined;
  /** The most requests a second; each line of a batch counts. Default: no limit. */
  readonly rates?: { readonly perToken?: number | undefined; readonly perAddress?: number | undefined } | undefined;
  /** When to turn requests away rather than answer all of them late. */
  readonly load?: LoadOptions | undefined;
  /**
   * Before it stops listening, the server says for so many milliseconds that it is not ready, so that a balancer sends
   * nobody any more. Default 0.
   */
  readonly drainMs?: number | undefined;
  /** Where spans of OpenTelemetry go. Default: nobody is told. */
  readonly traces?: TraceOptions | undefined;
}

/** Who is let in, and how many. */
export interface Entrance {
  readonly access: Access;
  readonly origins: Origins;
  readonly load: Load;
  /** Looks at once for tokens that were made or revoked. */
  readonly book: TokenBook;
  /** Follows requests, where somebody wants to know. */
  readonly traces: Traces | undefined;
  readonly isDraining: () => boolean;
  /** From now on the server is not ready, and connections end with their answer. */
  drain(): void;
  stop(): Promise<void>;
}

export interface EntranceContext {
  readonly host: string;
  readonly log: Log;
  /** Milliseconds between two looks for tokens. */
  readonly everyMs: number;
  readonly metrics: Metrics;
  /** Of the package. */
  readonly version: string;
}

/** Opens the entrance. Throws `server.tokens-needed` where other machines would find it open. */
export async function openEntrance(options: HttpOptions, context: EntranceContext): Promise<Entrance> {
  const { host, log, everyMs } = context;
  const book = await openTokenBook(options.tokens ?? (async () => []), log, everyMs);
  if (!book.isClosed() && !isLoopback(host)) {
    await book.stop();
    throw tokensNeeded({ host });
  }
  if (!book.isClosed()) log.info({ host }, "open to everybody on this machine: there are no tokens");
  const stopwatch = (): number => performance.now();
  const load = watchLoad(options.load ?? {}, stopwatch);
  const sink = options.traces === undefined ? undefined : otlpSink(options.traces, context);
  let draining = false;
  return {
    access: accessOf({ book, ...options.rates, now: Date.now, stopwatch }),
    origins: originsOf(options.origins ?? []),
    load,
    book,
    traces: sink === undefined ? undefined : tracesOf(sink, options.traces?.share ?? 1),
    isDraining: () => draining,
    drain: () => {
      draining = true;
    },
    stop: async () => {
      load.stop();
      await Promise.all([book.stop(), sink?.stop()]);
    },
  };
}
