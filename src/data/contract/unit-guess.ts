import type { Bounds } from "./field.ts";
import { convertUnit, unitsLike } from "./units.ts";

/** The usual ones first: what fits by the first is what it looks like. */
const FACTORS = [1_000, 0.001, 100, 0.01, 60, 1 / 60, 10, 0.1] as const;

/**
 * What values whose median lies outside its bounds look like: `They look like g, not kg.` Undefined when no unit and no
 * usual factor brings their median inside.
 */
export function unitGuess(
  values: readonly number[],
  { min, max }: Bounds,
  unit: string | undefined,
): string | undefined {
  const median = values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
  if (median === undefined) return undefined;
  const fits = (value: number | undefined): boolean =>
    value !== undefined && value >= (min ?? Number.NEGATIVE_INFINITY) && value <= (max ?? Number.POSITIVE_INFINITY);
  const [other] = unitsLike(unit ?? "")
    .filter((name) => name !== unit)
    .map((name) => ({ name, value: convertUnit(median, name, unit ?? "") }))
    .filter(({ value }) => fits(value))
    .sort((a, b) => strangeness(a.value, median) - strangeness(b.value, median));
  if (other !== undefined) return `The values look like ${other.name}, not ${unit}.`;
  // Just beyond a bound is no other unit.
  const isFar = median > 2 * Math.abs(max ?? Infinity) || (median > 0 && median < (min ?? 0) / 2);
  const factor = isFar ? FACTORS.find((one) => fits(median / one)) : undefined;
  if (factor === undefined) return undefined;
  return `The values look ${factor > 1 ? `multiplied by ${factor}` : `divided by ${Math.round(1 / factor)}`}.`;
}

/** How unusual a conversion is: a thousandfold is mistaken most often, and then what changes a value least. */
function strangeness(value: number | undefined, median: number): number {
  const powers = Math.abs(Math.log10(Math.abs((value ?? 0) / median)));
  return Math.abs(powers - 3) < 1e-6 ? -1 : powers;
}
