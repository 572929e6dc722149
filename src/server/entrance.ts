import type { Token } from "../govern/index.ts";
import { type Access, accessOf } from "./access/access.ts";
import { isLoopback } from "./access/addresses.ts";
import { tokensNeeded } from "./access/errors.ts";
import { type Origins, originsOf } from "./access/origins.ts";
import type { RateLimit } from "./access/rate-limit.ts";
import { type BookOptions, openTokenBook, type TokenBook } from "./access/token-book.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import { otlpSink, type TraceOptions } from "./telemetry/otlp.ts";
import { type Traces, tracesOf } from "./telemetry/traces.ts";
import { ANSWER_MS } from "./traffic/answer-within.ts";
import { type Load, type LoadOptions, watchLoad } from "./traffic/load.ts";

/** How a server meets those who come to it. */
export interface HttpOptions {
  /** The tokens as they stand. From the first one on, whoever comes must show one. Default: there are none. */
  readonly tokens?: (() => Promise<readonly Token[]>) | undefined;
  /**
   * Makes the first token of a server that other machines can reach, once it listens, where there is none yet. Default: such a server
   * does not start.
   */
  readonly firstToken?: (() => Promise<void>) | undefined;
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
  /** How long a question may wait for its answer, in milliseconds; then it is refused (503). Default 10,000. */
  readonly answerMs?: number | undefined;
  /** Where spans of OpenTelemetry go. Default: nobody is told. */
  readonly traces?: TraceOptions | undefined;
}

/** Who is let in, and how many. */
export interface Entrance {
  readonly access: Access;
  readonly origins: Origins;
  readonly load: Load;
  /** Milliseconds that an answer may take. */
  readonly answerMs: number;
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
  readonly book: TokenBook;
  /** Where requests are counted. Default: in this thread alone. */
  readonly limits?: RateLimit | undefined;
  readonly log: Log;
  readonly metrics: Metrics;
  /** Of the package. */
  readonly version: string;
}

/** Opens the book of tokens. Throws `server.tokens-needed` where other machines would find the server open. */
export async function openBook(
  { tokens = async () => [], firstToken }: Pick<HttpOptions, "tokens" | "firstToken">,
  { host, ...options }: Omit<BookOptions, "asksAlways"> & { readonly host: string },
): Promise<TokenBook> {
  const asksAlways = !isLoopback(host);
  const book = await openTokenBook(tokens, { ...options, asksAlways });
  if (asksAlways && book.tokens().size === 0 && firstToken === undefined) {
    await book.stop();
    throw tokensNeeded({ host });
  }
  if (!book.isClosed()) options.log.info({ host }, "open to everybody on this machine: there are no tokens");
  return book;
}

/** Has the first token made where it is still to be. Whoever came before it was refused. */
export async function makeFirstToken({ firstToken }: Pick<HttpOptions, "firstToken">, book: TokenBook): Promise<void> {
  if (firstToken === undefined || !book.isClosed() || book.tokens().size > 0) return;
  await firstToken();
  await book.refresh();
}

/** Opens the entrance, which closes its book. */
export function openEntrance(options: HttpOptions, context: EntranceContext): Entrance {
  const { book, limits } = context;
  const stopwatch = (): number => performance.now();
  const load = watchLoad(options.load ?? {}, stopwatch);
  const sink = options.traces === undefined ? undefined : otlpSink(options.traces, context);
  let draining = false;
  return {
    access: accessOf({ book, limits, ...options.rates, now: Date.now, stopwatch }),
    origins: originsOf(options.origins ?? []),
    load,
    answerMs: options.answerMs ?? ANSWER_MS,
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
