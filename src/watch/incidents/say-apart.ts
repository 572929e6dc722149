import type { Factor } from "./factor.ts";
import { type Apart, type Both, mostFrequent } from "./tell-apart.ts";

/** In what way an input differs. */
export type Aspect = "missing" | "unit" | "stuck" | "new-value" | "shifted" | "version" | "mix";

/** A difference in words. */
export interface Said {
  readonly aspect: Aspect;
  /** One sentence without a full stop. */
  readonly says: string;
}

/** Says in which way two stretches differ in an input. */
export function sayInput({ factor }: Apart, both: Both): Said {
  const [good, bad] = [valuesOf(factor, both.good), valuesOf(factor, both.bad)];
  const name = factor.label ?? factor.name;
  const missing = bad.missing - good.missing;
  if (Math.abs(missing) > 0.2 || (good.numbers.length + good.texts.length === 0 && missing !== 0))
    return {
      aspect: "missing",
      says: `${name} is missing in ${share(bad.missing)} of decisions, before in ${share(good.missing)}`,
    };
  if (good.numbers.length > 0 && bad.numbers.length > 0) return sayNumbers(name, good.numbers, bad.numbers);
  return sayTexts(name, good.texts, bad.texts);
}

interface Values {
  readonly missing: number;
  readonly numbers: readonly number[];
  readonly texts: readonly string[];
}

function valuesOf(factor: Factor, records: Both["good"]): Values {
  const all = records.map((record) => factor.of(record));
  return {
    missing: all.filter((value) => value === null).length / Math.max(1, all.length),
    numbers: all.filter((value) => typeof value === "number").sort((a, b) => a - b),
    texts: all.filter((value) => typeof value === "string" || typeof value === "boolean").map(String),
  };
}

/** A share of the same value from which on a sensor is stuck, where before none was so frequent. */
const STUCK = 0.9;
/** So many times as large is another unit rather than another crowd. */
const OTHER_UNIT = 5;

function sayNumbers(name: string, good: readonly number[], bad: readonly number[]): Said {
  const [mode = Number.NaN, often] = modeOf(bad);
  if (often > STUCK && modeOf(good)[1] < 0.5)
    return {
      aspect: "stuck",
      says: `${name} is always ${round(mode)}, before it varied from ${round(good[0] ?? 0)} to ${round(good.at(-1) ?? 0)}`,
    };
  const times = ratioOf(good, bad);
  const medians = `its median is ${round(quantile(bad, 0.5))}, before ${round(quantile(good, 0.5))}`;
  if (times >= OTHER_UNIT)
    return { aspect: "unit", says: `${name} is about ${Number(times.toPrecision(2))} times as large: ${medians}` };
  if (times > 0 && times <= 1 / OTHER_UNIT)
    return { aspect: "unit", says: `${name} is about ${Number((1 / times).toPrecision(2))} times smaller: ${medians}` };
  return { aspect: "shifted", says: `${name} has a mean of ${round(meanOf(bad))}, before ${round(meanOf(good))}` };
}

/** How many times as large the upper half is: the same at two quantiles, or 0 where it is not. */
function ratioOf(good: readonly number[], bad: readonly number[]): number {
  const [at, above] = [quantile(bad, 0.6) / quantile(good, 0.6), quantile(bad, 0.9) / quantile(good, 0.9)];
  const isOne = at > 0 && above > 0 && Math.abs(Math.log(at / above)) < 0.7;
  return isOne && Number.isFinite(at) ? Math.sqrt(at * above) : 0;
}

function sayTexts(name: string, good: readonly string[], bad: readonly string[]): Said {
  const known = new Set(good);
  const fresh = bad.filter((value) => !known.has(value));
  const [newest] = mostFrequent(fresh, 1);
  if (newest !== undefined && fresh.length > 0.05 * bad.length)
    return {
      aspect: "new-value",
      says: `${name} has values that it did not have before, such as "${newest}", in ${share(fresh.length / bad.length)} of decisions`,
    };
  const values = mostFrequent([...good, ...bad], 30);
  const [most = ""] = [...values].sort((a, b) => gap(b, good, bad) - gap(a, good, bad));
  const of = (all: readonly string[]): string =>
    share(all.filter((value) => value === most).length / Math.max(1, all.length));
  return { aspect: "shifted", says: `${name} is "${most}" in ${of(bad)} of decisions, before in ${of(good)}` };
}

function gap(value: string, good: readonly string[], bad: readonly string[]): number {
  const of = (all: readonly string[]): number => all.filter((one) => one === value).length / Math.max(1, all.length);
  return Math.abs(of(bad) - of(good));
}

function modeOf(sorted: readonly number[]): readonly [mode: number | undefined, share: number] {
  let [mode, most, run] = [sorted[0], 0, 0];
  for (const [i, value] of sorted.entries()) {
    run = value === sorted[i - 1] ? run + 1 : 1;
    if (run > most) [mode, most] = [value, run];
  }
  return [mode, most / Math.max(1, sorted.length)];
}

/** A quantile of sorted numbers: the value at that place. */
export function quantile(sorted: readonly number[], at: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(at * sorted.length))] ?? Number.NaN;
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Three digits are enough to see a difference. */
function round(value: number): string {
  return Number(value.toPrecision(3)).toLocaleString("en-US", { maximumFractionDigits: 6 });
}

/** `12%`; the least and the most are not rounded away. */
export function share(part: number): string {
  const percent = 100 * part;
  const isEnd = percent === 0 || percent === 100;
  return `${isEnd || (percent >= 1 && percent <= 99) ? Math.round(percent) : Number(percent.toPrecision(3))}%`;
}
