import type { Instant } from "../../../kernel/index.ts";
import { type Baseline, type Looked, lookAt, openBaseline } from "../baseline/baseline.ts";
import { readingsOf } from "../baseline/readings.ts";
import { either } from "../evidence/combine.ts";
import type { Measure } from "../evidence/measures.ts";
import type { Side } from "../evidence/student.ts";
import type { Reading } from "../monitor.ts";
import { type Stand, standEvidence } from "./beyond.ts";
import { type GapScatter, gapFreedom, gapVariance, learnGap, noGaps } from "./gap-scatter.ts";

/** What is usual of a measured number and, where it should be something whatever is usual, how far from that periods are. */
type FollowedOne = Baseline & { readonly gaps?: GapScatter };

/** By the name of what is measured. Plain data. */
export type Followed = Readonly<Record<string, FollowedOne>>;

/** What people read of a measured number: as it was, as it usually is (null while nobody knows), and between what. */
export interface Found {
  readonly value: number;
  readonly usual: number | null;
  readonly expected: Reading["expected"];
}

/** One measured number of one part in one period. */
export interface Subject {
  /** Its name among those of the monitor. */
  readonly key: string;
  readonly measure: Measure;
  /** Standard deviation between periods that is thought usual, on the measure's scale. */
  readonly guess: number;
  readonly side?: Side;
  /** What it should be whatever is usual: what is off from the first day on never looks unusual. Half of the bet is on it. */
  readonly stand?: Stand;
  /** What people read of it where the measure is smoothed, such as the count's own share. Default: the measure, shown. */
  readonly plain?: number;
  /** From the measure's scale to the one that people read. Default: as it is. */
  readonly shown?: (measured: number) => number;
  /** The reading, but for what the baseline says. */
  readonly reading: (found: Found) => Pick<Reading, "kind" | "about" | "unit" | "reach" | "says">;
}

/** What a subject's baseline said of a period. */
export interface Heard {
  readonly subject: Subject;
  readonly looked: Looked;
}

/** Holds subjects against what is usual of them, and learns. What was not measured in this period stays as it was. */
export function follow(
  followed: Followed,
  { from, periodMs }: { readonly from: Instant; readonly periodMs: number },
  subjects: readonly Subject[],
): { readonly followed: Followed; readonly heard: readonly Heard[] } {
  const stepped = subjects.map((subject) => {
    const { key, measure, guess, side, stand } = subject;
    const before: FollowedOne = followed[key] ?? openBaseline(periodMs, guess);
    const looked = lookAt(before, { ...measure, at: from, ...(side === undefined ? {} : { side }) });
    if (stand === undefined) return { heard: { subject, looked }, next: looked.baseline };
    const gaps = before.gaps ?? noGaps;
    const heard = { subject, looked: { ...looked, evidence: besideStand(looked, { measure, stand, gaps }) } };
    return { heard, next: { ...looked.baseline, gaps: gapLearned(gaps, measure, stand) } };
  });
  const next = Object.fromEntries(stepped.map(({ heard, next: one }) => [heard.subject.key, one]));
  return { followed: { ...followed, ...next }, heard: stepped.map(({ heard }) => heard) };
}

interface Beside {
  readonly measure: Measure;
  readonly stand: Stand;
  readonly gaps: GapScatter;
}

function besideStand({ evidence, expected }: Looked, { measure, stand, gaps }: Beside): number {
  const freedom = Math.min(gapFreedom(gaps), measure.freedom ?? Number.POSITIVE_INFINITY);
  const scatter = Math.sqrt(gapVariance(gaps, stand.scatter ** 2));
  const unlike = standEvidence({ ...measure, freedom }, { ...stand, scatter });
  return expected === null ? unlike : either(evidence, unlike);
}

function gapLearned(gaps: GapScatter, { value, variance }: Measure, { expected, scatter }: Stand): GapScatter {
  return learnGap(gaps, value - expected, { variance, least: scatter ** 2 });
}

/** What people read of what was heard. */
export function foundOf({ subject, looked: { expected } }: Heard): Found {
  const { measure, shown = (measured) => measured } = subject;
  const value = subject.plain ?? shown(measure.value);
  if (expected === null) return { value, usual: null, expected: null };
  const [one, other] = [shown(expected.low), shown(expected.high)];
  return { value, usual: shown(expected.mean), expected: [Math.min(one, other), Math.max(one, other)] };
}

/** A reading of the period, and one of the day where the period ends one. */
export function readingsOfHeard(heard: Heard): readonly Reading[] {
  const found = foundOf(heard);
  return readingsOf(heard.looked, {
    ...heard.subject.reading(found),
    ...{ value: found.value, expected: found.expected },
  });
}
