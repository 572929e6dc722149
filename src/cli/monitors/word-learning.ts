import type { Instant } from "../../kernel/index.ts";
import { shortTime } from "../output/listing.ts";

const WEEK = 7 * 86_400_000;

/** What cannot be told yet, and from when on it can: of no hour and no weekday is anything usual before it was seen. Undefined later. */
export function wordLearning(watched: { readonly from: Instant; readonly to: Instant } | null): string | undefined {
  if (watched === null || watched.to - watched.from >= WEEK) return undefined;
  return `what is usual cannot be told before ${shortTime(watched.from + WEEK)} UTC: until then only what is unlike the training data, says the same without end or breaks a limit is told`;
}
