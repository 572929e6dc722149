import { type Table, takeRows } from "../../data/index.ts";
import { type Insufficient, insufficient, isInsufficient, rng } from "../../kernel/index.ts";
import { type Estimated, independence } from "../../stats/index.ts";
import { rocAuc } from "../metrics/index.ts";
import { type Classify, crossScores } from "./cross-scores.ts";

/** How often a yes-or-no label is yes in two periods. */
export interface LabelShift {
  readonly before: number;
  readonly after: number;
  /** Cohen's h: 0.2 is small, 0.5 medium. */
  readonly effect: number;
  /** Of "nothing changed", by Pearson's chi-square test. */
  readonly pValue: number;
}

/** How well later rows are ordered by what was learned from earlier ones, and by what was learned from other later ones. */
export interface ConceptShift {
  readonly fromEarlier: Estimated;
  readonly fromLater: Estimated;
}

export interface PeriodCase {
  readonly features: Table;
  /** 0 or 1 for every row. */
  readonly label: Float64Array;
  /** 1 for rows of the later period. */
  readonly later: Float64Array;
  /** Rows of one entity stay together. */
  readonly entity: Int32Array;
  readonly seed: number;
  readonly classify: Classify;
}

/** Whether the label itself is as frequent later as it was before; insufficient where a period has no rows. */
export function labelShift({ label, later }: Pick<PeriodCase, "label" | "later">): LabelShift | Insufficient {
  const counts = [
    [0, 0],
    [0, 0],
  ] as [[number, number], [number, number]];
  label.forEach((value, row) => {
    const period = counts[later[row] === 1 ? 1 : 0];
    period[value === 1 ? 1 : 0]++;
  });
  const test = independence(counts);
  if (isInsufficient(test)) return test;
  const [before, after] = counts.map(([no, yes]) => yes / (no + yes)) as [number, number];
  return { before, after, effect: Math.abs(angle(after) - angle(before)), pValue: test.pValue };
}

function angle(share: number): number {
  return 2 * Math.asin(Math.sqrt(share));
}

/** So many rows of either period are looked at, drawn at random. */
const SAMPLE = 6_000;
/** With fewer of one label in a period nothing is said. */
const FEWEST = 100;
/** Of either interval: that they part by chance is rarer still. */
const LEVEL = 0.99;

/**
 * Whether features say of the label what they said before. Later rows are scored twice: by a classifier that learned from
 * the earlier period, and, cross-fitted, by one that learned from the later, which has a third fewer rows to learn from.
 */
export function conceptShift(asked: PeriodCase): ConceptShift | Insufficient {
  const { seed, classify } = asked;
  const [earlier, later] = [0, 1].map((period) => drawn(asked, period)) as [Int32Array, Int32Array];
  const fewest = fewestOf(asked.label, [earlier, later]);
  if (fewest < FEWEST) return insufficient("too-few-rows", { need: FEWEST, have: fewest });
  const features = takeRows(asked.features, later);
  const label = Float64Array.from(later, (row) => asked.label[row] as number);
  const entity = Int32Array.from(later, (row) => asked.entity[row] as number);
  const judge = (scores: Float64Array): Estimated =>
    rocAuc.compute({ scores, labels: label, clusters: entity }, { level: LEVEL });
  const task = { features: asked.features, label: asked.label, classes: 2, seed };
  return {
    fromEarlier: judge(classify({ ...task, train: earlier, score: later })),
    fromLater: judge(crossScores({ features, label, classes: 2, entity, seed, classify })),
  };
}

function drawn({ later, seed }: PeriodCase, period: number): Int32Array {
  const rows = [...later.keys()].filter((row) => later[row] === period);
  const draws = rng({ seed, unit: period, purpose: "adequacy.concept" });
  return Int32Array.from(rows.length > SAMPLE ? draws.shuffled(rows).slice(0, SAMPLE) : rows).sort();
}

function fewestOf(label: Float64Array, periods: readonly Int32Array[]): number {
  return Math.min(
    ...periods.flatMap((rows) => {
      const yes = rows.reduce((sum, row) => sum + (label[row] === 1 ? 1 : 0), 0);
      return [yes, rows.length - yes];
    }),
  );
}
