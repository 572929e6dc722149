import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimated } from "../estimate.ts";
import type { QuantileSketch } from "../sketches/quantile-sketch.ts";
import { criticalValue, type Point } from "./point.ts";

/** A quantile's value and the ends of its interval. */
interface Woodruff {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The q-quantile with its interval: the interval of the share of rows up to it, clustered by unit, carried over to values.
 * Woodruff. Confidence intervals for medians and other position measures. JASA 47, 1952. Insufficient where an end of
 * that share's interval lies outside 0 … 1.
 */
export function quantileInterval(sketch: QuantileSketch, q: number, level: number = DEFAULT_LEVEL): Estimated {
  const found = woodruff(sketch, q, level);
  return isInsufficient(found) ? found : { ...found, level };
}

/**
 * The q-quantile as a point: its standard error is half its 95 % interval over 1.96, without a density to estimate.
 * Deng, Knoblich, Lu. Applying the delta method in metric analytics. KDD 2018, section 4.
 */
export function quantilePoint(sketch: QuantileSketch, q: number): Point | Insufficient {
  const found = woodruff(sketch, q, DEFAULT_LEVEL);
  if (isInsufficient(found)) return found;
  const error = (found.high - found.low) / 2 / criticalValue(DEFAULT_LEVEL);
  return { value: found.value, variance: error ** 2, df: sketch.units - 1 };
}

function woodruff(sketch: QuantileSketch, q: number, level: number): Woodruff | Insufficient {
  const { units, rows } = sketch;
  if (units < 2) return insufficient("too-few-rows", { need: 2, have: units });
  const at = findShare(sketch, q);
  const half = criticalValue(level) * Math.sqrt(shareVariance(sketch, at, q));
  if (!(q - half > 0 && q + half < 1)) {
    // Enough for the interval of a share of independent units to stay inside.
    const need = Math.ceil((criticalValue(level) ** 2 * Math.max(q, 1 - q)) / Math.min(q, 1 - q)) + 1;
    return insufficient("too-few-rows", { need: Math.max(need, units + 1), have: units });
  }
  const valueAt = (share: number): number => findShare(sketch, share).value;
  return rows === 0
    ? insufficient("too-few-rows")
    : { value: at.value, low: valueAt(q - half), high: valueAt(q + half) };
}

/** What lies at or below a value. */
interface Below {
  readonly value: number;
  /** Σ (rows of a unit up to the value)². */
  readonly squares: number;
  /** Σ (rows of a unit up to the value) (rows of that unit). */
  readonly crosses: number;
}

/** The value below which a share of the rows lies, interpolated within its bin. */
function findShare({ rows, counts, lows, highs, crosses, steps }: QuantileSketch, share: number): Below {
  const wanted = share * rows;
  let [before, squares, cross] = [0, 0, 0];
  for (let i = 0; i < counts.length; i++) {
    const count = counts[i] as number;
    if (before + count >= wanted || i === counts.length - 1) {
      const part = Math.min(1, Math.max(0, (wanted - before) / count));
      const [low, high] = [lows[i] as number, highs[i] as number];
      return {
        value: low + part * (high - low),
        squares: squares + part * (steps[i] as number),
        crosses: cross + part * (crosses[i] as number),
      };
    }
    before += count;
    squares += steps[i] as number;
    cross += crosses[i] as number;
  }
  return { value: Number.NaN, squares, crosses: cross };
}

/** The variance of the share of rows up to a value, clustered by unit: Cochran's ratio, from the sums alone. */
function shareVariance({ units, rows, squares }: QuantileSketch, below: Below, share: number): number {
  const sum = below.squares - 2 * share * below.crosses + share ** 2 * squares;
  return ((units / (units - 1)) * Math.max(0, sum)) / rows ** 2;
}
