import { keyUnfit } from "../wire/index.ts";

/** The caller's own name for a request, from its header; undefined when there is none. Throws `wire.key-unfit`. */
export function idempotencyKey(header: string | readonly string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = typeof header === "string" ? header : header.join(", ");
  if (!/^[\x20-\x7e]{1,255}$/.test(text)) throw keyUnfit({ got: JSON.stringify(text.slice(0, 60)) });
  return text;
}
