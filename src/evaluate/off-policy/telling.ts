/** How many units tell something: sums of what each tells, and of its square. */
export interface Telling {
  readonly sum: number;
  readonly squares: number;
}

export const noTelling: Telling = Object.freeze({ sum: 0, squares: 0 });

/** What units tell, less what they tell of the base where that is given. */
export function tellingOf(values: Float64Array, less?: Float64Array): Telling {
  let [sum, squares] = [0, 0];
  for (let unit = 0; unit < values.length; unit++) {
    const value = (values[unit] as number) - (less?.[unit] ?? 0);
    sum += Math.abs(value);
    squares += value * value;
  }
  return { sum, squares };
}

/** Of both samples together. */
export function mergeTelling(a: Telling, b: Telling): Telling {
  return { sum: a.sum + b.sum, squares: a.squares + b.squares };
}

/** As many units as would tell as much if each told the same: (Σ|x|)² / Σx²; all of `n` where none tells anything. */
export function effectiveOf({ sum, squares }: Telling, n: number): number {
  return squares === 0 ? n : Math.min(n, sum ** 2 / squares);
}
