import type { Instant } from "../../kernel/index.ts";
import type { LabelledHead } from "../monitors/followed/heads.ts";
import { wordNumber } from "../monitors/followed/words.ts";
import type { Reading } from "../monitors/monitor.ts";
import { addNews, type DayNews } from "./day-news.ts";
import { type HeardEffect, hearEffect, type LastingEffect, noEffect } from "./lasting-effect.ts";
import { recalibrationScore } from "./recalibration-score.ts";

/** The two ways in which probabilities come to mean something else. */
interface Effects {
  readonly gap: LastingEffect;
  readonly slope: LastingEffect;
}

/** What is usual of how labels of one head depart from what it foresaw. Plain data. */
export interface CalibrationEffects {
  readonly today?: DayNews;
  /** Of days on which delays of reports were known, so that open windows count; reports may have their own weekdays. */
  readonly early: Effects;
  /** Of days on which only windows count that closed. */
  readonly closed: Effects;
}

const noEffects: Effects = Object.freeze({ gap: noEffect, slope: noEffect });
export const noCalibrationEffects: CalibrationEffects = Object.freeze({ early: noEffects, closed: noEffects });

/** What a head's day said, as readings over the day: none before it ends. */
export interface EffectsStep {
  readonly effects: CalibrationEffects;
  readonly readings: readonly Omit<Reading, "about" | "reach">[];
}

/** Takes what became known in a period; once a day holds the day against what is usual. */
export function stepEffects(
  before: CalibrationEffects,
  { name, outcome, seen }: Pick<LabelledHead, "name" | "outcome" | "seen">,
  period: { readonly from: Instant; readonly periodMs: number },
): EffectsStep {
  if (seen.news === undefined) return { effects: before, readings: [] };
  const { today, whole } = addNews(before.today, seen.news, period);
  const { today: _, ...kept } = before;
  if (whole === undefined || today !== undefined)
    return { effects: { ...kept, ...(today === undefined ? {} : { today }) }, readings: [] };
  const score = recalibrationScore(whole);
  const when = whole.reports[1] > 0 ? "early" : "closed";
  const [gap, slope] = [hearEffect(before[when].gap, score.gap), hearEffect(before[when].slope, score.slope)];
  const of = `by what became known of ${outcome} in a day, open windows among it`;
  return {
    effects: { ...kept, [when]: { gap: gap.next, slope: slope.next } },
    readings: [
      readingOf(gap, { kind: "calibration.gap", says: (z) => `${of}, ${saysGap(outcome, name, z)}` }),
      readingOf(slope, { kind: "calibration.slope", says: (z) => `${of}, ${saysSlope(outcome, name, z)}` }),
    ],
  };
}

interface Worded {
  readonly kind: string;
  readonly says: (deviation: number) => string;
}

function readingOf(
  { evidence, bets, deviation }: HeardEffect,
  { kind, says }: Worded,
): Omit<Reading, "about" | "reach"> {
  return {
    ...{ kind, evidence, bets, over: "day", value: deviation, unit: "standard deviations" },
    expected: deviation === null ? null : [-3, 3],
    says: deviation === null ? "what is usual of it is still being learned" : says(deviation),
  };
}

function saysGap(outcome: string, name: string, z: number): string {
  return `${outcome} is ${z > 0 ? "more" : "less"} frequent than ${name} foresees, by ${wordNumber(Math.abs(z))} standard deviations`;
}

function saysSlope(outcome: string, name: string, z: number): string {
  return `${outcome} follows ${name} ${z > 0 ? "more" : "less"} closely than it did, by ${wordNumber(Math.abs(z))} standard deviations`;
}
