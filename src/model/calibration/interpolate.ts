import { countBelow } from "../../kernel/index.ts";

/** Points of a curve: `from` ascending, `to` of the same length, neither empty. */
export interface Knots {
  readonly from: readonly number[];
  readonly to: readonly number[];
}

/** The curve at x: linear between the knots, constant beyond the outer ones. */
export function interpolate({ from, to }: Knots, x: number): number {
  const above = countBelow(from, x);
  if (above === 0) return to[0] as number;
  if (above === from.length) return to[above - 1] as number;
  const left = from[above - 1] as number;
  const share = (x - left) / ((from[above] as number) - left);
  const low = to[above - 1] as number;
  return low + share * ((to[above] as number) - low);
}
