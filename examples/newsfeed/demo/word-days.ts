import { DAY } from "./stage.ts";

/** `4 days`. */
export function wordDays(from: number, to: number): string {
  const days = Math.round((to - from) / DAY);
  return days === 1 ? "1 day" : `${days} days`;
}

/** Whether a loop's candidate serves everybody; the file lets it do so without a test of its own. */
export function isPromoted(end: string | undefined): boolean {
  return end === "champion" || end === "unproven";
}
