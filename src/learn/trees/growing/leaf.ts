import type { BinnedTraining } from "../binning/binned-training.ts";
import type { Answers, Pair } from "../engine.ts";
import type { Sides } from "../sides.ts";

/** The best way to divide a leaf. */
export interface Split extends Sides {
  /** Index among the binned features. */
  readonly feature: number;
  /** How much lower the loss gets, beyond `minGainToSplit`. */
  readonly gain: number;
  /** Per output, in units. */
  readonly left: readonly Pair[];
}

/** A node that is still a leaf: its rows are `rows[begin]` up to `rows[end]` of the list. */
export interface Leaf {
  readonly begin: number;
  readonly end: number;
  readonly depth: number;
  /** Per output, in units. */
  readonly total: readonly Pair[];
  /** What its value may be. */
  readonly lowest: number;
  readonly highest: number;
  /** The features on the way to it. */
  readonly path: readonly number[];
  /** One per output; kept only while `best` is there to use them. */
  histograms: readonly Int32Array[] | undefined;
  best: Split | undefined;
  /** Set when the leaf has been split. */
  grown: { readonly split: Split; readonly left: Leaf; readonly right: Leaf } | undefined;
}

/** How many rows a leaf has. */
export function sizeOf({ begin, end }: Leaf): number {
  return end - begin;
}

/** The best of the answers from number `first` on, one per feature; the first of equals. Undefined when none gains. */
export function bestAnswer(
  { reals, words }: Answers,
  first: number,
  { features, shapes }: Pick<BinnedTraining, "features" | "shapes">,
): Split | undefined {
  let best = -1;
  let gain = 0;
  for (let feature = 0; feature < features.length; feature++) {
    const its = reals[(first + feature) * 8] as number;
    if (its > gain) {
      gain = its;
      best = feature;
    }
  }
  if (best < 0) return undefined;
  const at = (first + best) * 16;
  return {
    feature: best,
    gain,
    left: [{ gradient: words[at + 2] as number, hessian: words[at + 3] as number }],
    lastLeft: words[at + 4] as number,
    missingLeft: words[at + 5] === 1,
    set: (shapes[best * 2] as number) > 0 ? undefined : words.slice(at + 6, at + 14),
  };
}

/** The index of the leaf with the largest gain; the first of equals. */
export function mostPromising(leaves: readonly Leaf[]): number {
  let best = 0;
  for (let i = 1; i < leaves.length; i++) if ((leaves[i]?.best?.gain ?? 0) > (leaves[best]?.best?.gain ?? 0)) best = i;
  return best;
}
