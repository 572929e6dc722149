import { expressionInvalid } from "./expression-checks.ts";
import type { Options } from "./node.ts";

/** A quantity's units: what a value is to be shifted by and multiplied with, to be in the first unit of its quantity. */
const QUANTITIES = {
  mass: { kg: [0, 1], g: [0, 0.001], mg: [0, 1e-6], t: [0, 1000], lb: [0, 0.45359237], oz: [0, 0.028349523125] },
  length: { m: [0, 1], mm: [0, 0.001], cm: [0, 0.01], km: [0, 1000], in: [0, 0.0254], ft: [0, 0.3048], mi: [0, 1609.344] },
  temperature: { K: [0, 1], "°C": [273.15, 1], "°F": [459.67, 5 / 9] },
  volume: { l: [0, 1], ml: [0, 0.001], "m³": [0, 1000], gal: [0, 3.785411784] },
  duration: { s: [0, 1], ms: [0, 0.001], min: [0, 60], h: [0, 3600], d: [0, 86_400] },
  energy: { J: [0, 1], kJ: [0, 1000], kcal: [0, 4184], kWh: [0, 3_600_000] },
} as const satisfies Readonly<Record<string, Readonly<Record<string, readonly [shift: number, times: number]>>>>;

type UnitOf<Q> = Q extends Readonly<Record<infer U, unknown>> ? U : never;
/** A unit that values can be converted from and to. */
export type Unit = Extract<UnitOf<(typeof QUANTITIES)[keyof typeof QUANTITIES]>, string>;

type Scale = readonly [shift: number, times: number];

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
  for (const units of Object.values(QUANTITIES) as readonly Readonly<Record<string, Scale>>[]) {
    const [own, other] = [from, to].map((unit) => (Object.hasOwn(units, unit) ? units[unit] : undefined));
    if (own !== undefined && other !== undefined) return [own, other];
  }
  return undefined;
}
