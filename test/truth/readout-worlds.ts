import { type Design, defineDesign, defineMetrics, type Metric, type UnitTable } from "../../src/experiment/index.ts";
import { type Rng, rng } from "../../src/kernel/index.ts";

/** What the treatment does to each metric, in its own unit; a ratio's and a quantile's as a difference of the whole. */
export interface Lifts {
  readonly money?: number;
  readonly bought?: number;
  readonly clicks?: number;
  /** Multiplies latencies. */
  readonly latency?: number;
  readonly back?: number;
  readonly staged?: number;
  /** On day 0; it halves every `halving` days. */
  readonly daily?: number;
  readonly halving?: number;
}

/** The correlation of money with what was known before: CUPED should leave 1 − ρ² of the variance. */
export const CORRELATION = 0.7;
export const DAYS = 8;

export const METRICS: readonly Metric[] = defineMetrics([
  { name: "money", kind: "mean", value: "money", role: "success", direction: "increase", money: true },
  { name: "adjusted", kind: "mean", value: "money", before: ["before"], role: "success", direction: "increase" },
  { name: "bought", kind: "proportion", value: "bought", role: "success", direction: "increase" },
  { name: "clicks", kind: "ratio", numerator: "clicks", denominator: "views", role: "success", direction: "increase" },
  {
    name: "per view",
    kind: "mean",
    value: "earned",
    per: "views",
    before: ["before"],
    role: "success",
    direction: "increase",
  },
  { name: "median", kind: "quantile", value: "latency", q: 0.5, role: "success", direction: "decrease" },
  { name: "p90", kind: "quantile", value: "latency", q: 0.9, role: "success", direction: "decrease" },
  { name: "unit median", kind: "quantile", value: "money", q: 0.5, role: "success", direction: "increase" },
  {
    name: "back",
    kind: "retention",
    returned: "returned",
    watched: "watched",
    day: 7,
    role: "success",
    direction: "increase",
  },
  { name: "staged", kind: "mean", value: "staged", role: "success", direction: "increase" },
  { name: "daily", kind: "mean", value: "daily", role: "success", direction: "increase" },
  {
    name: "winsorised",
    kind: "mean",
    value: "heavy",
    outliers: { winsorise: 0.99 },
    role: "success",
    direction: "increase",
  },
]);

export const NAMES = ["control", "treatment"] as const;

export function designOf(arms: readonly string[] = NAMES, units?: number): Design {
  return defineDesign({
    name: "world",
    control: arms[0]!,
    unit: "entity",
    arms: arms.map((arm) => ({ arm, share: 1 / arms.length })),
    ...(units === undefined ? {} : { planned: { units } }),
  });
}

/** Mean 0, variance 1, skewness 2. */
const skewed = (random: Rng): number => -Math.log(1 - random.uniform()) - 1;

/** The standard deviation of the logarithm of a latency. */
const LATENCY = Math.SQRT1_2;

/** The truth of a quantile's difference: a log-normal's, moved by a factor. `z` is the standard normal's quantile. */
export function latencyTruth(z: number, factor: number): number {
  return (factor - 1) * Math.exp(LATENCY * z);
}

class Columns {
  readonly of: Record<string, Float64Array> = {};
  readonly units: number;
  constructor(units: number) {
    this.units = units;
  }
  set(name: string, row: number, value: number): void {
    this.of[name] ??= new Float64Array(this.units);
    this.of[name][row] = value;
  }
}

/**
 * A business with known truths. A unit has one temperament that its money before and after share, a kind that moves one
 * metric a lot, 1 to 8 views that agree with each other, and 1 to 5 latencies of one connection.
 */
export function drawTable(random: Rng, units: number, { arms = NAMES, lifts = {} as Lifts } = {}): UnitTable {
  const columns = new Columns(units);
  const codes = new Uint16Array(units);
  const kinds = new Uint16Array(units);
  const [rows, latencies] = [[] as number[], [] as number[]];
  const days = Array.from({ length: DAYS }, () => new Float64Array(units));
  for (let row = 0; row < units; row++) {
    const arm = random.integer(arms.length);
    codes[row] = arm;
    const on = arm > 0 ? 1 : 0;
    kinds[row] = random.integer(3);
    drawUnit(random, { row, columns, kind: kinds[row]!, lifts, on });
    drawLatencies(random, { row, rows, latencies, factor: on ? (lifts.latency ?? 1) : 1 });
    drawDays(random, { row, days, lifts, on });
    columns.set(
      "daily",
      row,
      days.reduce((sum, day) => sum + day[row]!, 0),
    );
  }
  return {
    arms: { codes, names: arms },
    columns: columns.of,
    strata: { codes: kinds, names: ["a", "b", "c"] },
    segments: { kind: { codes: kinds, names: ["a", "b", "c"] } },
    nested: { latency: { rows: Int32Array.from(rows), values: Float64Array.from(latencies) } },
    days: { daily: days },
  };
}

interface UnitDraw {
  readonly row: number;
  readonly columns: Columns;
  readonly kind: number;
  readonly lifts: Lifts;
  readonly on: 0 | 1;
}

function drawUnit(random: Rng, { row, columns, kind, lifts, on }: UnitDraw): void {
  const temper = skewed(random);
  const other = skewed(random);
  const lift = (of: number | undefined): number => on * (of ?? 0);
  columns.set("before", row, 5 + 2 * temper);
  const money = 10 + 3 * (CORRELATION * temper + Math.sqrt(1 - CORRELATION ** 2) * other);
  columns.set("money", row, money + lift(lifts.money));
  columns.set("bought", row, random.uniform() < 0.2 + lift(lifts.bought) ? 1 : 0);
  const views = 1 + random.integer(8);
  const keen = random.uniform() < 0.5 ? 0.2 : 0.5;
  let clicks = 0;
  for (let view = 0; view < views; view++) clicks += random.uniform() < keen + lift(lifts.clicks) ? 1 : 0;
  columns.set("views", row, views);
  columns.set("clicks", row, clicks);
  columns.set("earned", row, views * (2 + temper + lift(lifts.money)) + Math.sqrt(views) * random.normal());
  const isBack = random.uniform() < 0.3 + lift(lifts.back);
  columns.set("returned", row, isBack ? 7 * random.uniform() : Number.NaN);
  columns.set("watched", row, random.uniform() < 0.8 ? 10 : 3);
  columns.set("staged", row, 3 * kind + random.normal() + lift(lifts.staged));
  columns.set("heavy", row, Math.exp(1.5 * random.normal()));
}

interface LatencyDraw {
  readonly row: number;
  readonly rows: number[];
  readonly latencies: number[];
  readonly factor: number;
}

function drawLatencies(random: Rng, { row, rows, latencies, factor }: LatencyDraw): void {
  const shared = random.normal();
  for (let left = 1 + random.integer(5); left > 0; left--) {
    rows.push(row);
    latencies.push(factor * Math.exp(0.5 * (shared + random.normal())));
  }
}

interface DaysDraw {
  readonly row: number;
  readonly days: readonly Float64Array[];
  readonly lifts: Lifts;
  readonly on: 0 | 1;
}

function drawDays(random: Rng, { row, days, lifts, on }: DaysDraw): void {
  const temper = random.normal();
  days.forEach((day, d) => {
    day[row] = temper + random.normal() + on * (lifts.daily ?? 0) * 2 ** (-d / (lifts.halving ?? Infinity));
  });
}

/** The stream of one run of one claim: seeds are counted, never chosen. */
export const streamOf = (claim: string, run: number): Rng => rng({ seed: 1, unit: run, purpose: claim });
