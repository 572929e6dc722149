import { type Scope, scopes } from "../wire/index.ts";

/** Names for sets of scopes, used when a token is made. */
export type Role = "service" | "viewer" | "contributor" | "approver" | "admin";

/** What each role may do. */
export const roles: Readonly<Record<Role, readonly Scope[]>> = {
  /** A product that asks for decisions and says what came of them. */
  service: ["decide", "outcomes", "events"],
  /** Looks at what is served and why. */
  viewer: ["read"],
  /** Looks, asks and reports. */
  contributor: ["decide", "outcomes", "events", "read"],
  /** Looks, and changes what is served. */
  approver: ["read", "manage"],
  admin: scopes,
};

/** Whether a word names a role. */
export function isRole(word: string): word is Role {
  return Object.hasOwn(roles, word);
}
