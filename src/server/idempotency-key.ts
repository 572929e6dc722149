import { readKey } from "../wire/index.ts";

/** The caller's own name for a request, from its header; undefined when there is none. Throws `wire.key-unfit`. */
export function idempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  return readKey(typeof header === "string" ? header : header.join(", "));
}
