import { type Token, tokenState } from "../../govern/index.ts";

/** What may be told of a token at the time `now`: all but its hash. */
export function tokenFacts(
  { hash: _hash, ...facts }: Token,
  now: number,
): Omit<Token, "hash"> & { readonly state: string } {
  return { ...facts, state: tokenState({ ...facts, hash: _hash }, now) };
}
