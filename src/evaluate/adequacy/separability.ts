import { type Table, takeRows } from "../../data/index.ts";
import { type Insufficient, insufficient, rng } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { drawHalves, lookupArea, readBins } from "../leakage/field-strength.ts";
import { rocAuc } from "../metrics/index.ts";
import { type Classify, crossScores } from "./cross-scores.ts";

/** Whether rows of two kinds can be told apart by their features: labelled and not, earlier and later. */
export interface Separability {
  /** ROC-AUC of a classifier on rows that it did not see; 0.5 where nobody can tell. */
  readonly area: Estimated;
  /** ROC-AUC of single fields, the one that tells most first; those that tell nothing are left out. */
  readonly fields: readonly { readonly field: string; readonly area: number }[];
  /** Rows that were looked at. */
  readonly rows: number;
}

export interface SeparabilityCase {
  readonly features: Table;
  /** 0 or 1: the kind of every row. */
  readonly side: Float64Array;
  /** Rows of one entity stay together. Default: every row for itself. */
  readonly entity?: Int32Array;
  readonly seed: number;
  readonly classify: Classify;
  /** Of the interval. Default 0.99: this is looked at unasked, and a false alarm costs trust. */
  readonly level?: number;
}

/** So many rows of either kind are looked at, drawn at random. */
const SAMPLE = 6_000;
/** With fewer of one kind nothing is said. */
const FEWEST = 100;
/** A field that tells less than this alone is not named. */
const TELLS = 0.55;

/**
 * Asks a classifier to tell the two kinds apart, cross-fitted. Lopez-Paz and Oquab. Revisiting classifier two-sample
 * tests. ICLR 2017. Insufficient with fewer than 100 rows of either kind.
 */
export function separability(asked: SeparabilityCase): Separability | Insufficient {
  const { seed, classify, level = 0.99 } = asked;
  const rows = sampleOf(asked);
  if (typeof rows === "number") return insufficient("too-few-rows", { need: FEWEST, have: rows });
  const features = takeRows(asked.features, rows);
  const label = Float64Array.from(rows, (row) => asked.side[row] as number);
  const entity = Int32Array.from(rows, (row) => asked.entity?.[row] ?? row);
  const scores = crossScores({ features, label, classes: 2, entity, seed, classify });
  const halves = drawHalves({ label, entity, seed });
  const fields = features.columns
    .map((column) => ({ field: column.name, area: lookupArea(readBins(column), label, halves) }))
    .filter(({ area }) => area >= TELLS)
    .sort((a, b) => b.area - a.area);
  return { area: rocAuc.compute({ scores, labels: label, clusters: entity }, { level }), fields, rows: rows.length };
}

/** Rows of both kinds in their own order, or how many there are of the rarer kind when they are too few. */
function sampleOf({ side, seed }: SeparabilityCase): Int32Array | number {
  const kinds = [0, 1].map((kind) => [...side.keys()].filter((row) => side[row] === kind));
  const fewest = Math.min(...kinds.map((rows) => rows.length));
  if (fewest < FEWEST) return fewest;
  const draws = rng({ seed, purpose: "adequacy.separability" });
  const drawn = kinds.flatMap((rows) => (rows.length > SAMPLE ? draws.shuffled(rows).slice(0, SAMPLE) : rows));
  return Int32Array.from(drawn).sort();
}
