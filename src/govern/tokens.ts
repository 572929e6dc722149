import type { Clock, Instant } from "../kernel/index.ts";
import type { Records, Versioned } from "../store/index.ts";
import type { Scope } from "../wire/index.ts";
import type { Token } from "./token.ts";
import { tokenUnfit, tokenUnknown } from "./token-errors.ts";
import { newSecret, secretHash } from "./token-secret.ts";

export interface TokenDraft {
  /** 1 to 80 characters. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** How long it is good for, in milliseconds; null for ever. */
  readonly lastsMs: number | null;
  readonly perSecond?: number | undefined;
}

/** A token, and the secret that is told this once. */
export interface MadeToken {
  readonly token: Token;
  readonly secret: string;
}

/** The tokens of a state directory. */
export interface Tokens {
  /** Throws `govern.token-unfit`. */
  create(draft: TokenDraft): Promise<MadeToken>;
  /** All, in the order in which they were made, those included that open nothing any more. */
  list(): Promise<readonly Token[]>;
  /** By id, or by a name that only one has. Revoking twice does no harm. Throws `govern.token-unknown`. */
  revoke(idOrName: string): Promise<Token>;
}

export interface TokensContext {
  readonly records: Pick<Records, "collection">;
  readonly clock: Clock;
  /** Who makes and revokes, for the record. */
  readonly who: string;
  /** n random bytes, good enough for secrets. */
  readonly random: (bytes: number) => Uint8Array;
}

/** Opens the tokens of a state directory. */
export function tokensOf({ records, clock, who, random }: TokensContext): Tokens {
  const shelf = records.collection<Token>("tokens");
  return {
    async create({ name, scopes, lastsMs, perSecond }) {
      checkDraft({ name, scopes, lastsMs, perSecond });
      const { id, secret } = newSecret(random);
      const createdAt = clock.now();
      const token: Token = {
        id,
        name,
        hash: secretHash(secret),
        scopes: [...new Set(scopes)],
        createdAt,
        createdBy: who,
        expiresAt: lastsMs === null ? null : createdAt + lastsMs,
        ...(perSecond === undefined ? {} : { perSecond }),
      };
      if (!(await shelf.insert(id, token))) throw tokenUnfit({ problem: "has an id that is taken; try again" });
      return { token, secret };
    },
    list: async () => (await shelf.list()).map(({ value }) => value),
    async revoke(idOrName) {
      for (;;) {
        const { id, version, value } = named(await shelf.list(), idOrName);
        if (value.revoked !== undefined) return value;
        const revoked: Token = { ...value, revoked: { at: clock.now(), by: who } };
        if (await shelf.compareAndSet(id, version, revoked)) return revoked;
      }
    },
  };
}

function named(all: readonly Versioned<Token>[], idOrName: string): Versioned<Token> {
  const byId = all.filter(({ id }) => id === idOrName);
  const found = byId.length > 0 ? byId : all.filter(({ value }) => value.name === idOrName);
  const [only] = found;
  if (only === undefined || found.length > 1)
    throw tokenUnknown({ got: idOrName.slice(0, 80), known: all.map(({ id }) => id) });
  return only;
}

/** The last instant that JavaScript can name, in milliseconds since 1970, less a century or two. */
const LONGEST: Instant = 8e15;

function checkDraft({ name, scopes, lastsMs, perSecond }: TokenDraft): void {
  if (name.trim() === "" || name.length > 80) throw tokenUnfit({ problem: "needs a name of 1 to 80 characters" });
  if (scopes.length === 0) throw tokenUnfit({ problem: "needs at least one scope; without any it opens nothing" });
  if (lastsMs !== null && !(lastsMs > 0 && lastsMs < LONGEST))
    throw tokenUnfit({ problem: `must last longer than no time at all. Got ${lastsMs} ms` });
  if (perSecond !== undefined && !(perSecond > 0 && Number.isFinite(perSecond)))
    throw tokenUnfit({ problem: `must allow more than no requests a second. Got ${perSecond}` });
}
