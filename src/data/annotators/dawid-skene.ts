import { type Ratings, votesOf } from "./ratings.ts";

/** What annotators and items are most likely like. */
export interface Skills {
  /** Items × classes, item by item: how likely each class is. */
  readonly soft: Float64Array;
  /** How frequent each class is. */
  readonly shares: Float64Array;
  /** Annotators × classes × classes: of items that are of one class, the share that the annotator calls another. */
  readonly confusion: Float64Array;
  /** After each round: never falls. */
  readonly logLikelihoods: readonly number[];
}

const MOST_ROUNDS = 200;
/** Rounds end when the likelihood of a rating gains less than this. */
const SETTLED = 1e-7;
/** So much of a rating is added to each cell, so that somebody who was never seen to err may. */
const DOUBT = 0.01;

/**
 * Estimates at once how good each annotator is and what each item is, by expectation and maximisation from the shares of the
 * votes. Dawid and Skene. Maximum likelihood estimation of observer error-rates using the EM algorithm. Applied Statistics
 * 28, 1979.
 */
export function dawidSkene(ratings: Ratings): Skills {
  let soft = shares(votesOf(ratings), ratings.classes.length);
  const logLikelihoods: number[] = [];
  for (;;) {
    const learned = maximise(ratings, soft);
    const { soft: next, logLikelihood } = expect(ratings, learned);
    const gain = logLikelihood - (logLikelihoods.at(-1) ?? -Infinity);
    logLikelihoods.push(logLikelihood);
    soft = next;
    if (gain < SETTLED * ratings.item.length || logLikelihoods.length === MOST_ROUNDS)
      return { soft, ...learned, logLikelihoods };
  }
}

/** Every row of so many numbers made to sum to 1. */
function shares(counts: Float64Array, width: number): Float64Array {
  const out = counts.slice();
  for (let start = 0; start < out.length; start += width) {
    const own = out.subarray(start, start + width);
    const sum = own.reduce((a, b) => a + b, 0);
    own.forEach((count, i) => {
      own[i] = sum === 0 ? 1 / width : count / sum;
    });
  }
  return out;
}

type Learned = Pick<Skills, "shares" | "confusion">;

function maximise({ item, annotator, label, annotators, classes }: Ratings, soft: Float64Array): Learned {
  const size = classes.length;
  const confusion = new Float64Array(annotators.length * size * size).fill(DOUBT);
  for (let i = 0; i < item.length; i++)
    for (let truth = 0; truth < size; truth++) {
      const at = ((annotator[i] as number) * size + truth) * size + (label[i] as number);
      confusion[at] = (confusion[at] as number) + (soft[(item[i] as number) * size + truth] as number);
    }
  const frequent = new Float64Array(size).fill(DOUBT);
  for (let i = 0; i < soft.length; i++) frequent[i % size] = (frequent[i % size] as number) + (soft[i] as number);
  return { shares: shares(frequent, size), confusion: shares(confusion, size) };
}

function expect(
  { item, annotator, label, items, classes }: Ratings,
  { shares: frequent, confusion }: Learned,
): { readonly soft: Float64Array; readonly logLikelihood: number } {
  const size = classes.length;
  const logs = confusion.map(Math.log);
  const soft = Float64Array.from({ length: items.length * size }, (_, i) => Math.log(frequent[i % size] as number));
  for (let i = 0; i < item.length; i++)
    for (let truth = 0; truth < size; truth++) {
      const at = (item[i] as number) * size + truth;
      soft[at] =
        (soft[at] as number) +
        (logs[((annotator[i] as number) * size + truth) * size + (label[i] as number)] as number);
    }
  let logLikelihood = 0;
  for (let start = 0; start < soft.length; start += size) {
    const own = soft.subarray(start, start + size);
    const most = own.reduce((a, b) => Math.max(a, b), -Infinity);
    const sum = own.reduce((total, log) => total + Math.exp(log - most), 0);
    logLikelihood += most + Math.log(sum);
    own.forEach((log, i) => {
      own[i] = Math.exp(log - most) / sum;
    });
  }
  return { soft, logLikelihood };
}
