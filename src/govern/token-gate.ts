import type { Instant } from "../kernel/index.ts";
import { type Token, tokenState } from "./token.ts";
import { secretHash, secretParts } from "./token-secret.ts";

/** What was shown at the door. */
export type Presented =
  | { readonly state: "valid"; readonly token: Token }
  | { readonly state: "unknown" | "expired" | "revoked" };

const NOBODY = "0".repeat(64);

/** The token that a secret belongs to, and whether it still opens anything. Takes as long for a wrong secret as for a right one. */
export function presentedToken(tokens: ReadonlyMap<string, Token>, secret: string, now: Instant): Presented {
  const parts = secretParts(secret);
  const token = parts === undefined ? undefined : tokens.get(parts.id);
  const same = equal(secretHash(secret), token?.hash ?? NOBODY);
  if (token === undefined || !same) return { state: "unknown" };
  const state = tokenState(token, now);
  return state === "valid" ? { state, token } : { state };
}

/** Compares every digit, whatever differs. */
function equal(one: string, other: string): boolean {
  let differs = one.length ^ other.length;
  for (let i = 0; i < one.length; i++) differs |= one.charCodeAt(i) ^ other.charCodeAt(i);
  return differs === 0;
}
