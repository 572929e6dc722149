/** Where a function is least, and how low it gets there. */
export interface Minimum {
  readonly at: readonly number[];
  readonly value: number;
}

interface Spot {
  readonly at: readonly number[];
  readonly value: number;
}

export interface MinimiseOptions {
  readonly start: readonly number[];
  /** How far apart the first corners stand, along each direction. */
  readonly steps: readonly number[];
  /** Ends when the corners' values differ by less. Default 1e-9. */
  readonly tolerance?: number;
  /** Default 2,000. */
  readonly evaluations?: number;
}

const between = (a: readonly number[], b: readonly number[], t: number): readonly number[] =>
  a.map((x, i) => x + t * ((b[i] as number) - x));

/**
 * The least value near a start, without derivatives. Nelder, Mead. A simplex method for function minimization. Computer
 * Journal 7, 1965; the shrinking of Lagarias, Reeds, Wright, Wright, SIAM Journal on Optimization 9, 1998. Restarted once
 * from where it ends, because a simplex may collapse before it arrives.
 */
export function minimise(f: (at: readonly number[]) => number, options: MinimiseOptions): Minimum {
  const first = descend(f, options);
  return descend(f, { ...options, start: first.at, steps: options.steps.map((step) => step / 4) });
}

function descend(f: (at: readonly number[]) => number, options: MinimiseOptions): Minimum {
  const { start, steps, tolerance = 1e-9, evaluations = 2_000 } = options;
  let asked = 0;
  const spotAt = (at: readonly number[]): Spot => {
    asked++;
    return { at, value: f(at) };
  };
  let corners = [start, ...start.map((_, i) => start.map((x, j) => (i === j ? x + (steps[i] as number) : x)))]
    .map(spotAt)
    .sort((a, b) => a.value - b.value);
  while (asked < evaluations && spread(corners) > tolerance) corners = step(corners, spotAt);
  return corners[0] as Spot;
}

function spread(corners: readonly Spot[]): number {
  return (corners.at(-1) as Spot).value - (corners[0] as Spot).value;
}

/** One move of the simplex; the corners come and go in order. */
function step(corners: readonly Spot[], spotAt: (at: readonly number[]) => Spot): Spot[] {
  const kept = corners.slice(0, -1);
  const worst = corners.at(-1) as Spot;
  const best = corners[0] as Spot;
  const centre = best.at.map((_, i) => kept.reduce((sum, { at }) => sum + (at[i] as number), 0) / kept.length);
  const reflected = spotAt(between(centre, worst.at, -1));
  const put = (spot: Spot): Spot[] => [...kept, spot].sort((a, b) => a.value - b.value);
  if (reflected.value < best.value) {
    const expanded = spotAt(between(centre, worst.at, -2));
    return put(expanded.value < reflected.value ? expanded : reflected);
  }
  if (reflected.value < (kept.at(-1) as Spot).value) return put(reflected);
  const contracted = spotAt(between(centre, reflected.value < worst.value ? reflected.at : worst.at, 0.5));
  if (contracted.value < Math.min(reflected.value, worst.value)) return put(contracted);
  return [best, ...corners.slice(1).map(({ at }) => spotAt(between(best.at, at, 0.5)))].sort(
    (a, b) => a.value - b.value,
  );
}
