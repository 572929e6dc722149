import { type Insufficient, insufficient } from "../../kernel/index.ts";

/** How many labels the other fields contradict with confidence. */
export interface LabelNoise {
  /**
   * Estimated share of wrong labels. Of classes that overlap it holds what is left to chance besides, so it is an upper
   * bound; where they are far apart it is the share itself.
   */
  readonly share: number;
  /** By given class and likely class: the estimated share of all rows. */
  readonly joint: readonly (readonly number[])[];
  /** The rows whose label is most likely wrong, the least likely label first, with the class that is likelier. */
  readonly suspects: readonly { readonly row: number; readonly likely: number; readonly margin: number }[];
}

export interface LabelNoiseCase {
  /** Class number of every row. */
  readonly label: Float64Array;
  readonly classes: number;
  /** `classes` probabilities for each row, row by row, from models that did not see the row. */
  readonly probabilities: Float64Array;
}

/** Of each class, so many rows are needed to say what confidence in it is. */
const FEWEST = 20;

/**
 * Confident learning: a row counts for a class when its probability is at least the average of the rows that bear its
 * label; rows counted for another class than they bear are the suspects. Northcutt, Jiang, Chuang. Confident learning:
 * estimating uncertainty in dataset labels. JAIR 70, 2021.
 */
export function labelNoise({ label, classes, probabilities }: LabelNoiseCase): LabelNoise | Insufficient {
  const sizes = new Float64Array(classes);
  for (const given of label) sizes[given] = (sizes[given] as number) + 1;
  const fewest = Math.min(...sizes);
  if (fewest < FEWEST) return insufficient("too-few-rows", { need: FEWEST, have: fewest });
  const at = (row: number, of: number): number => probabilities[row * classes + of] as number;
  const bars = confidenceBars(label, sizes, at);
  const counts = Array.from(sizes, () => new Float64Array(classes));
  const suspects: { row: number; likely: number; margin: number }[] = [];
  for (let row = 0; row < label.length; row++) {
    const [given, likely] = [label[row] as number, likeliest((of) => at(row, of), bars)];
    if (likely === undefined) continue;
    const counted = counts[given] as Float64Array;
    counted[likely] = (counted[likely] as number) + 1;
    if (likely !== given) suspects.push({ row, likely, margin: at(row, likely) - at(row, given) });
  }
  const joint = calibrated(counts, sizes);
  const right = joint.reduce((sum, row, of) => sum + (row[of] as number), 0);
  return { share: Math.max(0, 1 - right), joint, suspects: suspects.sort((a, b) => b.margin - a.margin) };
}

type Probability = (row: number, of: number) => number;

/** Of each class, the average probability that its own rows give it. */
function confidenceBars(label: Float64Array, sizes: Float64Array, at: Probability): Float64Array {
  const sums = new Float64Array(sizes.length);
  for (let row = 0; row < label.length; row++) {
    const given = label[row] as number;
    sums[given] = (sums[given] as number) + at(row, given);
  }
  return sums.map((sum, of) => sum / (sizes[of] as number));
}

/** The likeliest of the classes whose bar is reached; undefined where none is. */
function likeliest(of: (cls: number) => number, bars: Float64Array): number | undefined {
  let found: number | undefined;
  for (let cls = 0; cls < bars.length; cls++)
    if (of(cls) >= (bars[cls] as number) && (found === undefined || of(cls) > of(found))) found = cls;
  return found;
}

/** Counts as shares of all rows, each given class as large as it is. */
function calibrated(counts: readonly Float64Array[], sizes: Float64Array): readonly (readonly number[])[] {
  const rows = sizes.reduce((sum, size) => sum + size, 0);
  return counts.map((counted, given) => {
    const sum = counted.reduce((a, b) => a + b, 0);
    const share = (sizes[given] as number) / rows;
    return Array.from(counted, (count, of) => (sum === 0 ? (of === given ? share : 0) : (count / sum) * share));
  });
}
