import type { Separability } from "../../evaluate/index.ts";
import { isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";

/** `12.3%`. */
export function share(value: number): string {
  return `${(100 * value).toFixed(1)}%`;
}

/** `0.712 (0.690 to 0.731)`. */
export function area(estimate: Estimated): string {
  if (isInsufficient(estimate)) return wordInsufficient(estimate);
  return `${estimate.value.toFixed(3)} (${estimate.low.toFixed(3)} to ${estimate.high.toFixed(3)})`;
}

/** So many names are listed. */
const NAMED = 5;

/** `a`, `b` and 3 more. */
export function names(all: readonly string[]): string {
  const named = all.slice(0, NAMED).map((name) => `\`${name}\``);
  const more = all.length - named.length;
  return more > 0 ? `${named.join(", ")} and ${more} more` : named.join(", ");
}

/** From this area on, rows of two kinds are of two kinds. */
const DIFFERENT = 0.6;

/** Whether rows of two kinds differ for certain, and not by little. */
export function isDifferent({ area: found }: Separability): boolean {
  return !isInsufficient(found) && found.low > 0.5 && found.value >= DIFFERENT;
}

/** The fields that tell rows of two kinds apart, as a sentence; nothing where none does. */
export function tellingFields({ fields }: Separability): string {
  return fields.length === 0 ? "" : ` What tells them apart most: ${names(fields.map(({ field }) => field))}.`;
}
