import { hashUniform, type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import type { Estimate, Estimated } from "../../stats/index.ts";
import { earningsOf, type FitPlan } from "../../train/index.ts";
import type { Ground } from "./ground.ts";

/** Parts of the learning rows, each drawn this often: chance has less to say the more is drawn. */
const SHARES: readonly (readonly [share: number, draws: number])[] = [
  [0.125, 3],
  [0.25, 2],
  [0.5, 2],
];
/** How fast a curve flattens: the more, the sooner. Nobody knows which, so the interval spans them all. */
const EXPONENTS = [0.25, 0.5, 1] as const;
const USUAL = 0.5;
/** Fewer learning rows cannot be cut into eighths. */
const FEWEST = 400;

/** Money of every judged decision after learning from parts of the rows. */
export interface LearningCurve {
  /** Share of the learning rows, and what decisions then earned: a mean over the draws. */
  readonly points: readonly { readonly share: number; readonly money: Float64Array }[];
}

/** Learns from parts of the rows, and judges the same decisions each time. */
export async function learningCurve(ground: Ground): Promise<LearningCurve | Insufficient> {
  const { plan, dataset, system, rows, money } = ground;
  const learning = plan.fits[plan.judged[0] ?? 0]?.train.length ?? 0;
  if (learning < FEWEST) return insufficient("too-few-rows", { need: FEWEST, have: learning });
  const earned = earningsOf({ system, dataset, rows });
  const points: { share: number; money: Float64Array }[] = [];
  for (const [share, draws] of SHARES) {
    const sum = new Float64Array(rows.length);
    for (let draw = 0; draw < draws; draw++) {
      const said = await ground.learn({ plan: partOf(ground, plan, { share, draw }) });
      for (const [row, value] of earned(said).entries()) sum[row] = (sum[row] as number) + value / draws;
    }
    points.push({ share, money: sum });
  }
  return { points: [...points, { share: 1, money }] };
}

/** The same plan, learned from some of the entities. */
function partOf(
  { dataset, system }: Ground,
  plan: FitPlan,
  { share, draw }: { readonly share: number; readonly draw: number },
): FitPlan {
  const isIn = (row: number): boolean => hashUniform(`part ${system.seed} ${draw} ${dataset.entity[row]}`) < share;
  return { ...plan, fits: plan.fits.map(({ train, score }) => ({ train: train.filter(isIn), score })) };
}

/**
 * What `times` as many rows would bring, row by row of those judged and over the mean: a power law `a − b · n^−c` is fitted to
 * the money of each, which is a sum with fixed weights, so that the interval is that of a mean. It spans the usual exponents.
 * Hestness et al. Deep learning scaling is predictable, empirically. 2017; Viering and Loog. The shape of learning curves. 2021.
 */
export function gainFrom(
  { points }: LearningCurve,
  times: number,
  mean: (perRow: Float64Array) => Estimated,
): Estimated {
  const found = EXPONENTS.map((exponent) => ({ exponent, gain: mean(gainRows(points, times, exponent)) }));
  const told = found.flatMap(({ gain }) => (isInsufficient(gain) ? [] : [gain]));
  const usual = found.find(({ exponent }) => exponent === USUAL)?.gain;
  if (usual === undefined || isInsufficient(usual) || told.length < found.length)
    return usual ?? insufficient("no-curve");
  return spanning(usual, told);
}

function spanning(usual: Estimate, all: readonly Estimate[]): Estimate {
  return { ...usual, low: Math.min(...all.map(({ low }) => low)), high: Math.max(...all.map(({ high }) => high)) };
}

function gainRows(points: LearningCurve["points"], times: number, exponent: number): Float64Array {
  const x = points.map(({ share }) => share ** -exponent);
  const middle = x.reduce((sum, one) => sum + one, 0) / x.length;
  const spread = x.reduce((sum, one) => sum + (one - middle) ** 2, 0);
  // The slope is −b in the unit of n^−c at all rows, where n^−c is 1.
  const weights = x.map((one) => ((middle - one) / spread) * (1 - times ** -exponent));
  const rows = points[0]?.money.length ?? 0;
  return Float64Array.from({ length: rows }, (_, row) =>
    points.reduce((sum, { money }, k) => sum + (weights[k] as number) * (money[row] as number), 0),
  );
}
