/**
 * What a caller may be allowed to do, each a set of routes: ask for decisions, report outcomes, push events, read what is
 * served and why, and change what is served.
 */
export const scopes = ["decide", "outcomes", "events", "read", "manage"] as const;

/** One of the {@link scopes}. */
export type Scope = (typeof scopes)[number];
