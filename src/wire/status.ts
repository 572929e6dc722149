/**
 * What an error code means to a caller over HTTP: the longest prefix that fits decides. Anything else is the server's own
 * fault: 503 when trying again may help, else 500.
 */
const STATUS: Readonly<Record<string, number>> = {
  "access.": 401,
  "access.forbidden": 403,
  "access.too-many": 429,
  "data.given": 400,
  "decide.candidates": 400,
  "decide.entity": 400,
  "decide.key-reused": 409,
  "decide.question": 400,
  "events.": 400,
  "events.stream-unknown": 404,
  "inference.": 400,
  "inference.model-failed": 503,
  "inference.model-unknown": 404,
  "outcomes.": 400,
  "outcomes.decision-unknown": 404,
  "outcomes.key-reused": 409,
  "wire.": 400,
  "wire.body-too-large": 413,
  "wire.coding-unknown": 415,
  "wire.expectation-unknown": 417,
  "wire.headers-too-large": 431,
  "wire.media-type-unknown": 415,
  "wire.method-not-allowed": 405,
  "wire.not-found": 404,
  "wire.request-late": 408,
  "registry.nothing-to-undo": 409,
  "registry.reweighing-barred": 409,
  "registry.version-stale": 409,
  "registry.weight": 400,
  "server.": 503,
  "server.not-managed": 404,
  "store.closed": 503,
  "store.journal": 503,
  "store.value-too-large": 413,
};

const PREFIXES: readonly string[] = Object.keys(STATUS).sort((a, b) => b.length - a.length);

/** The HTTP status for an error. */
export function statusOf({ code, retryable }: { readonly code: string; readonly retryable: boolean }): number {
  const prefix = PREFIXES.find((known) => code.startsWith(known));
  return (prefix === undefined ? undefined : STATUS[prefix]) ?? (retryable ? 503 : 500);
}
