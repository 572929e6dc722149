import { mergeWeighted } from "../../../stats/index.ts";
import type { CalibrationBin, LabelNews, LabelSeen } from "../seen.ts";

/** Blocks of losses that are kept, at most. */
export const MOST_BLOCKS = 512;

/** The labels of two periods as those of one; the losses of the first come first. */
export function mergeLabels(a: LabelSeen, b: LabelSeen): LabelSeen {
  const closed = a.closed + b.closed;
  return {
    closed,
    share: closed === 0 ? 1 : (a.share * a.closed + b.share * b.closed) / closed,
    reported: a.reported + b.reported,
    contradicted: a.contradicted + b.contradicted,
    late: a.late + b.late,
    ...(a.unheard === undefined && b.unheard === undefined ? {} : { unheard: (a.unheard ?? 0) + (b.unheard ?? 0) }),
    labels: mergeWeighted(a.labels, b.labels),
    predicted: mergeWeighted(a.predicted, b.predicted),
    loss: mergeWeighted(a.loss, b.loss),
    losses: fewerBlocks([...a.losses, ...b.losses]),
    calibration: mergeCurves(a.calibration, b.calibration),
    ...(a.news === undefined && b.news === undefined ? {} : { news: mergeNews(a.news ?? NO_NEWS, b.news ?? NO_NEWS) }),
  };
}

const NO_NEWS: LabelNews = { cases: 0, gap: 0, trend: 0, variance: [0, 0, 0], reports: [0, 0] };

/** What became known in two periods. */
export function mergeNews(a: LabelNews, b: LabelNews): LabelNews {
  const [level, slant, square] = a.variance;
  return {
    cases: a.cases + b.cases,
    gap: a.gap + b.gap,
    trend: a.trend + b.trend,
    variance: [level + b.variance[0], slant + b.variance[1], square + b.variance[2]],
    reports: [a.reports[0] + b.reports[0], a.reports[1] + b.reports[1]],
  };
}

/** Means of neighbours, until there are few enough. */
function fewerBlocks(losses: readonly number[]): readonly number[] {
  if (losses.length <= MOST_BLOCKS) return losses;
  const pairs = Array.from({ length: Math.floor(losses.length / 2) }, (_, i) => {
    const [one, other] = [losses[2 * i] as number, losses[2 * i + 1] as number];
    return (one + other) / 2;
  });
  const left = losses.length % 2 === 0 ? [] : losses.slice(-1);
  return fewerBlocks([...pairs, ...left]);
}

function mergeCurves(a: readonly CalibrationBin[], b: readonly CalibrationBin[]): readonly CalibrationBin[] {
  if (a.length === 0 || b.length === 0) return a.length === 0 ? b : a;
  return a.map((one, bin) => mergeBins(one, b[bin] ?? { weight: 0, predicted: 0, label: 0 }));
}

function mergeBins(a: CalibrationBin, b: CalibrationBin): CalibrationBin {
  const weight = a.weight + b.weight;
  if (weight === 0) return a;
  const mean = (of: "predicted" | "label"): number => (a.weight * a[of] + b.weight * b[of]) / weight;
  return { weight, predicted: mean("predicted"), label: mean("label") };
}
