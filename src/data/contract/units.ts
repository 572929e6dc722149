/** What a unit measures, and how many of the base unit one of it is. */
interface Unit {
  readonly of: string;
  readonly factor: number;
  /** Added after the factor: temperatures alone have a zero of their own. */
  readonly offset?: number;
}

const scaled = (of: string, factors: Readonly<Record<string, number>>): readonly (readonly [string, Unit])[] =>
  Object.entries(factors).map(([name, factor]) => [name, { of, factor }]);

const UNITS: ReadonlyMap<string, Unit> = new Map([
  ...scaled("length", { mm: 0.001, cm: 0.01, m: 1, km: 1_000, in: 0.0254, ft: 0.3048, yd: 0.9144, mi: 1_609.344 }),
  ...scaled("mass", { µg: 1e-9, mg: 1e-6, g: 0.001, kg: 1, t: 1_000, oz: 0.028349523125, lb: 0.45359237 }),
  ...scaled("time", { µs: 1e-6, ms: 0.001, s: 1, min: 60, h: 3_600, d: 86_400, w: 604_800 }),
  ...scaled("time", { second: 1, minute: 60, hour: 3_600, day: 86_400, week: 604_800 }),
  ...scaled("time", { seconds: 1, minutes: 60, hours: 3_600, days: 86_400, weeks: 604_800 }),
  ...scaled("area", { "cm²": 1e-4, "m²": 1, "km²": 1e6, ha: 1e4, "ft²": 0.09290304, ac: 4_046.8564224 }),
  ...scaled("volume", { ml: 1e-6, l: 0.001, "m³": 1, gal: 0.003785411784 }),
  ...scaled("speed", { "m/s": 1, "km/h": 1 / 3.6, mph: 0.44704, kn: 1_852 / 3_600 }),
  ...scaled("energy", { J: 1, kJ: 1_000, Wh: 3_600, kWh: 3_600_000, kcal: 4_184 }),
  ...scaled("pressure", { Pa: 1, kPa: 1_000, bar: 100_000, mmHg: 133.322387415, psi: 6_894.757293168 }),
  ...scaled("data", { B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 }),
  ...scaled("share", { share: 1, percent: 0.01, "%": 0.01, permille: 0.001, "basis points": 0.0001 }),
  ["K", { of: "temperature", factor: 1 }],
  ["°C", { of: "temperature", factor: 1, offset: 273.15 }],
  ["°F", { of: "temperature", factor: 5 / 9, offset: 273.15 - (32 * 5) / 9 }],
]);

/** Every unit that can be converted. Others, such as currencies, may be declared and stand for themselves. */
export const KNOWN_UNITS: readonly string[] = [...UNITS.keys()];

/** The units that measure the same, itself included; none for a unit that is not known. */
export function unitsLike(unit: string): readonly string[] {
  const of = UNITS.get(unit)?.of;
  return of === undefined ? [] : KNOWN_UNITS.filter((name) => UNITS.get(name)?.of === of);
}

/** A value in another unit; undefined when one of the two is not known or they measure different things. */
export function convertUnit(value: number, from: string, to: string): number | undefined {
  const [source, target] = [UNITS.get(from), UNITS.get(to)];
  if (source === undefined || target === undefined || source.of !== target.of) return undefined;
  return (value * source.factor + (source.offset ?? 0) - (target.offset ?? 0)) / target.factor;
}
