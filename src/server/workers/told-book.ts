import type { Token } from "../../govern/index.ts";
import type { TokenBook } from "../access/token-book.ts";

/** Tokens that another thread reads and tells. */
export interface ToldBook extends TokenBook {
  told(tokens: readonly Token[]): void;
}

/** A book that holds what it was told last; `look` has somebody look at once. */
export function toldBook(first: readonly Token[], look: () => Promise<void>): ToldBook {
  const byId = (tokens: readonly Token[]): ReadonlyMap<string, Token> => new Map(tokens.map((one) => [one.id, one]));
  let tokens = byId(first);
  return {
    tokens: () => tokens,
    isClosed: () => tokens.size > 0,
    refresh: look,
    stop: async () => undefined,
    told: (next) => {
      tokens = byId(next);
    },
  };
}
