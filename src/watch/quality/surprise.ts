import { isInsufficient } from "../../kernel/index.ts";
import { effectiveSize } from "../../stats/index.ts";
import type { LabelSeen } from "../seen/seen.ts";
import { calibrated, calibrationCurve } from "./calibration-curve.ts";

interface Known {
  readonly value: number;
  readonly variance: number;
}

/** How far labels are from what the scores themselves let expect, so that other cases do not count. */
export interface Surprise {
  /** How far labels lie from what was expected at their score, beyond what chance brings and is tolerated: standard normal or less. */
  readonly gaps: Known;
  /** Of a yes or no: the log loss, what it would be if scores meant what they meant, and by how much it is more. */
  readonly loss?: { readonly found: number; readonly expected: number; readonly excess: Known };
}

/** What labels are: of a binary head, of one output of several probabilities, or numbers. */
export type LabelKind = "binary" | "probability" | "number";

/** Cases of about the same score: how many, what was predicted, what is expected, and how much a label varies about that. */
interface Bin {
  readonly n: number;
  readonly score: number;
  readonly expected: number;
  readonly variance: number;
  readonly label: number;
  /** How many labels, of a yes or no the rarer of the two. */
  readonly least: number;
}

/** Of fewer labels of a label a bin's distance is far from the square of a normal number. */
const FEWEST = 3;

/** Fewer labels that count alike surprise nobody. */
export const FEWEST_LABELS = 20;

/** Holds labels against what the reference showed at the same score. Undefined below twenty labels that count alike. */
export function surprise(seen: LabelSeen, known: LabelSeen | undefined, kind: LabelKind): Surprise | undefined {
  const n = effectiveSize(seen.labels);
  if (n < FEWEST_LABELS) return undefined;
  const bins = binsOf({ seen, known, kind }, n / seen.labels.weight);
  const gaps = gapsOf(bins, n);
  return kind === "binary" ? { gaps, loss: lossOf(seen, bins, n) } : { gaps };
}

interface Held {
  readonly seen: LabelSeen;
  readonly known: LabelSeen | undefined;
  readonly kind: LabelKind;
}

function binsOf({ seen, known, kind }: Held, perWeight: number): readonly Bin[] {
  const found = calibrationCurve(known);
  const curve = isInsufficient(found) ? [] : found;
  return seen.calibration.flatMap(({ weight, predicted, label }, i): readonly Bin[] => {
    if (!(weight > 0)) return [];
    const n = weight * perWeight;
    const common = { n, score: predicted, label };
    if (kind === "number") {
      const once = known?.calibration[i];
      const excess = once !== undefined && once.weight > 0 ? once.label - once.predicted : 0;
      return [{ ...common, expected: predicted + excess, variance: seen.loss.mean, least: n }];
    }
    const expected = Math.min(1 - 1e-6, Math.max(1e-6, calibrated(curve, predicted)));
    return [{ ...common, expected, variance: expected * (1 - expected), least: n * Math.min(expected, 1 - expected) }];
  });
}

/** What a mean squared gap may come to, in variances of a label: three points of a share of 30%. */
const TOLERATED = 0.004;

/**
 * Pearson's statistic over the bins as a number that is standard normal, or less, while gaps are no larger than tolerated: by the
 * cube root of Wilson and Hilferty. PNAS 17, 1931.
 */
function gapsOf(bins: readonly Bin[], n: number): Known {
  const telling = bins.filter(({ variance, least }) => variance > 0 && least >= FEWEST);
  const count = telling.length;
  if (count === 0) return { value: 0, variance: 1 };
  const sum = telling.reduce((all, bin) => all + (bin.n * (bin.label - bin.expected) ** 2) / bin.variance, 0);
  const spread = 2 / (9 * count);
  return { value: (Math.cbrt(sum / (count + n * TOLERATED)) - (1 - spread)) / Math.sqrt(spread), variance: 1 };
}

function lossOf({ loss }: LabelSeen, bins: readonly Bin[], n: number): NonNullable<Surprise["loss"]> {
  let [expected, variance] = [0, 0];
  for (const bin of bins) {
    const s = Math.min(1 - 1e-9, Math.max(1e-9, bin.score));
    const part = bin.n / n;
    expected += part * (-bin.expected * Math.log(s) - (1 - bin.expected) * Math.log1p(-s));
    variance += part * bin.variance * Math.log(s / (1 - s)) ** 2;
  }
  return { found: loss.mean, expected, excess: { value: loss.mean - expected, variance: variance / n } };
}
