import { convertUnit } from "../data/index.ts";
import { expressionInvalid } from "./expression-checks.ts";
import type { Options } from "./node.ts";

type Mass = "kg" | "g" | "mg" | "t" | "lb" | "oz";
type Length = "m" | "mm" | "cm" | "km" | "in" | "ft" | "mi";
type Temperature = "K" | "°C" | "°F";
type Volume = "l" | "ml" | "m³" | "gal";
type Duration = "s" | "ms" | "min" | "h" | "d";
type Energy = "J" | "kJ" | "kcal" | "kWh";

/** A unit that values can be converted from and to; a gallon is a US one. */
export type Unit = Mass | Length | Temperature | Volume | Duration | Energy;

/** The options of a conversion. Throws `features.expression-invalid` for units of different quantities. */
export function conversion(from: Unit, to: Unit): Options {
  if (convertUnit(0, from, to) === undefined)
    throw expressionInvalid({ method: "converted", allowed: "two units of one quantity", got: `${from} and ${to}` });
  return { from, to };
}

/** A value in another unit; missing where the units have nothing in common. */
export function converted(value: number, from: string, to: string): number {
  return convertUnit(value, from, to) ?? Number.NaN;
}
