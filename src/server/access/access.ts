import type { FastifyReply, FastifyRequest } from "fastify";
import { presentedToken, type Token } from "../../govern/index.ts";
import type { Scope } from "../../wire/index.ts";
import { namesThisMachine, senderOf } from "./addresses.ts";
import { hostRefused, scopeLacking, tokenMissing, tokenRefused, tooManyRequests } from "./errors.ts";
import { type RateLimit, rateLimit } from "./rate-limit.ts";
import type { TokenBook } from "./token-book.ts";

export interface AccessOptions {
  readonly book: TokenBook;
  /** Requests a second; a token's own limit goes before that of all tokens. Default: no limit. */
  readonly perToken?: number | undefined;
  readonly perAddress?: number | undefined;
  /** Where requests are counted. Default: in this thread alone. */
  readonly limits?: RateLimit | undefined;
  /** Milliseconds since 1970, for what has expired. */
  readonly now: () => number;
  /** Milliseconds that only move forward. */
  readonly stopwatch: () => number;
}

/** Decides who is let in. */
export interface Access {
  /** Throws `access.*` for a request that may not go on. `scope` is null where everybody is answered. */
  admit(request: FastifyRequest, scope: Scope | null): void;
  /** Counts one more question of a request that holds many. Throws `access.too-many-requests`. */
  again(request: FastifyRequest): void;
  /** The id of the token that a request came with; undefined where none was asked for. */
  caller(request: FastifyRequest): string | undefined;
}

/** Tokens, scopes and rates. */
export function accessOf(options: AccessOptions): Access {
  const { book, now, limits = rateLimit() } = options;
  const callers = new WeakMap<FastifyRequest, Token>();
  const isHere = rememberingOne(namesThisMachine);
  const spend = (request: FastifyRequest, token: Token | undefined): void => {
    if (options.perAddress !== undefined)
      spendOne(limits, { whose: "address", key: senderOf(request.ip), perSecond: options.perAddress }, options);
    if (token === undefined) return;
    const perSecond = token.perSecond ?? options.perToken;
    spendOne(limits, { whose: "token", key: token.id, perSecond }, options);
  };
  return {
    admit(request, scope) {
      const token = scope === null ? undefined : known(request, { book, now, scope, isHere });
      if (token !== undefined) callers.set(request, token);
      if (scope !== null) spend(request, token);
    },
    again: (request) => spend(request, callers.get(request)),
    caller: (request) => callers.get(request)?.id,
  };
}

type IsHere = (host: string | undefined) => boolean;

/** Of callers that ask often, one host after the other is the same. */
function rememberingOne(isHere: IsHere): IsHere {
  let last: string | undefined;
  return (host) => {
    if (host === last) return true;
    const found = isHere(host);
    if (found) last = host;
    return found;
  };
}

/** The token of a request that may do this; undefined where none is asked for. */
function known(
  { headers }: FastifyRequest,
  {
    book,
    now,
    scope,
    isHere,
  }: Pick<AccessOptions, "book" | "now"> & { readonly scope: Scope; readonly isHere: IsHere },
): Token | undefined {
  if (!book.isClosed()) {
    if (!isHere(headers.host)) throw hostRefused({ got: String(headers.host).slice(0, 80) });
    return undefined;
  }
  const secret = /^bearer +(\S+) *$/i.exec(headers.authorization ?? "")?.[1];
  if (secret === undefined) throw tokenMissing({});
  const shown = presentedToken(book.tokens(), secret, now());
  if (shown.state !== "valid") throw tokenRefused({ state: shown.state });
  if (!shown.token.scopes.includes(scope)) throw scopeLacking({ needs: scope, has: shown.token.scopes });
  return shown.token;
}

function spendOne(
  limits: RateLimit,
  { whose, key, perSecond }: { whose: "token" | "address"; key: string; perSecond: number | undefined },
  { stopwatch }: Pick<AccessOptions, "stopwatch">,
): void {
  if (perSecond === undefined) return;
  const waitMs = limits.take(`${whose} ${key}`, perSecond, stopwatch());
  if (waitMs > 0) throw tooManyRequests({ whose, perSecond, waitMs });
}

/** What a refusal adds to its answer: how to prove who one is, and when to come back. */
export function refusalHeaders(
  reply: FastifyReply,
  { code, data }: { readonly code: string; readonly data: Readonly<Record<string, unknown>> },
): void {
  if (code === "access.token-missing") reply.header("www-authenticate", 'Bearer realm="alidade"');
  if (code === "access.token-refused")
    reply.header("www-authenticate", 'Bearer realm="alidade", error="invalid_token"');
  if (code === "access.forbidden-scope")
    reply.header("www-authenticate", `Bearer realm="alidade", error="insufficient_scope", scope="${data.needs}"`);
  if (typeof data.waitMs === "number") reply.header("retry-after", Math.max(1, Math.ceil(data.waitMs / 1_000)));
}
