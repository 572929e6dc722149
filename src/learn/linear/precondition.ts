/** Maps a gradient to a step, by a rough idea of the curvature: symmetric and positive. */
export type Precondition = (gradient: Float64Array) => Float64Array;

/** What the curvature of a model without features is made of. */
export interface Rough {
  /** The weighted mean square of every place of the design. */
  readonly squares: Float64Array;
  /** The L2 penalty, place by place. */
  readonly ridge: Float64Array;
}

const FLAT = 1e-9;

/**
 * Divides by the curvature of each output on its own, `bends`: all there is for one output, and what an L1 penalty
 * bears.
 */
export function preconditionAlone({ squares, ridge }: Rough, bends: Float64Array): Precondition {
  const width = bends.length;
  return (gradient) =>
    gradient.map((part, i) => {
      const place = Math.floor(i / width);
      return (
        part / Math.max(FLAT, (squares[place] as number) * (bends[i % width] as number) + (ridge[place] as number))
      );
    });
}

/**
 * Solves, place by place, the softmax's own curvature `square · (diag p − p pᵀ) + ridge` (by Sherman and Morrison): a
 * shift of all classes alike, which the softmax does not see, is then told apart from a step that matters.
 */
export function preconditionSoftmax({ squares, ridge }: Rough, rates: Float64Array): Precondition {
  const width = rates.length;
  return (gradient) => {
    const step = new Float64Array(gradient.length);
    const inverse = new Float64Array(width);
    for (let place = 0; place < squares.length; place++) {
      const square = squares[place] as number;
      let [shrunk, along] = [0, 0];
      for (let k = 0; k < width; k++) {
        const rate = rates[k] as number;
        inverse[k] = 1 / Math.max(FLAT, square * rate + (ridge[place] as number));
        shrunk += square * rate * rate * (inverse[k] as number);
        along += rate * (inverse[k] as number) * (gradient[place * width + k] as number);
      }
      const shared = (square * along) / Math.max(FLAT, 1 - shrunk);
      for (let k = 0; k < width; k++)
        step[place * width + k] =
          (inverse[k] as number) * ((gradient[place * width + k] as number) + shared * (rates[k] as number));
    }
    return step;
  };
}
