import type { WeightBounds, WeightValues } from "../../policy/index.ts";

/** How a grid of weights is laid. */
export interface GridOptions {
  /** At most so many settings, the start among them. Default 60. */
  readonly most?: number;
  /** Whether only the proportions count, as they do in an order: of settings that are multiples of each other one is kept. */
  readonly byProportion: boolean;
}

/**
 * Settings of weights on a grid within their bounds, ends included, the start values first. Every weight is given equally many
 * values, as many as `most` allows; where all are 0 nothing is told apart, and that setting is left out.
 */
export function weightGrid(
  bounds: Readonly<Record<string, WeightBounds>>,
  { most = 60, byProportion }: GridOptions,
): readonly WeightValues[] {
  const heads = Object.keys(bounds);
  const free = heads.filter((head) => bounds[head]?.min !== bounds[head]?.max).length;
  const steps = free === 0 ? 1 : Math.max(2, Math.floor(most ** (1 / free) + 1e-9));
  const start = Object.fromEntries(heads.map((head) => [head, bounds[head]?.start ?? 0]));
  const all = [start, ...product(heads.map((head) => [head, valuesOf(bounds[head], steps)] as const))];
  const seen = new Set<string>();
  return all.filter((weights) => {
    const key = keyOf(weights, byProportion);
    const isNew = key !== null && !seen.has(key);
    if (key !== null) seen.add(key);
    return isNew;
  });
}

function valuesOf(bounds: WeightBounds | undefined, steps: number): readonly number[] {
  if (bounds === undefined || bounds.min === bounds.max) return [bounds?.start ?? 0];
  const { min, max } = bounds;
  return Array.from({ length: steps }, (_, i) => Number((min + ((max - min) * i) / (steps - 1)).toPrecision(12)));
}

function product(axes: readonly (readonly [head: string, values: readonly number[]])[]): readonly WeightValues[] {
  return axes.reduce<readonly WeightValues[]>(
    (made, [head, values]) => made.flatMap((weights) => values.map((value) => ({ ...weights, [head]: value }))),
    [{}],
  );
}

/** What makes two settings the same; null where all are 0. */
function keyOf(weights: WeightValues, byProportion: boolean): string | null {
  const values = Object.values(weights);
  const largest = Math.max(...values.map(Math.abs));
  if (!(largest > 0)) return null;
  return values.map((value) => (value / (byProportion ? largest : 1)).toPrecision(9)).join();
}
