/** Bounds and start of one head's weight, as declared in the system file. The registry owns the current value. */
export interface WeightBounds {
  readonly start: number;
  readonly min: number;
  readonly max: number;
}

export type WeightValues = Readonly<Record<string, number>>;

/** The weighted sum of the heads' outputs. A head without a weight does not count; a missing output gives NaN. */
export function combine(outputs: Readonly<Record<string, number>>, weights: WeightValues): number {
  return Object.entries(weights).reduce((sum, [head, weight]) => sum + weight * (outputs[head] ?? Number.NaN), 0);
}
