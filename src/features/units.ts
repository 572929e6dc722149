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

/** What a value is to be shifted by and multiplied with, to be in the first unit of its quantity. */
type Scale = readonly [shift: number, times: number];
type Scales<U extends Unit> = Readonly<Record<U, Scale>>;

const MASS: Scales<Mass> = {
  kg: [0, 1],
  g: [0, 0.001],
  mg: [0, 1e-6],
  t: [0, 1000],
  lb: [0, 0.45359237],
  oz: [0, 0.028349523125],
};
const LENGTH: Scales<Length> = {
  m: [0, 1],
  mm: [0, 0.001],
  cm: [0, 0.01],
  km: [0, 1000],
  in: [0, 0.0254],
  ft: [0, 0.3048],
  mi: [0, 1609.344],
};
const TEMPERATURE: Scales<Temperature> = { K: [0, 1], "°C": [273.15, 1], "°F": [459.67, 5 / 9] };
const VOLUME: Scales<Volume> = { l: [0, 1], ml: [0, 0.001], "m³": [0, 1000], gal: [0, 3.785411784] };
const DURATION: Scales<Duration> = { s: [0, 1], ms: [0, 0.001], min: [0, 60], h: [0, 3600], d: [0, 86_400] };
const ENERGY: Scales<Energy> = { J: [0, 1], kJ: [0, 1000], kcal: [0, 4184], kWh: [0, 3_600_000] };

const QUANTITIES: readonly Readonly<Record<string, Scale>>[] = [MASS, LENGTH, TEMPERATURE, VOLUME, DURATION, ENERGY];

/** The options of a conversion. Throws `features.expression-invalid` for units of different quantities. */
export function conversion(from: Unit, to: Unit): Options {
  if (scalesOf(from, to) === undefined)
    throw expressionInvalid({ method: "converted", allowed: "two units of one quantity", got: `${from} and ${to}` });
  return { from, to };
}

/** A value in another unit; missing where the units have nothing in common. */
export function converted(value: number, from: string, to: string): number {
  const scales = scalesOf(from, to);
  if (scales === undefined) return Number.NaN;
  const [[shift, times], [back, per]] = scales;
  return ((value + shift) * times) / per - back;
}

function scalesOf(from: string, to: string): readonly [Scale, Scale] | undefined {
  for (const units of QUANTITIES) {
    const [own, other] = [from, to].map((unit) => (Object.hasOwn(units, unit) ? units[unit] : undefined));
    if (own !== undefined && other !== undefined) return [own, other];
  }
  return undefined;
}
