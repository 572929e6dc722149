import type { Instant } from "../../kernel/index.ts";

/** The month of a time, `2026-06`, UTC. */
export function monthOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 7);
}

/** Every month from one time to another, both included. */
export function monthsBetween(from: Instant, to: Instant): readonly string[] {
  const months: string[] = [];
  const day = new Date(from);
  for (let month = Date.UTC(day.getUTCFullYear(), day.getUTCMonth()); month <= to; ) {
    months.push(monthOf(month));
    const start = new Date(month);
    month = Date.UTC(start.getUTCFullYear(), start.getUTCMonth() + 1);
  }
  return months;
}
