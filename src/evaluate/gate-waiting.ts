import { isInsufficient } from "../kernel/index.ts";
import { type Estimate, type Estimated, isObservational } from "../stats/index.ts";
import { decisionScale } from "./gate-value.ts";

/** What a millisecond of waiting costs. */
export interface WaitingPrice {
  /** Money per decision for each millisecond more, above zero where waiting costs; the interval, or the assumed range. */
  readonly perMs: Estimate;
  /** Name of the experiment that measured it; null where somebody assumes it. */
  readonly experiment: string | null;
  /** The longest delay that was tried, beyond which the price is a guess; null where none was. */
  readonly upToMs: number | null;
}

/** How much longer a candidate takes than its rivals, and what that costs. */
export interface Waiting {
  readonly price: WaitingPrice;
  /** Milliseconds per decision on average, below zero where the candidate is faster. Neither rule nor constant are waited for. */
  readonly addedMs: { readonly rule: Estimate; readonly constant: Estimate; readonly champion: Estimate | null };
}

/** Gains over everybody in the race. */
export interface Gains {
  readonly rule: Estimated;
  readonly constant: Estimated;
  readonly champion: Estimated | null;
}

/** The gains less what the added waiting costs; as they are where nobody has priced it. */
export function netOfWaiting(over: Gains, waiting: Waiting | undefined): Gains {
  if (waiting === undefined) return over;
  const { price, addedMs } = waiting;
  const { champion } = over;
  return {
    rule: lessWaiting(over.rule, costOf(price, addedMs.rule)),
    constant: lessWaiting(over.constant, costOf(price, addedMs.constant)),
    champion:
      champion === null || addedMs.champion === null
        ? champion
        : lessWaiting(champion, costOf(price, addedMs.champion)),
  };
}

/**
 * What so many milliseconds cost: the product of two independent estimates, each side's width by the variance of such a product
 * (Goodman. On the exact variance of products. JASA 55, 1960).
 */
export function costOf({ perMs }: Pick<WaitingPrice, "perMs">, ms: Estimate): Estimate {
  const value = perMs.value * ms.value;
  const width = (price: number, time: number): number => Math.hypot(ms.value * price, perMs.value * time, price * time);
  const [dearer, cheaper] = [perMs.high - perMs.value, perMs.value - perMs.low];
  const [slower, faster] = [ms.high - ms.value, ms.value - ms.low];
  // Of someone who is faster, a higher price saves more.
  const [up, down] = ms.value < 0 ? [cheaper, dearer] : [dearer, cheaper];
  return { value, low: value - width(down, faster), high: value + width(up, slower), level: perMs.level };
}

/**
 * A gain less a cost, two independent estimates: each end of the interval from the ends that move it (MOVER: Zou, Donner.
 * Construction of confidence limits about effect measures. Statistics in Medicine 27, 2008). Where both decide alike, the gain is 0.
 */
function lessWaiting(gain: Estimated, cost: Estimate): Estimated {
  if (cost.value === 0 || isObservational(gain)) return gain;
  if (isInsufficient(gain)) {
    if (gain.reason !== "zero-variance") return gain;
    return { value: -cost.value, low: -cost.high, high: -cost.low, level: cost.level };
  }
  const value = gain.value - cost.value;
  return {
    value,
    low: value - Math.hypot(gain.value - gain.low, cost.high - cost.value),
    high: value + Math.hypot(gain.high - gain.value, cost.value - cost.low),
    level: gain.level,
  };
}

/** What the waiting took from the gain over whom the candidate would replace, and where its price is from. */
export function wordWaiting({ price, addedMs }: Waiting, money: (value: number) => string): string {
  const [rival, ms] =
    addedMs.champion === null ? (["the rule", addedMs.rule] as const) : (["the champion", addedMs.champion] as const);
  const span = wordMs(Math.abs(ms.value));
  if (span === NO_TIME) return `A decision takes as long as with ${rival}: nothing is taken off its gain.`;
  const cost = costOf(price, ms);
  const { times, per } = decisionScale(cost.value);
  const longer = `${span} ${ms.value < 0 ? "less" : "more"} than ${rival}`;
  const taken = `${money(Math.abs(cost.value) * times)} ${per} ${cost.value < 0 ? "added to" : "taken off"} its gain`;
  return `A decision takes ${longer}: ${taken}, at ${wordPrice(price, money)}.${guessed(price, ms)}`;
}

function wordPrice({ perMs, experiment }: WaitingPrice, money: (value: number) => string): string {
  const { times, per } = decisionScale(perMs.value);
  const range = `${money(perMs.low * times)} to ${money(perMs.high * times)}`;
  const from = experiment === null ? "assumed" : `measured by the experiment ${experiment}`;
  return `${money(perMs.value * times)} ${per} for a millisecond (${range}, ${from})`;
}

function guessed({ upToMs }: WaitingPrice, { value }: Estimate): string {
  if (upToMs === null || Math.abs(value) <= upToMs) return "";
  return ` No delay beyond ${wordMs(upToMs)} was tried, so that this is a guess.`;
}

/** Of less than half of a ten-thousandth of a millisecond nobody can tell whether it is there. */
const NO_TIME = "0 ms";

function wordMs(ms: number): string {
  return `${Number(ms.toPrecision(2)).toLocaleString("en-US", { maximumFractionDigits: 4 })} ms`;
}
