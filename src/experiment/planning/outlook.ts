import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { detectableDifference, sampleSize } from "../../stats/index.ts";
import type { Disagreement } from "../designs/disagreement.ts";
import { daysToEnrol, type Enrolment, newUnitsPerDay, unitsAfter } from "./enrolment.ts";
import { type Stopping, stoppingOf } from "./stopping.ts";

/** What an experiment is planned from. Measured in the past, or assumed by whoever asks. */
export interface OutlookQuestion {
  /** Standard deviation of one unit's money. */
  readonly sdPerUnit: number;
  readonly enrolment: Enrolment;
  /** The smallest lift in money per unit that is worth finding; null asks what could be found. */
  readonly lift: number | null;
  /** Arms beside the control. Default 1. */
  readonly treatments?: number;
  /** All treatments' part of those who take part. Default: as much for each arm. */
  readonly treatmentShare?: number;
  /** The part of the units that takes part. Default 1. */
  readonly traffic?: number;
  /** Default 0.8. */
  readonly power?: number;
  /** Two-sided, of all comparisons together (Bonferroni). Default 0.05. */
  readonly alpha?: number;
  /** What is left of the variance once each unit is compared with its own past. Default 1. */
  readonly cupedVariance?: number | Insufficient;
  /** How often the two releases differ; absent where nobody looked. */
  readonly disagreement?: Disagreement | undefined;
  /** Standard deviation of the money of units on which they differ. Default: that of all units. */
  readonly sdWhereTheyDiffer?: number;
}

/** A size in units, all arms together, and the days until they have come. */
export interface Size {
  readonly units: number | Insufficient;
  readonly days: number | Insufficient;
}

/** What it costs to find out, in money, besides the work. */
export interface Cost {
  /** What the control does not get while the treatment is as good as hoped. */
  readonly ifBetter: number;
  /** What the treatments lose if they are as bad as they were hoped to be good. */
  readonly ifWorse: number;
}

/** An experiment before it begins. */
export interface Outlook {
  readonly plain: Size;
  /** With CUPED; Insufficient where the past says nothing of a unit. */
  readonly cuped: Size;
  /** The comparison as it will be read: with CUPED where the past allows it, else plain. The rest is reckoned by it. */
  readonly read: Size;
  /** Counting only units on which the releases differ: how many must come until enough of them have. */
  readonly triggered: Size;
  /** Looked at every day, until the always-valid interval leaves zero. */
  readonly sequential: (Stopping & { readonly expectedDays: number | Insufficient }) | Insufficient;
  readonly cost: Cost | Insufficient;
  /** The smallest lift per unit that so many weeks would find. */
  readonly detectable: readonly { readonly weeks: number; readonly lift: number | Insufficient }[];
}

const WEEKS: readonly number[] = [1, 2, 4, 8];
/** A sequential comparison may take longer than a fixed one; it is given up at so many times its size. */
const PATIENCE = 3;

/** Plans a comparison of means by Welch's test: sizes, days, cost, and what shorter ones would find. */
export function outlookOf(question: OutlookQuestion): Outlook {
  const { cupedVariance = 1, disagreement } = question;
  const split = splitOf(question);
  const plain = sizeFor(question, split, {});
  const cuped = isInsufficient(cupedVariance)
    ? missing(cupedVariance)
    : sizeFor(question, split, { variance: cupedVariance });
  const kept = isInsufficient(cupedVariance) ? 1 : cupedVariance;
  const read = isInsufficient(cupedVariance) ? plain : cuped;
  const adjusted = { ...question, sdPerUnit: question.sdPerUnit * Math.sqrt(kept) };
  return {
    ...{ plain, cuped, read },
    triggered: triggeredSize(question, split, disagreement),
    sequential: isInsufficient(read.units) ? read.units : sequentialFor(adjusted, split, read.units),
    cost: isInsufficient(read.units) ? read.units : costOf(question, split, read.units),
    detectable: WEEKS.map((weeks) => ({ weeks, lift: detectableIn(weeks, adjusted, split) })),
  };
}

/** The size that another metric asks for, beside the money's: a difference to find, and its standard deviation. */
export function sizeBeside(question: OutlookQuestion, other: { readonly lift: number; readonly sd: number }): Size {
  return sizeFor(question, splitOf(question), other);
}

/** The smallest difference in another metric that so many units, all arms together, would find. */
export function detectableBeside(units: number, question: OutlookQuestion, sd: number): number | Insufficient {
  const { alpha, power, pairShare, pair } = splitOf(question);
  return detectableDifference(units * pair, { sd, treatmentShare: pairShare, alpha, power });
}

/** How those who take part are split, and at which level one treatment is compared with the control. */
interface Split {
  readonly control: number;
  /** Each treatment's part. */
  readonly treatment: number;
  readonly alpha: number;
  readonly power: number;
  /** The treatment's part of the two arms that are compared. */
  readonly pairShare: number;
  /** The two arms' part of those who take part. */
  readonly pair: number;
}

function splitOf({ treatments = 1, treatmentShare, alpha = 0.05, power = 0.8 }: OutlookQuestion): Split {
  const all = treatmentShare ?? treatments / (treatments + 1);
  const [control, treatment] = [1 - all, all / treatments];
  const pair = control + treatment;
  return { control, treatment, alpha: alpha / treatments, power, pairShare: treatment / pair, pair };
}

interface Sharper {
  /** What is left of the variance. */
  readonly variance?: number;
  readonly lift?: number;
  readonly sd?: number;
  /** The part of the units that counts. */
  readonly counting?: number;
}

/** Units that must come, all arms together, and days until they have. */
function sizeFor(question: OutlookQuestion, split: Split, sharper: Sharper): Size {
  const { enrolment, traffic = 1 } = question;
  const { variance = 1, lift = question.lift, sd = question.sdPerUnit, counting = 1 } = sharper;
  if (lift === null) return missing(insufficient("no-lift-asked"));
  const { alpha, power, pairShare, pair } = split;
  const size = sampleSize(lift, { sd: sd * Math.sqrt(variance), treatmentShare: pairShare, alpha, power });
  if (isInsufficient(size)) return missing(size);
  const units = Math.ceil(size.total / pair / counting);
  return { units, days: daysToEnrol(enrolment, units / traffic) };
}

const missing = (why: Insufficient): Size => ({ units: why, days: why });

/** The lift over all is that where they differ, diluted: so where they differ it is as much larger. */
function triggeredSize(question: OutlookQuestion, split: Split, found: Disagreement | undefined): Size {
  if (found === undefined) return missing(insufficient("no-pair"));
  const share = found.unitsDiffering / found.units;
  if (!(share > 0)) return missing(insufficient("no-disagreement", { need: 1, have: 0 }));
  if (question.lift === null) return missing(insufficient("no-lift-asked"));
  const sd = question.sdWhereTheyDiffer ?? question.sdPerUnit;
  return sizeFor(question, split, { lift: question.lift / share, sd, counting: share });
}

function sequentialFor(question: OutlookQuestion, split: Split, units: number): Outlook["sequential"] {
  const { enrolment, traffic = 1, sdPerUnit, lift } = question;
  const pace = newUnitsPerDay(enrolment);
  if (lift === null) return insufficient("no-lift-asked");
  if (isInsufficient(pace)) return pace;
  if (!(pace > 0)) return insufficient("no-traffic", { have: pace });
  const planned = units * split.pair;
  const found = stoppingOf({
    lift,
    varianceTimesUnits: sdPerUnit ** 2 / (split.pairShare * (1 - split.pairShare)),
    plannedUnits: planned,
    unitsPerLook: pace * traffic * split.pair,
    most: PATIENCE * planned,
    smallerShare: Math.min(split.pairShare, 1 - split.pairShare),
    level: 1 - split.alpha,
  });
  if (isInsufficient(found)) return found;
  const whole = (some: number): number => Math.ceil(some / split.pair);
  const { medianUnits } = found;
  return {
    ...found,
    expectedUnits: whole(found.expectedUnits),
    medianUnits: isInsufficient(medianUnits) ? medianUnits : whole(medianUnits),
    expectedDays: daysToEnrol(enrolment, whole(found.expectedUnits) / traffic),
  };
}

function costOf({ lift }: OutlookQuestion, { control }: Split, units: number): Cost | Insufficient {
  if (lift === null) return insufficient("no-lift-asked");
  return { ifBetter: Math.abs(lift) * units * control, ifWorse: Math.abs(lift) * units * (1 - control) };
}

function detectableIn(weeks: number, question: OutlookQuestion, split: Split): number | Insufficient {
  const units = unitsAfter(question.enrolment, weeks * 7);
  if (isInsufficient(units)) return units;
  const { alpha, power, pairShare, pair } = split;
  const counted = units * (question.traffic ?? 1) * pair;
  return detectableDifference(counted, { sd: question.sdPerUnit, treatmentShare: pairShare, alpha, power });
}
