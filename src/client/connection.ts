import type { Connection } from "./post.ts";

export interface ConnectionOptions {
  /** The secret of a token, or what fetches it, where the server asks for one. */
  readonly token?: string | (() => string | Promise<string>) | undefined;
  /** How long one attempt may take, in milliseconds. Default 2000. */
  readonly timeoutMs?: number | undefined;
  /** Default: the global one. */
  readonly fetch?: typeof fetch | undefined;
}

/** How to reach a server. */
export function connectionOf(url: string, options: ConnectionOptions): Connection {
  const { timeoutMs = 2_000, token, fetch: send = globalThis.fetch } = options;
  // A browser's fetch insists on being called on its own.
  return { url: url.replace(/\/+$/, ""), timeoutMs, token, fetch: (...call) => send(...call) };
}
