import type { Reading } from "../monitors/monitor.ts";

/** Readings without those of days that others speak for: one watch hears one reading of a day. */
export function withoutDaysOf(others: readonly Reading[], readings: readonly Reading[]): readonly Reading[] {
  return readings.filter(
    ({ kind, about, over }) =>
      over !== "day" || !others.some((other) => other.kind === kind && other.about.name === about.name),
  );
}
