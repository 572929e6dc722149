import type { Token } from "../../govern/index.ts";
import type { TokenBook } from "../access/token-book.ts";

/** Tokens that another thread reads and tells. */
export interface ToldBook extends TokenBook {
  told(tokens: readonly Token[]): void;
}

interface ToldBookOptions {
  /** Whether a token is asked for though there was never one. */
  readonly asksAlways: boolean;
  /** Has somebody look at once. */
  readonly look: () => Promise<void>;
}

/** A book that holds what it was told last. */
export function toldBook(first: readonly Token[], { asksAlways, look }: ToldBookOptions): ToldBook {
  const byId = (tokens: readonly Token[]): ReadonlyMap<string, Token> => new Map(tokens.map((one) => [one.id, one]));
  let tokens = byId(first);
  return {
    tokens: () => tokens,
    isClosed: () => asksAlways || tokens.size > 0,
    refresh: look,
    stop: async () => undefined,
    told: (next) => {
      tokens = byId(next);
    },
  };
}
