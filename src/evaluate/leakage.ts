import type { Table } from "../data/index.ts";
import { drawHalves, type Halves, isComplete, lookupArea, readBins, readPresence } from "./field-strength.ts";

/** A field that knows more about the label than a field known at decision time plausibly can. */
export interface LeakSuspect {
  readonly field: string;
  readonly why: "predicts-alone" | "predicts-by-presence" | "later-than-decision";
  /** ROC-AUC of the field alone (or of its mere presence), out of fold; share of rows for a time. */
  readonly strength: number;
  readonly message: string;
}

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
/** … and this good when it also stands out from every other field. */
const DOUBTFUL = 0.75;
const STANDS_OUT = 0.15;
/** … by more than noise: so many standard errors. */
const STANDARD_ERRORS = 2;
/** Filled in says all that the value says when it is this close. */
const ALL_BUT = 0.02;

/** Looks at every field alone. Rows are weighed in two halves, each judged by what the other one taught. */
export function leakSuspects(leakage: LeakageCase): readonly LeakSuspect[] {
  const strengths = measureFields(leakage, drawHalves(leakage));
  return [...findTimeTravellers(leakage), ...strengths.flatMap((field) => suspect(field, strengths))];
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

function suspect(one: Strength, all: readonly Strength[]): readonly LeakSuspect[] {
  const others = all.filter(({ field, alone }) => field !== one.field && alone < CERTAIN).map(({ alone }) => alone);
  const next = Math.max(0.5, ...others);
  const gap = Math.max(STANDS_OUT, STANDARD_ERRORS * Math.sqrt((one.alone * (1 - one.alone)) / one.rarer));
  if (one.alone < CERTAIN && (one.alone < DOUBTFUL || one.alone - next < gap)) return [];
  const byPresence = one.presence >= one.alone - ALL_BUT;
  const subject = byPresence ? `Whether \`${one.field}\` is filled in` : `\`${one.field}\` alone`;
  const strength = byPresence ? one.presence : one.alone;
  return [
    {
      field: one.field,
      why: byPresence ? "predicts-by-presence" : "predicts-alone",
      strength,
      message: `${subject} predicts the label with ROC-AUC ${strength.toFixed(3)} (the next best field: ${next.toFixed(3)}). A value written after the decision does that. If it is known only afterwards, declare it \`known: "after"\`.`,
    },
  ];
}

function findTimeTravellers({ fields, decidedAt }: LeakageCase): readonly LeakSuspect[] {
  if (decidedAt === undefined) return [];
  return fields.columns.flatMap((column) => {
    if (column.kind !== "time") return [];
    const later = column.values.reduce((count, at, row) => count + (at > (decidedAt[row] as number) ? 1 : 0), 0);
    const share = later / Math.max(1, decidedAt.length);
    if (later === 0) return [];
    const message = `\`${column.name}\` is later than the decision in ${later} rows (${(100 * share).toFixed(1)} %), so it was not known then. Declare it \`known: "after"\`.`;
    return [{ field: column.name, why: "later-than-decision" as const, strength: share, message }];
  });
}
