import { type SourceOptions, type SourceRef, sourceRef } from "./ref.ts";

/**
 * Events that come by push alone: the system's own journal has them, and there is no history elsewhere.
 *
 * @example
 * const clicks = stream({ contract: click, source: pushed(), entity: "user", time: "at" });
 */
export function pushed(): SourceRef<"pushed", SourceOptions> {
  return sourceRef("pushed", "the journal", { options: {}, allowed: [] });
}
