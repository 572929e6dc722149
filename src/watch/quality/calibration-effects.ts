import type { Instant } from "../../kernel/index.ts";
import { noStretches, type Stretches } from "../monitors/baseline/lasting.ts";
import type { LabelledHead } from "../monitors/followed/heads.ts";
import { wordNumber, wordShare } from "../monitors/followed/words.ts";
import type { Reading } from "../monitors/monitor.ts";
import { mergeNews } from "../seen/labels/merge-labels.ts";
import type { LabelNews } from "../seen/seen.ts";
import { type HeardEffect, hearEffect, type LastingEffect, noEffect } from "./lasting-effect.ts";
import { hearPromised, type Promised } from "./promised-effect.ts";
import { recalibrationScore } from "./recalibration-score.ts";
import { addToDay, type DaySoFar } from "./whole-day.ts";

/** The two ways in which probabilities come to mean something else. */
interface Effects {
  readonly gap: LastingEffect;
  readonly slope: LastingEffect;
}

/** What is usual of how labels of one head depart from what it foresaw. Plain data. */
export interface CalibrationEffects {
  readonly today?: DaySoFar<LabelNews>;
  /** Of days on which delays of reports were known, so that open windows count; reports may have their own weekdays. */
  readonly early: Effects;
  /** Of days on which only windows count that closed. */
  readonly closed: Effects;
  /** Days that may all be beyond what training promised. */
  readonly unlike: Stretches;
  /** Labels whose windows closed since the first of these days. */
  readonly lately: Lately;
}

/** Labels and what was foreseen of them, weighted sums. */
interface Lately {
  readonly weight: number;
  readonly labels: number;
  readonly predicted: number;
}

const NOTHING: Lately = Object.freeze({ weight: 0, labels: 0, predicted: 0 });

function withLabels({ weight, labels, predicted }: Lately, seen: LabelledHead["seen"]): Lately {
  const came = seen.labels.weight;
  if (!(came > 0)) return { weight, labels, predicted };
  return {
    weight: weight + came,
    labels: labels + came * seen.labels.mean,
    predicted: predicted + came * seen.predicted.mean,
  };
}

const noEffects: Effects = Object.freeze({ gap: noEffect, slope: noEffect });
export const noCalibrationEffects: CalibrationEffects = Object.freeze({
  ...{ early: noEffects, closed: noEffects, unlike: noStretches, lately: NOTHING },
});

/** What a head's day said, as readings over the day: none before it ends. */
export interface EffectsStep {
  readonly effects: CalibrationEffects;
  readonly readings: readonly Omit<Reading, "about" | "reach">[];
}

/** A period, and what training promised of calibration, where that is known. */
interface EffectsPeriod {
  readonly from: Instant;
  readonly periodMs: number;
  readonly promised?: Promised | undefined;
}

/** Takes what became known in a period; once a day holds the day against what is usual, and against what training promised. */
export function stepEffects(
  before: CalibrationEffects,
  { name, outcome, seen }: Pick<LabelledHead, "name" | "outcome" | "seen">,
  { promised, ...period }: EffectsPeriod,
): EffectsStep {
  if (seen.news === undefined) return { effects: before, readings: [] };
  const { today, whole } = addToDay(before.today, seen.news, { ...period, merge: mergeNews });
  const lately = withLabels(before.lately, seen);
  const { today: _, ...kept } = { ...before, lately };
  if (whole === undefined || today !== undefined)
    return { effects: { ...kept, ...(today === undefined ? {} : { today }) }, readings: [] };
  const score = recalibrationScore(whole);
  const when = whole.reports[1] > 0 ? "early" : "closed";
  const heard =
    promised === undefined
      ? { stretches: before.unlike, bets: [] }
      : hearPromised(before.unlike, score.gap, { promised, usual: before[when].gap.usual });
  const [gap, slope] = [hearEffect(before[when].gap, score.gap), hearEffect(before[when].slope, score.slope)];
  const of = `by what became known of ${outcome} in a day, open windows among it`;
  return {
    effects: {
      ...kept,
      [when]: { gap: gap.next, slope: slope.next },
      unlike: heard.stretches,
      lately: isBegun(heard.stretches) ? lately : NOTHING,
    },
    readings: [
      withPromised(
        readingOf(gap, { kind: "calibration.gap", says: (z) => `${of}, ${saysGap(outcome, name, z)}` }),
        heard,
        { outcome, name, lately },
      ),
      readingOf(slope, { kind: "calibration.slope", says: (z) => `${of}, ${saysSlope(outcome, name, z)}` }),
    ],
  };
}

/** Bets against the promise come first: there are always two of them, also while nothing is usual yet. */
function withPromised(
  reading: ReturnType<typeof readingOf>,
  { stretches: { up, down }, bets }: ReturnType<typeof hearPromised>,
  { outcome, name, lately }: Pick<LabelledHead, "outcome" | "name"> & { readonly lately: Lately },
): ReturnType<typeof readingOf> {
  const lasts = (up?.ln ?? 0) > (down?.ln ?? 0) ? up : down;
  const isPlain = lasts !== undefined && lasts.ln > PLAIN;
  const says = isPlain ? saysLasting(outcome, name, { days: lasts.n, isMore: lasts === up, lately }) : reading.says;
  return { ...reading, says, bets: [...bets, ...(reading.bets ?? [])] };
}

/** ln of the evidence from which on a stretch of days is what there is to tell. */
const PLAIN = 2;

const isBegun = ({ up, down }: Stretches): boolean => up !== undefined || down !== undefined;

interface Lasts {
  readonly days: number;
  readonly isMore: boolean;
  readonly lately: Lately;
}

function saysLasting(outcome: string, name: string, { days, isMore, lately: { weight, ...sums } }: Lasts): string {
  const [came, foreseen] = [sums.labels / weight, sums.predicted / weight];
  const over = days === 1 ? "in a day" : `over ${days} days`;
  // Windows that are open may show it before those that are closed.
  if (!(weight > 0) || came > foreseen !== isMore)
    return `${outcome} is ${isMore ? "more" : "less"} frequent than ${name} foresees, ${over}, by more than training lets pass`;
  return `${outcome} came to ${wordShare(came)} where ${name} foresaw ${wordShare(foreseen)}, ${over}, which is more apart than training lets pass`;
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
