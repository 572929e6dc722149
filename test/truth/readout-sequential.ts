import { isInsufficient, type Rng } from "../../src/kernel/index.ts";
import {
  adjustedPair,
  type Comoments,
  differencePoint,
  meanVector,
  type Point,
  SEQUENTIAL_MINIMUM,
  sequentialInterval,
} from "../../src/stats/index.ts";
import { atLeastClaim, atMostClaim, type Claim } from "./claim.ts";
import { CORRELATION, streamOf } from "./readout-worlds.ts";

/** Running sums of (y, x) about zero: values here are of the size of their spread, so no digits are lost. */
class Running {
  n = 0;
  readonly sums = [0, 0];
  readonly squares = [0, 0, 0];
  add(y: number, x: number): void {
    this.n++;
    this.sums[0]! += y;
    this.sums[1]! += x;
    this.squares[0]! += y * y;
    this.squares[1]! += y * x;
    this.squares[2]! += x * x;
  }
  moments(): Comoments {
    const [y, x] = [this.sums[0]! / this.n, this.sums[1]! / this.n];
    const [yy, yx, xx] = this.squares as [number, number, number];
    const products = [yy - this.n * y * y, yx - this.n * y * x, xx - this.n * x * x];
    return { n: this.n, means: [y, x], products, cubes: 0 };
  }
  plain(): Point {
    const mean = this.sums[0]! / this.n;
    const variance = (this.squares[0]! - this.n * mean * mean) / (this.n - 1) / this.n;
    return { value: mean, variance, df: this.n - 1 };
  }
}

/** One unit's outcome, and what was known of it before. */
type Draw = (random: Rng) => readonly [y: number, x: number];

const skewed = (random: Rng): number => -Math.log(1 - random.uniform()) - 1;

const WORLDS: Readonly<Record<string, Draw>> = {
  "money, skewed": (random) => [skewed(random), 0],
  "money, log-normal": (random) => [Math.exp(random.normal()), 0],
  "a share of 10 %": (random) => [random.uniform() < 0.1 ? 1 : 0, 0],
  "money with CUPED": (random) => {
    const before = skewed(random);
    return [CORRELATION * before + Math.sqrt(1 - CORRELATION ** 2) * skewed(random), before];
  },
};

interface Peeking {
  readonly runs: number;
  /** Units in all. */
  readonly units: number;
  readonly lift?: number;
}

/** How many experiments ever call a difference, looked at after each unit. */
function everCalled(name: string, { runs, units, lift = 0 }: Peeking): number {
  let called = 0;
  for (let run = 0; run < runs; run++) {
    const random = streamOf(`peeking ${name} ${lift}`, run);
    if (isEverCalled(name, random, { units, lift })) called++;
  }
  return called;
}

function isEverCalled(name: string, random: Rng, { units, lift }: { units: number; lift: number }): boolean {
  const draw = WORLDS[name]!;
  const point = name.includes("CUPED") ? adjusted : plainly;
  const [control, treatment] = [new Running(), new Running()];
  for (let unit = 0; unit < units; unit++) {
    const on = random.integer(2);
    const [y, x] = draw(random);
    (on ? treatment : control).add(y + on * lift, x);
    if (Math.min(control.n, treatment.n) < SEQUENTIAL_MINIMUM) continue;
    const found = sequentialInterval(point(treatment, control), unit + 1, { plannedUnits: units });
    if (!isInsufficient(found) && (found.low > 0 || found.high < 0)) return true;
  }
  return false;
}

function plainly(treatment: Running, control: Running): ReturnType<typeof differencePoint> {
  return differencePoint(treatment.plain(), control.plain());
}

function adjusted(treatment: Running, control: Running): ReturnType<typeof differencePoint> {
  const pair = adjustedPair(meanVector(treatment.moments()), meanVector(control.moments()), "mean");
  return isInsufficient(pair) ? pair : differencePoint(pair.treatment, pair.control);
}

/** The always-valid interval, looked at after every single unit, ever leaves zero in at most one experiment of twenty. */
export function peekedAtEveryStep(runs: number, units: number): readonly Claim[] {
  return Object.keys(WORLDS).map((name) =>
    atMostClaim(`A/A, ${name}, a look after each of ${units} units: a difference is ever called`, 0.05, {
      count: everCalled(name, { runs, units }),
      runs,
    }),
  );
}

/** And it is not bought by blindness: an effect that one look finds with 99 % is found before the planned size. */
export function peekedFinds(runs: number, units: number): readonly Claim[] {
  // 4.29 standard errors: 1.96 + 2.33.
  const lift = 4.29 * Math.sqrt(4 / units);
  const count = everCalled("money, skewed", { runs, units, lift });
  return [atLeastClaim(`an effect of 4.3 standard errors is called by ${units} units`, 0.8, { count, runs })];
}
