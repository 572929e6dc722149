import { column, type Table } from "../../data/index.ts";
import { drawHalves, type Halves, isComplete, lookupArea, readBins, readPresence } from "./field-strength.ts";
import { laterThanDecision } from "./later.ts";
import type { LeakSuspect } from "./leak-suspect.ts";
import { isLikeCopy, restOf } from "./like-copies.ts";

export interface LeakageCase {
  /** Fields that are declared to be known before. */
  readonly fields: Table;
  /** 0 or 1. */
  readonly label: Float64Array;
  /** Number of the entity of every row: rows of one entity stay in one half. Default: every row for itself. */
  readonly entity?: Int32Array;
  /** The prediction time of every row, when the data have one. */
  readonly decidedAt?: Float64Array;
  readonly seed: number;
}

/** A single field this good is taken for a leak outright … */
const CERTAIN = 0.9;
/** … and this good is asked about when it also stands out from every other field. */
const DOUBTFUL = 0.75;
const STANDS_OUT = 0.15;
/** … by more than noise: so many standard errors. */
const STANDARD_ERRORS = 2;
/** Filled in says all that the value says when it is this close. */
const ALL_BUT = 0.02;
/** So many fields may stand out together, as copies of one another do, if they are no more than half of all. */
const TOGETHER = 5;

/** A field that behaves as a copy of the label does is asked about from here on, whether it stands out or not. */
const LIKE_A_COPY = 0.7;

/**
 * Looks at every field alone. Rows are weighed in two halves, each judged by what the other one taught. Noisy copies of
 * the label do not hide one another: up to five fields may stand out from the rest together, and what is independent of
 * all other fields once the label is known needs not stand out.
 */
export function leakSuspects(leakage: LeakageCase): readonly LeakSuspect[] {
  const halves = drawHalves(leakage);
  const strengths = measureFields(leakage, halves);
  const outstanding = standingOut(strengths);
  const copies = likeCopies(strengths, leakage, halves);
  return [
    ...laterThanDecision(leakage),
    ...strengths.flatMap((one) => suspect(one, { strengths, outstanding, copies })),
  ];
}

function likeCopies(
  strengths: readonly Strength[],
  { fields, label }: LeakageCase,
  halves: Halves,
): readonly Strength[] {
  const strong = strengths.filter(({ alone }) => alone >= LIKE_A_COPY);
  if (strong.length === 0) return [];
  const named = new Set(strong.map(({ field }) => field));
  const taught = { label, halves };
  const rest = restOf(
    fields.columns.filter(({ name }) => !named.has(name)),
    taught,
  );
  return strong.filter(({ field }) => isLikeCopy(column(fields, field), rest, taught));
}

interface Strength {
  readonly field: string;
  readonly alone: number;
  readonly presence: number;
  /** How many rows show the rarer side of the label: what the standard error of an area goes by. */
  readonly rarer: number;
}

function measureFields({ fields, label }: LeakageCase, halves: Halves): readonly Strength[] {
  const yes = label.reduce((sum, y) => sum + y, 0);
  const rarer = Math.min(yes, label.length - yes);
  return fields.columns.map((column) => ({
    rarer,
    field: column.name,
    alone: lookupArea(readBins(column), label, halves),
    presence: isComplete(column) ? 0.5 : lookupArea(readPresence(column), label, halves),
  }));
}

/** The fields below certainty that stand out from all others, alone or together. */
function standingOut(strengths: readonly Strength[]): readonly Strength[] {
  const sorted = strengths.filter(({ alone }) => alone < CERTAIN).sort((a, b) => b.alone - a.alone);
  const most = Math.max(1, Math.min(TOGETHER, Math.floor(sorted.length / 2)));
  for (let count = Math.min(most, sorted.length); count > 0; count--) {
    const last = sorted[count - 1] as Strength;
    const next = Math.max(0.5, sorted[count]?.alone ?? 0.5);
    if (last.alone >= DOUBTFUL && last.alone - next >= gapOf(last)) return sorted.slice(0, count);
  }
  return [];
}

function gapOf({ alone, rarer }: Strength): number {
  return Math.max(STANDS_OUT, STANDARD_ERRORS * Math.sqrt((alone * (1 - alone)) / rarer));
}

interface Suspected {
  readonly strengths: readonly Strength[];
  readonly outstanding: readonly Strength[];
  readonly copies: readonly Strength[];
}

function suspect(one: Strength, { strengths, outstanding, copies }: Suspected): readonly LeakSuspect[] {
  const certain = one.alone >= CERTAIN;
  if (!certain && !outstanding.includes(one) && !copies.includes(one)) return [];
  const others = strengths.filter((other) => other !== one && other.alone < CERTAIN && !outstanding.includes(other));
  const next = Math.max(0.5, ...others.map(({ alone }) => alone));
  const byPresence = one.presence >= one.alone - ALL_BUT;
  const strength = byPresence ? one.presence : one.alone;
  const together = certain ? [] : outstanding.filter((other) => other !== one).map(({ field }) => `\`${field}\``);
  const why = byPresence ? "predicts-by-presence" : "predicts-alone";
  const likeCopy = copies.includes(one);
  const message = wordSuspect({ field: one.field, byPresence, strength, next, together, likeCopy });
  return [{ field: one.field, why, certain, strength, message, advice: adviceOn(certain) }];
}

interface Worded {
  readonly field: string;
  readonly byPresence: boolean;
  readonly strength: number;
  readonly next: number;
  readonly together: readonly string[];
  readonly likeCopy: boolean;
}

function wordSuspect({ field, byPresence, strength, next, together, likeCopy }: Worded): string {
  const subject = byPresence ? `Whether \`${field}\` is filled in` : `\`${field}\` alone`;
  const beside =
    together.length === 0 ? "" : `, as nearly ${together.join(" and ")} ${together.length > 1 ? "do" : "does"}`;
  const copy = likeCopy
    ? " Among rows of one label it tells nothing of the other fields, as a copy of the label would."
    : "";
  return `${subject} predicts the label with ROC-AUC ${strength.toFixed(3)}${beside} (the next best field: ${next.toFixed(3)}).${copy}`;
}

const AFTER = 'If it is known only afterwards, declare it `known: "after"`.';

function adviceOn(certain: boolean): string {
  return certain
    ? `A value written after the decision does that. ${AFTER}`
    : `An honest field can be that good, and so can a value written after the decision. ${AFTER}`;
}
