/** A number measured in one period, on a scale on which it varies about evenly, and the variance that chance alone gives it. */
export interface Measure {
  readonly value: number;
  readonly variance: number;
  /** Degrees of freedom of a Student distribution with tails as heavy as those that chance gives it; absent where they are light. */
  readonly freedom?: number;
}

/** `count` of `of` as an angle, 0 to π: steady for rare and for frequent things alike. Anscombe, 1948. Undefined of nothing. */
export function measureShare(count: number, of: number): Measure | undefined {
  if (of <= 0) return undefined;
  const share = (count + 0.375) / (of + 0.75);
  return { value: 2 * Math.asin(Math.sqrt(Math.min(1, share))), variance: 1 / (of + 0.5) };
}

/** The share that an angle of {@link measureShare} stands for. */
export function shareAt(angle: number): number {
  return Math.sin(Math.min(Math.PI, Math.max(0, angle)) / 2) ** 2;
}

/**
 * How much came, as a logarithm: growth in per cent is then the same at any size. Poisson, about so many as are `expected`: of a
 * count of 0 its own size says nothing.
 */
export function measureCount(count: number, expected: number = count): Measure {
  return { value: Math.log(count + 0.5), variance: 1 / (Math.max(0, expected) + 0.5) };
}
