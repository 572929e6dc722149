import { decisionScale } from "../evaluate/index.ts";
import { isInsufficient, wordInsufficient } from "../kernel/index.ts";
import { estimate, formatNumber, formatQuantity, type Unit } from "../report/index.ts";
import { type Estimated, mapEstimate } from "../stats/index.ts";

/** An estimate with its interval in one phrase: `0.668 (0.663 to 0.673)`. */
export function wordEstimate(found: Estimated, unit: Unit = "number"): string {
  return isInsufficient(found) ? wordInsufficient(found) : formatQuantity(estimate(found, unit));
}

/**
 * A gain per decision in one phrase: `$3.62 ($3.10 to $4.14) a decision`; for 1,000 decisions where it, or the gain that it
 * is told beside, is below a cent.
 */
export function wordGain(found: Estimated, currency: string, beside: Estimated = found): string {
  if (isInsufficient(found)) return wordInsufficient(found);
  const { times, per } = decisionScale(isInsufficient(beside) ? found.value : beside.value);
  return `${wordEstimate(
    mapEstimate(found, (money) => money * times),
    { currency },
  )} ${per}`;
}

/** What a year costs, without cents where nobody gave any. */
export function wordCost(cost: number, currency: string): string {
  return Number.isInteger(cost) ? formatNumber(cost, { currency }, 0) : formatNumber(cost, { currency });
}

/** A whole number with separators. */
export function wordCount(count: number): string {
  return formatNumber(count, "count");
}

/** `1 day`, `2,423 days`. */
export function wordDays(days: number): string {
  return `${wordCount(days)} ${days === 1 ? "day" : "days"}`;
}

/** A share as a percentage. */
export function wordShare(share: number): string {
  return formatNumber(share, "percent");
}

/** A few names as code, and how many more there are. */
export function wordNames(names: readonly string[], most = 5): string {
  const shown = names
    .slice(0, most)
    .map((name) => `\`${name}\``)
    .join(", ");
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}

/** A ROC-AUC with its interval, three decimals. */
export function wordArea(found: Estimated): string {
  if (isInsufficient(found)) return wordInsufficient(found);
  const { value, low, high } = found;
  return `${value.toFixed(3)} (${low.toFixed(3)} to ${high.toFixed(3)})`;
}

/** The same with a capital first. */
export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** The same with a small letter first. */
export function lowered(text: string): string {
  return text.slice(0, 1).toLowerCase() + text.slice(1);
}

/** The same without its full stop. */
export function stopless(text: string): string {
  return text.replace(/\.$/, "");
}

/** `1 row`, `2,000 rows`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${wordCount(count)} ${count === 1 ? one : many}`;
}
