import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { normalCdf, SEQUENTIAL_MINIMUM, sequentialInterval } from "../../stats/index.ts";

/** A comparison that is looked at again and again, and ends as soon as the always-valid interval leaves zero. */
export interface SequentialQuestion {
  /** The true difference in money per unit. */
  readonly lift: number;
  /** Variance of the difference's estimate times the units in all: sd² / (share · (1 − share)) with equal spreads. */
  readonly varianceTimesUnits: number;
  /** Units at which the interval is tightest, and which `most` is counted in. */
  readonly plannedUnits: number;
  /** Units that come between two looks. */
  readonly unitsPerLook: number;
  /** When it is given up, in units. */
  readonly most: number;
  /** The smaller arm's part of the units. */
  readonly smallerShare: number;
  readonly level: number;
}

/** When such a comparison ends. */
export interface Stopping {
  /** Units that it takes on average; where it finds nothing it takes `most`. */
  readonly expectedUnits: number;
  /** Half of the time it takes no more than so many. Insufficient where it finds nothing more often than that. */
  readonly medianUnits: number | Insufficient;
  /** The chance that it finds the lift, with its sign, before it is given up. */
  readonly power: number;
  /** The chance of the opposite sign. */
  readonly wrongSign: number;
}

/** More looks move the expected time by less than anybody plans with. */
const MOST_LOOKS = 80;
/** Points of the numerical integral; below a quarter of a step's standard deviation apart the error is beyond reading. */
const POINTS = 241;

/**
 * Reckons when a sequential comparison ends, by integrating the distribution of what has not ended yet from look to look.
 * Armitage, McPherson, Rowe. Repeated significance tests on accumulating data. JRSS A 132, 1969.
 */
export function stoppingOf(question: SequentialQuestion): Stopping | Insufficient {
  const looks = looksOf(question);
  if (looks.length === 0) return insufficient("too-few-rows", { need: 2 * SEQUENTIAL_MINIMUM, have: question.most });
  const drift = question.lift / Math.sqrt(question.varianceTimesUnits);
  let open: Open | undefined;
  let [power, wrongSign, expected] = [0, 0, 0];
  let median: number | undefined;
  for (const units of looks) {
    const limit = limitAt(units, question);
    const next = step(open, { units, limit, drift });
    expected += (next.above + next.below) * units;
    power += drift >= 0 ? next.above : next.below;
    wrongSign += drift >= 0 ? next.below : next.above;
    if (median === undefined && power + wrongSign >= 0.5) median = units;
    open = next.open;
  }
  const left = Math.max(0, 1 - power - wrongSign);
  const medianUnits = median ?? insufficient("not-found-by-then", { have: question.most });
  return { expectedUnits: expected + left * question.most, medianUnits, power, wrongSign };
}

/** After how many units it is looked at; not before both arms have enough. */
function looksOf({ unitsPerLook, most, smallerShare }: SequentialQuestion): readonly number[] {
  const every = Math.max(unitsPerLook, most / MOST_LOOKS);
  const least = SEQUENTIAL_MINIMUM / smallerShare;
  const count = Math.max(1, Math.floor(most / every));
  return Array.from({ length: count }, (_, i) => Math.min(most, (i + 1) * every)).filter((units) => units >= least);
}

/** How far units · difference / √varianceTimesUnits, a walk of variance 1 for each unit, may be from zero. */
function limitAt(units: number, { varianceTimesUnits, plannedUnits, level }: SequentialQuestion): number {
  const point = { value: 0, variance: varianceTimesUnits / units, df: Infinity };
  const interval = sequentialInterval(point, units, { plannedUnits, level });
  return isInsufficient(interval) ? Infinity : (interval.high * units) / Math.sqrt(varianceTimesUnits);
}

/** The walk's density where it has not ended: `mass` at evenly spaced points between the limits. */
interface Open {
  readonly units: number;
  readonly limit: number;
  readonly mass: Float64Array;
}

interface Step {
  readonly above: number;
  readonly below: number;
  readonly open: Open;
}

function step(
  before: Open | undefined,
  { units, limit, drift }: { readonly units: number; readonly limit: number; readonly drift: number },
): Step {
  const from = before ?? { units: 0, limit: 0, mass: Float64Array.of(1) };
  const length = units - from.units;
  const [sd, shift] = [Math.sqrt(length), drift * length];
  const places = placesOf(from);
  const mass = new Float64Array(POINTS);
  const width = (2 * limit) / (POINTS - 1);
  let [above, below] = [0, 0];
  for (let i = 0; i < from.mass.length; i++) {
    const [weight, centre] = [from.mass[i] as number, (places[i] as number) + shift];
    if (weight < 1e-15) continue;
    above += weight * normalCdf((centre - limit) / sd);
    below += weight * normalCdf((-limit - centre) / sd);
    // Beyond eight standard deviations there is nothing to add.
    const first = Math.max(0, Math.floor((centre - 8 * sd + limit) / width));
    const last = Math.min(POINTS - 1, Math.ceil((centre + 8 * sd + limit) / width));
    for (let j = first; j <= last; j++) {
      const z = (j * width - limit - centre) / sd;
      mass[j] =
        (mass[j] as number) + (weight * Math.exp(-0.5 * z * z) * edge(j) * width) / (sd * Math.sqrt(2 * Math.PI));
    }
  }
  return { above, below, open: { units, limit, mass } };
}

function placesOf({ limit, mass }: Open): Float64Array {
  if (mass.length === 1) return Float64Array.of(0);
  return mass.map((_, i) => (i * 2 * limit) / (mass.length - 1) - limit);
}

/** The trapezoid rule's weight of a point. */
function edge(j: number): number {
  return j === 0 || j === POINTS - 1 ? 0.5 : 1;
}
