import type { Reading } from "../monitor.ts";
import type { Looked } from "./baseline.ts";

/** What a baseline said of a period as readings: of the period, and of the day where the period ends one. */
export function readingsOf(
  { evidence, day }: Pick<Looked, "evidence" | "day">,
  about: Omit<Reading, "evidence" | "over">,
): readonly Reading[] {
  const ofPeriod = { ...about, evidence };
  return day === undefined ? [ofPeriod] : [ofPeriod, { ...about, evidence: day, over: "day" }];
}
