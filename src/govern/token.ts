import type { Instant } from "../kernel/index.ts";
import type { Scope } from "../wire/index.ts";

/** What is kept of a token: never the secret, only its hash. */
export interface Token {
  /** `tok_` and twelve hexadecimal digits, which are also in the secret. */
  readonly id: string;
  /** What it is for, in words of whoever made it. */
  readonly name: string;
  /** SHA-256 of the secret. */
  readonly hash: string;
  readonly scopes: readonly Scope[];
  readonly createdAt: Instant;
  readonly createdBy: string;
  /** From then on it is refused; null for never. */
  readonly expiresAt: Instant | null;
  /** The most requests a second; absent where the server's own limit holds. */
  readonly perSecond?: number | undefined;
  readonly revoked?: { readonly at: Instant; readonly by: string } | undefined;
}

/** Whether a token opens anything at the time `now`. */
export function tokenState({ revoked, expiresAt }: Token, now: Instant): "valid" | "revoked" | "expired" {
  if (revoked !== undefined) return "revoked";
  return expiresAt !== null && expiresAt <= now ? "expired" : "valid";
}
