import { blocksOf } from "./blocks.ts";
import type { Composite } from "./descent.ts";
import { type Design, readRow, rowBuffer } from "./design.ts";
import { multinomial } from "./family.ts";
import { type DescentOptions, type DescentStart, minimise } from "./lbfgs.ts";
import { descendByNewton } from "./newton.ts";
import { curvatureOf, type Fit, penalisedLoss, totalOf } from "./penalised-loss.ts";
import { preconditionAlone, preconditionSoftmax } from "./precondition.ts";

/** Newton's matrix is width × width, and its solution cubic: beyond this width many cheap steps are quicker. */
const NEWTON_WIDTH = 500;

/**
 * The weights (place by place, output by output) that minimise the summed loss plus `l1 · Σ |x| + l2 / 2 · Σ x²`, the
 * intercepts free: the elastic net (Zou and Hastie, 2005).
 */
export function fitWeights(fit: Fit, options: DescentOptions): Float64Array {
  const blocks = blocksOf(fit.design, fit.outputs);
  try {
    return descend(fit, penalisedLoss(fit, blocks), options);
  } finally {
    blocks.loops.leave();
  }
}

function descend(fit: Fit, smooth: Composite["smooth"], options: DescentOptions): Float64Array {
  const start = startOf(fit);
  const composite: Composite = { smooth, ...(fit.l1 > 0 ? { l1: pullOf(fit) } : {}) };
  if (fit.outputs === 1 && fit.design.width <= NEWTON_WIDTH)
    return descendByNewton(composite, curvatureOf(fit), { start: start.x, ...options });
  return minimise(composite, start, options);
}

function pullOf(fit: Fit): Float64Array {
  const { design, outputs, l1 } = fit;
  return new Float64Array(design.width * outputs).fill(l1 / totalOf(fit)).fill(0, 0, outputs);
}

/** The best model without features, and how curved the loss is there. */
function startOf(fit: Fit): DescentStart {
  const { design, outputs, family, l2 } = fit;
  const x = new Float64Array(design.width * outputs);
  const rates = ratesOf(fit);
  x.set(rates.map(family.score));
  const ridge = new Float64Array(design.width).fill(l2 / totalOf(fit)).fill(0, 0, 1);
  const rough = { squares: squaresOf(design, fit.weights), ridge };
  if (family === multinomial && fit.l1 === 0) return { x, precondition: preconditionSoftmax(rough, rates) };
  const bends = rates.map((rate) =>
    outputs === 1 ? family.bend(family.score(rate)) : Math.max(1e-4, rate * (1 - rate)),
  );
  return { x, precondition: preconditionAlone(rough, bends) };
}

/** The mean label, or the share of each class. */
function ratesOf({ label, weights, outputs, family }: Fit): Float64Array {
  const sums = new Float64Array(outputs);
  const total = totalOf({ weights });
  for (let row = 0; row < weights.length; row++) {
    const at = family === multinomial ? (label[row] as number) : 0;
    const amount = family === multinomial ? 1 : (label[row] as number);
    sums[at] = (sums[at] as number) + ((weights[row] as number) * amount) / total;
  }
  return sums;
}

/** The weighted mean square of every place of the design. */
function squaresOf(design: Design, weights: Float64Array): Float64Array {
  const squares = new Float64Array(design.width);
  const total = totalOf({ weights });
  const buffer = rowBuffer(design);
  for (let row = 0; row < design.rows; row++) {
    const count = readRow(design, row, buffer);
    for (let i = 0; i < count; i++) {
      const place = buffer.places[i] as number;
      const value = buffer.values[i] as number;
      squares[place] = (squares[place] as number) + ((weights[row] as number) * value * value) / total;
    }
  }
  return squares;
}
