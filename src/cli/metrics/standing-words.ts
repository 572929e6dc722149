import { type Tone, type Words, words } from "../../report/index.ts";
import type { MetricReading, StandingKind } from "../../watch/index.ts";

const SAID: Readonly<Record<StandingKind, readonly [text: string, tone: Tone]>> = {
  breached: ["beyond its threshold", "bad"],
  "at-threshold": ["beyond its threshold, not surely", "bad"],
  reached: ["at its target", "good"],
  "at-target": ["at its target, not surely", "good"],
  "on-its-way": ["on its way", "good"],
  worse: ["worse than its baseline", "bad"],
  undecided: ["not told from its baseline", "unknown"],
  within: ["within its threshold", "good"],
  short: ["short of its target", "unknown"],
  "no-goal": ["no goal stated", "neutral"],
  unknown: ["not known yet", "unknown"],
};

/** Where a metric stands, in a few words. */
export function wordStanding({ standing: { kind, progress } }: MetricReading): Words {
  const [text, tone] = SAID[kind];
  const way = kind === "on-its-way" && progress !== undefined ? `: ${Math.round(100 * progress)} % of it` : "";
  return words(`${text}${way}`, { tone });
}

/** Whether something has to be done. */
export function needsCare({ standing: { kind, overdue } }: MetricReading): boolean {
  return overdue || kind === "breached" || kind === "at-threshold" || kind === "worse";
}
