import { countBelow, countUpTo } from "../../kernel/index.ts";
import type { Said, SaidPart } from "./said.ts";
import { saidAt } from "./said.ts";

/** How far predictions of one number were off on rows that may be looked at: truth − prediction, ascending. */
export function residualsOf(said: Said, { held }: SaidPart, truth: Float64Array): Float64Array {
  const off = Float64Array.from(
    held,
    (at) => (truth[said.rows[at] as number] as number) - (said.outputs[at] as number),
  );
  return off.filter((one) => !Number.isNaN(one)).sort();
}

/** The values of each class among the rows that were learned from, ascending. */
export function valuesByClass(
  rows: Int32Array,
  { values, classOf, classes }: { values: Float64Array; classOf: Float64Array; classes: number },
): readonly Float64Array[] {
  const found = Array.from({ length: classes }, (): number[] => []);
  for (const row of rows) found[classOf[row] as number]?.push(values[row] as number);
  return found.map((of) => Float64Array.from(of).sort());
}

/** The smallest value with at least the share `q` of the sorted values at or below it; 0 without any. */
export function quantileOf(sorted: Float64Array, q: number): number {
  const rank = Math.min(sorted.length, Math.max(1, Math.ceil(q * sorted.length)));
  return sorted[rank - 1] ?? 0;
}

/**
 * The quantile of a number of which only the chances of its classes are known: within a class it lies as the values that were
 * learned from lie. The classes ascend.
 */
export function quantileOfClasses(chances: ArrayLike<number>, byClass: readonly Float64Array[], q: number): number {
  let below = 0;
  let last = 0;
  for (const [k, sorted] of byClass.entries()) {
    const chance = chances[k] as number;
    if (sorted.length === 0 || !(chance > 0)) continue;
    if (below + chance >= q) return quantileOf(sorted, (q - below) / chance);
    below += chance;
    last = sorted.at(-1) as number;
  }
  return last;
}

/** A number held against a bound, as an outcome may be declared. */
export interface Bound {
  readonly operator: "at-least" | "above" | "at-most" | "below";
  readonly bound: number;
}

/** The share of some ascending numbers, each moved by `shift`, that keep to a bound. */
export function shareKeeping({ operator, bound }: Bound, sorted: Float64Array, shift = 0): number {
  if (sorted.length === 0) return 0;
  const at = bound - shift;
  const below = (operator === "at-least" || operator === "below" ? countBelow : countUpTo)(sorted, at) / sorted.length;
  return operator === "at-least" || operator === "above" ? 1 - below : below;
}

/** The chances of classes when a prediction is off as often as predictions were: each class up to its edge, the last one open. */
export function chancesBetween(edges: readonly number[], residuals: Float64Array, prediction: number): Float64Array {
  const chances = new Float64Array(edges.length + 1);
  let below = 0;
  for (const [k, edge] of edges.entries()) {
    const next =
      residuals.length === 0 ? Number(prediction < edge) : countBelow(residuals, edge - prediction) / residuals.length;
    chances[k] = next - below;
    below = next;
  }
  chances[edges.length] = 1 - below;
  return chances;
}

/** Keeps what is worked out of each part, which is asked of every row. */
export function oncePerPart<T>(make: (part: SaidPart) => T): (part: SaidPart) => T {
  const made = new Map<SaidPart, T>();
  return (part) => {
    const found = made.get(part) ?? make(part);
    made.set(part, found);
    return found;
  };
}

/** The first number that was said at a place. */
export function numberAt(said: Said, at: number): number {
  return saidAt(said, at)[0] as number;
}
