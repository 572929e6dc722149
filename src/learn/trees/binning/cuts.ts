/** More rows than this add nothing to a quantile: binning looks at an even selection of about so many. */
const SAMPLE = 200_000;

/** Every how manieth row binning looks at. */
export function sampleStep(rows: number): number {
  return Math.max(1, Math.floor(rows / SAMPLE));
}

/** The cuts of a column of numbers, from every `step`-th of its values: so many bins at most, besides that for missing. */
export function cutsOf(values: Float64Array, step: number, maxBins: number): Float64Array {
  return quantileCuts(distinctOf(samplePresent(values, step).sort()), maxBins);
}

/** The values that are not missing, of every `step`-th row. */
function samplePresent(all: Float64Array, step: number): Float64Array {
  const seen = all.filter((value, row) => row % step === 0 && !Number.isNaN(value));
  // Adding 0 turns -0 into 0: one value, not two.
  return seen.map((value) => value + 0);
}

interface Distinct {
  readonly values: Float64Array;
  readonly counts: Int32Array;
  readonly total: number;
}

function distinctOf(sorted: Float64Array): Distinct {
  const values = new Float64Array(sorted.length);
  const counts = new Int32Array(sorted.length);
  let last = -1;
  for (let i = 0; i < sorted.length; i++) {
    const value = sorted[i] as number;
    if (last < 0 || value !== values[last]) values[++last] = value;
    counts[last] = (counts[last] as number) + 1;
  }
  return { values: values.subarray(0, last + 1), counts: counts.subarray(0, last + 1), total: sorted.length };
}

/**
 * Cuts between distinct values: one bin each where they are few; otherwise bins of about equal weight, except that a
 * value heavier than that gets a bin of its own, as in LightGBM (Ke et al., 2017).
 */
function quantileCuts({ values, counts, total }: Distinct, maxBins: number): Float64Array {
  const few = values.length <= maxBins;
  const cuts: number[] = [];
  let held = 0;
  let left = total;
  for (let i = 0; i + 1 < values.length; i++) {
    held += counts[i] as number;
    const aim = left / (maxBins - cuts.length);
    const nextIsHeavy = (counts[i + 1] as number) >= aim;
    if (!few && held < aim && !nextIsHeavy) continue;
    if (cuts.length === maxBins - 1) break;
    cuts.push(between(values[i] as number, values[i + 1] as number));
    left -= held;
    held = 0;
  }
  return Float64Array.from(cuts);
}

/** A number that separates two neighbours, low ≤ cut < high, whatever rounding does. */
function between(low: number, high: number): number {
  const middle = low + (high - low) / 2;
  return middle < high ? middle : low;
}
