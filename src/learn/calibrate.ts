import { type Insufficient, insufficient } from "../kernel/index.ts";
import { type Calibration, logit, type Model, sigmoid } from "../model/index.ts";
import { taskUnsupported } from "./errors.ts";
import { poolAdjacent } from "./pool-adjacent.ts";

/** Rows that the model has not seen: its raw probability, the truth (0 or 1), and what each row weighs (default 1). */
export interface HeldOut {
  readonly scores: Float64Array;
  readonly label: Float64Array;
  readonly weights?: Float64Array;
}

/** The same model with another calibration. Throws `learn.task-unsupported` unless it is binary. */
export function withCalibration(model: Model, calibration: Calibration): Model {
  const { task } = model.signature;
  if (task !== "binary") throw taskUnsupported({ learner: "calibration", task, tasks: ["binary"] });
  return Object.freeze({ ...model, calibration });
}

/**
 * Monotone calibration: the isotonic fit of truth on score (Zadrozny and Elkan, 2002). Wants about 1,000 rows, or it
 * follows noise. Insufficient: `no-rows`, `one-class`.
 */
export function fitIsotonic(held: HeldOut): Calibration | Insufficient {
  const lacking = lackOf(held);
  if (lacking !== undefined) return lacking;
  const order = [...held.scores.keys()].sort((a, b) => (held.scores[a] as number) - (held.scores[b] as number));
  const points = order.map((row) => ({
    at: held.scores[row] as number,
    value: held.label[row] as number,
    weight: held.weights?.[row] ?? 1,
  }));
  const knots = poolAdjacent(points).flatMap(({ from, to, value }) =>
    from === to
      ? [{ at: from, value }]
      : [
          { at: from, value },
          { at: to, value },
        ],
  );
  return { kind: "isotonic", from: knots.map(({ at }) => at), to: knots.map(({ value }) => value) };
}

/**
 * Platt's sigmoid on the log-odds of the score, with his smoothed targets (Platt, 1999), by Newton's method with
 * halving (Lin, Lin and Weng, 2007). Insufficient: `no-rows`, `one-class`.
 */
export function fitPlatt(held: HeldOut): Calibration | Insufficient {
  const lacking = lackOf(held);
  if (lacking !== undefined) return lacking;
  const rows = smoothed(held);
  let line: Line = { slope: 1, intercept: 0 };
  for (let iteration = 0; iteration < 100; iteration++) {
    const step = newtonStep(rows, line);
    const next = halved(rows, line, step);
    if (next === undefined) break;
    const moved = Math.abs(next.slope - line.slope) + Math.abs(next.intercept - line.intercept);
    line = next;
    if (moved < 1e-10) break;
  }
  return { kind: "platt", ...line };
}

function lackOf({ label, weights }: HeldOut): Insufficient | undefined {
  const used = label.filter((_, row) => (weights?.[row] ?? 1) > 0);
  if (used.length === 0) return insufficient("no-rows", { need: 2, have: 0 });
  return used.every((truth) => truth === used[0]) ? insufficient("one-class", { need: 2, have: 1 }) : undefined;
}

interface Line {
  readonly slope: number;
  readonly intercept: number;
}

interface PlattRow {
  readonly x: number;
  readonly target: number;
  readonly weight: number;
}

function smoothed({ scores, label, weights }: HeldOut): readonly PlattRow[] {
  const weightOf = (row: number): number => weights?.[row] ?? 1;
  let positive = 0;
  let negative = 0;
  label.forEach((truth, row) => {
    if (truth === 1) positive += weightOf(row);
    else negative += weightOf(row);
  });
  const high = (positive + 1) / (positive + 2);
  const low = 1 / (negative + 2);
  return Array.from(scores, (score, row) => ({
    x: logit(score),
    target: label[row] === 1 ? high : low,
    weight: weightOf(row),
  }));
}

function lossOf(rows: readonly PlattRow[], { slope, intercept }: Line): number {
  return rows.reduce((sum, { x, target, weight }) => {
    const z = slope * x + intercept;
    return sum + weight * (Math.max(0, z) - target * z + Math.log1p(Math.exp(-Math.abs(z))));
  }, 0);
}

function newtonStep(rows: readonly PlattRow[], { slope, intercept }: Line): Line {
  let [gradient, gradientX, hessian, hessianX, hessianXX] = [0, 0, 1e-12, 0, 1e-12];
  for (const { x, target, weight } of rows) {
    const p = sigmoid(slope * x + intercept);
    const curve = weight * p * (1 - p);
    gradient += weight * (p - target);
    gradientX += weight * (p - target) * x;
    hessian += curve;
    hessianX += curve * x;
    hessianXX += curve * x * x;
  }
  const determinant = hessian * hessianXX - hessianX * hessianX;
  return {
    slope: -(hessian * gradientX - hessianX * gradient) / determinant,
    intercept: -(hessianXX * gradient - hessianX * gradientX) / determinant,
  };
}

/** The longest of step, step / 2, step / 4 … that does not raise the loss. */
function halved(rows: readonly PlattRow[], line: Line, step: Line): Line | undefined {
  const before = lossOf(rows, line);
  for (let share = 1; share > 1e-9; share /= 2) {
    const next = { slope: line.slope + share * step.slope, intercept: line.intercept + share * step.intercept };
    if (lossOf(rows, next) <= before) return next;
  }
  return undefined;
}
