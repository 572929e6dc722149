import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import type { Stakes } from "../../objective/index.ts";
import { criticalValue, DEFAULT_LEVEL, type Estimate } from "../../stats/index.ts";
import type { LabelSeen, NumberLayout, OutputSeen } from "../seen/seen.ts";
import { type CalibrationCurve, calibrated, calibrationCurve } from "./calibration-curve.ts";
import { type ExpectedMeasure, expectedMeasures, type MeasureName } from "./expected-measures.ts";
import { actedFrom, actedOn, type Cell, scoreCells } from "./score-cells.ts";

/** A measure of quality before labels: a number, its interval, and what makes it uncertain. */
export interface QualityEstimate extends Estimate {
  /** Standard deviation that labels alone bring, were they drawn as expected; it falls with the number of decisions. */
  readonly fromSampling: number;
  /** Standard deviation that not knowing the calibration any better brings; it does not fall. */
  readonly fromCalibration: number;
  /** Standard deviation that chance brings to the estimate itself, by which cases come; it falls with their number. */
  readonly fromCases: number;
}

/** Quality of a head before labels are known, and what must hold for it. */
export interface QualityBeforeLabels {
  /** Decisions with a score. */
  readonly n: number;
  readonly measures: Readonly<Partial<Record<MeasureName, QualityEstimate>>>;
  readonly assumes: readonly string[];
}

export interface QualityCase {
  /** Bins of the head's probability, and what was seen in them. */
  readonly layout: NumberLayout;
  readonly output: OutputSeen;
  /** What labels once said of this head. */
  readonly known: LabelSeen | undefined;
  /** Which decisions were acted on: so many with the highest scores, or all from a probability on. */
  readonly acted: { readonly count: number } | { readonly from: number };
  /** What is at stake; absent where the answer is not acting or not. */
  readonly stakes?: Stakes | undefined;
  /** Default 0.95. */
  readonly level?: number;
}

/** What the estimate stands on, for people. */
export const QUALITY_ASSUMPTIONS: readonly string[] = Object.freeze([
  "a score means the same chance of a yes as in the reference (no concept drift)",
  "the reference showed how well probabilities are calibrated wherever scores lie now",
  "those with the highest scores were acted on",
]);

/** A step for differences that is small beside any probability and large beside rounding. */
const STEP = 1e-4;

/**
 * How good a head's probabilities are, before any label is known: what they would come to if scores still meant what they
 * meant in the reference. The interval holds the quality that the labels of these decisions will show, by the delta method:
 * labels vary by chance, and the reference's calibration is known only so well. Insufficient without decisions, or with too few
 * labels in the reference.
 *
 * Confidence-based performance estimation: Garg, Balakrishnan, Lipton, Neyshabur, Sedghi. Leveraging unlabeled data to predict
 * out-of-distribution performance. ICLR 2022, section 4 (average confidence); Białek, Kuberski, Perrakis, Bifet. Estimating
 * model performance under covariate shift without labels. 2024.
 */
export function estimateQuality(asked: QualityCase): QualityBeforeLabels | Insufficient {
  const curve = calibrationCurve(asked.known);
  if (isInsufficient(curve)) return curve;
  const cells = cellsOf(asked, curve);
  const n = cells.reduce((sum, cell) => sum + cell.n, 0);
  if (n === 0) return insufficient("no-scores", { need: 1, have: 0 });
  const { level = DEFAULT_LEVEL, stakes } = asked;
  const measures = Object.entries(expectedMeasures(stakes)).flatMap(([name, measure]) => {
    const estimate = estimated({ cells, curve, measure }, level);
    return Number.isFinite(estimate.value) ? [[name, estimate] as const] : [];
  });
  return { n, measures: Object.fromEntries(measures), assumes: QUALITY_ASSUMPTIONS };
}

function cellsOf({ acted, ...scores }: QualityCase, curve: CalibrationCurve): readonly Cell[] {
  const cells = scoreCells({ ...scores, curve });
  return "from" in acted ? actedFrom(cells, acted.from) : actedOn(cells, acted.count);
}

interface Estimating {
  readonly cells: readonly Cell[];
  readonly curve: CalibrationCurve;
  readonly measure: ExpectedMeasure;
}

function estimated(asked: Estimating, level: number): QualityEstimate {
  const value = asked.measure(asked.cells);
  const fromSampling = Math.sqrt(samplingVariance(asked));
  const fromCalibration = Math.sqrt(calibrationVariance(asked));
  const half = criticalValue(level) * Math.hypot(fromSampling, fromCalibration);
  const fromCases = Math.sqrt(casesVariance(asked));
  return { value, low: value - half, high: value + half, level, fromSampling, fromCalibration, fromCases };
}

/** Of how many come to lie in each cell, were each case drawn by itself: Σ n (dM/dn)². */
function casesVariance({ cells, measure }: Estimating): number {
  return cells.reduce((sum, { n }, i) => {
    const moved = (by: number): readonly Cell[] =>
      cells.map((cell, j) => (j === i ? { ...cell, n: n + by * n } : cell));
    return sum + slopeOf(measure, moved) ** 2 / n;
  }, 0);
}

/** Of the labels of every cell, at the chances that are expected. */
function samplingVariance({ cells, measure }: Estimating): number {
  return cells.reduce((sum, { yes, n }, i) => {
    const moved = (by: number): readonly Cell[] =>
      cells.map((cell, j) => (j === i ? { ...cell, yes: yes + by } : cell));
    return sum + (slopeOf(measure, moved) ** 2 * yes * (1 - yes)) / n;
  }, 0);
}

/** Of every knot of the calibration, which all cells near it share. */
function calibrationVariance({ cells, curve, measure }: Estimating): number {
  return curve.reduce((sum, { variance }, k) => {
    const shares = cells.map(({ score }) => {
      const raised = curve.map((knot, j) => (j === k ? { ...knot, excess: knot.excess + STEP } : knot));
      return (calibrated(raised, score) - calibrated(curve, score)) / STEP;
    });
    const moved = (by: number): readonly Cell[] =>
      cells.map((cell, j) => ({ ...cell, yes: cell.yes + by * (shares[j] ?? 0) }));
    return sum + slopeOf(measure, moved) ** 2 * variance;
  }, 0);
}

function slopeOf(measure: ExpectedMeasure, moved: (by: number) => readonly Cell[]): number {
  const slope = (measure(moved(STEP)) - measure(moved(-STEP))) / (2 * STEP);
  return Number.isFinite(slope) ? slope : 0;
}
