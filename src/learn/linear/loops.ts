/** How much a block holds. */
export interface BlockShape {
  /** Rows at most; a multiple of 4. */
  readonly rows: number;
  readonly outputs: number;
  /** Numbers of the gradient, and of the weights, without what evens out an odd number of outputs. */
  readonly weights: number;
  /** Place among the weights of each standardised number; as many as a multiple of 4, the first place where there is none. */
  readonly places: Int32Array;
}

/**
 * The arrays that a block's inner loops work on, and the loops. A row's outputs, and a place's, lie `stride` numbers apart:
 * as many as there are outputs, and one more where that makes them even.
 */
export interface Loops {
  readonly stride: number;
  readonly x: Float64Array;
  readonly gradient: Float64Array;
  /** Rows × stride: scores, then slopes. */
  readonly cells: Float64Array;
  /** Rows × numbers: the standardised values; 0 beyond the last row of a block. */
  readonly by: Float64Array;
  readonly label: Float64Array;
  readonly weight: Float64Array;
  /** The probability of each row's true class, once the slopes are known. */
  readonly share: Float64Array;
  /** Adds the numbers times the weights to the scores of the first rows. */
  score(rows: number): void;
  /** The softmax's slopes from the scores, in place. */
  slopes(rows: number): void;
  /** Adds the numbers times the slopes to the gradient. The cells of up to three rows beyond the last must be 0. */
  pull(rows: number): void;
  /** The arrays are free for others. */
  leave(): void;
}

/** Numbers that the loops take at a time. */
export const LANES = 4;

/** Outputs side by side, an even number of them where there are several. */
export function strideOf(outputs: number): number {
  return outputs === 1 ? 1 : outputs + (outputs % 2);
}
