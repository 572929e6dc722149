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
  const other = unitsLike(unit ?? "").find((name) => name !== unit && fits(convertUnit(median, name, unit ?? "")));
  if (other !== undefined) return `The values look like ${other}, not ${unit}.`;
  const factor = median === 0 ? undefined : FACTORS.find((one) => fits(median / one));
  if (factor === undefined) return undefined;
  return `The values look ${factor > 1 ? `multiplied by ${factor}` : `divided by ${Math.round(1 / factor)}`}.`;
}
