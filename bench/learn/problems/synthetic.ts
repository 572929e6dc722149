import { rng } from "../../../src/kernel/index.ts";
import type { Feature, Problem, Rows } from "../problem.ts";

interface Shape {
  readonly rows: number;
  readonly features: number;
  readonly classes: number;
}

/** Normal features, some with few values and some with gaps; scores with curves and products of a few of them. */
function simulate({ rows, features: width, classes }: Shape): Rows {
  const features = Array.from({ length: width }, (_, feature) => columnOf(feature, rows));
  const label = new Float64Array(rows);
  const truth = rng({ seed: 2, purpose: "bench.label" });
  const outputs = Math.max(1, classes);
  const scores = new Float64Array(outputs);
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < outputs; output++) scores[output] = scoreOf(features, row, output);
    label[row] =
      classes > 0 ? noisiest(scores, truth) : Number(truth.uniform() < 1 / (1 + Math.exp(-(scores[0] ?? 0))));
  }
  return { features, label, outputs: classes };
}

/** A third are whole numbers of few values, a fifth lack 5 % of their values. */
function columnOf(feature: number, rows: number): Feature {
  const random = rng({ seed: 1, unit: feature, purpose: "bench.column" });
  const values = new Float32Array(rows);
  for (let row = 0; row < rows; row++) {
    const value = random.normal();
    const kept = feature % 3 === 2 ? Math.round(value * 3) : value;
    values[row] = feature % 5 === 4 && random.uniform() < 0.05 ? Number.NaN : kept;
  }
  return { name: `f${String(feature).padStart(3, "0")}`, values, levels: 0 };
}

function scoreOf(features: readonly Feature[], row: number, output: number): number {
  const at = (step: number): number => {
    const value = features[(output * 7 + step) % features.length]?.values[row] ?? 0;
    return Number.isNaN(value) ? 0 : value;
  };
  return at(0) + 0.8 * Math.sin(2 * at(1)) + 0.5 * at(3) * at(4) - 0.3 * at(5) ** 2 + 0.2 * at(6);
}

/** The class of the largest score after noise that makes the classes follow a softmax (Gumbel). */
function noisiest(scores: Float64Array, random: { uniform(): number }): number {
  let best = 0;
  let most = -Infinity;
  for (let k = 0; k < scores.length; k++) {
    const noisy = (scores[k] as number) * 2 - Math.log(-Math.log(Math.max(1e-300, random.uniform())));
    if (noisy > most) [best, most] = [k, noisy];
  }
  return best;
}

function synthetic(name: string, shape: Shape, more: Partial<Problem> = {}): Problem {
  const { rows, features, classes } = shape;
  const task = classes > 0 ? "multiclass" : "binary";
  const about = `simulated, ${rows.toLocaleString("en-US")} × ${features}${classes > 0 ? `, ${classes} classes` : ""}`;
  return { name, about, task, rounds: 100, seeds: 3, make: async () => simulate(shape), ...more };
}

export const synthetics: readonly Problem[] = [
  synthetic("100k", { rows: 133_333, features: 20, classes: 0 }, { seeds: 10 }),
  synthetic("1m", { rows: 1_333_333, features: 28, classes: 0 }),
  synthetic("200-classes", { rows: 40_000, features: 20, classes: 200 }, { rounds: 10 }),
  synthetic("10m", { rows: 13_333_333, features: 28, classes: 0 }, { large: true, seeds: 1 }),
];
