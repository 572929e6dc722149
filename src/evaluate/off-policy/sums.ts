import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { type CappedSums, cappedSums, mergeCapped, noCapped } from "./capped.ts";
import { doublyRobust, switchDoublyRobust } from "./doubly-robust.ts";
import type { Estimator } from "./estimator.ts";
import { countFaults, type FaultCounts, mergeFaults, noFaults } from "./faults.ts";
import { ips } from "./ips.ts";
import { mergeOverlap, noOverlapSums, type OverlapSums, overlapSums } from "./overlap.ts";
import { type PolicyLog, requireEven, sliceLog } from "./policy-log.ts";
import { mergeQuotients, noQuotients, type Quotients, quotientsOf } from "./quotients.ts";
import { snips } from "./snips.ts";
import { type Units, unitsOf } from "./units.ts";
import { weigh } from "./weigh.ts";

/** What is added up. Logs that are merged are added up alike. */
export interface SumOptions {
  /** Caps of the sensitivity table, rising. Default {@link DEFAULT_CAPS}. */
  readonly caps?: readonly number[];
  /** The weight from which switch-DR takes the model's word. Default 10. */
  readonly switchAt?: number;
}

/** Everything that estimates of a log are told from: of one size however many decisions there were. */
export interface OffPolicySums {
  readonly faults: FaultCounts;
  readonly overlap: OverlapSums;
  /** By name of the estimator; `predictions-missing` where it needs a model and the log has none. */
  readonly estimators: Readonly<Record<string, Quotients | Insufficient>>;
  readonly caps: readonly CappedSums[];
  readonly rewards: { readonly least: number; readonly most: number };
  /** Rows of the largest unit. */
  readonly largestUnit: number;
}

/** From leaving out everything that is likelier under the judged policy, to hardly anything. */
export const DEFAULT_CAPS: readonly number[] = Object.freeze([1, 2, 5, 10, 20, 50, 100, 1_000]);
const SWITCH_AT = 10;

/** So many rows at a time stay in the cache of a processor. */
const BLOCK = 16_384;

/**
 * Adds up a log, so that logs of any length can be estimated part by part: the parts' sums merge. All rows of an entity must
 * be in one part. Throws `evaluate.log-uneven`.
 */
export function offPolicySums(log: PolicyLog, options: SumOptions = {}): OffPolicySums {
  requireEven(log);
  const rows = log.reward.length;
  if (log.entity !== undefined || rows <= BLOCK) return sumUp(log, options);
  let sums = noOffPolicySums(options);
  for (let start = 0; start < rows; start += BLOCK)
    sums = mergeOffPolicy(sums, sumUp(sliceLog(log, start, Math.min(rows, start + BLOCK)), options));
  return sums;
}

function estimatorsFor({ switchAt = SWITCH_AT }: SumOptions): readonly Estimator[] {
  return [ips, snips, doublyRobust, switchDoublyRobust(switchAt)];
}

function sumUp(log: PolicyLog, options: SumOptions): OffPolicySums {
  const weighed = weigh(log);
  const units = unitsOf(log.reward.length, log.entity);
  const found = estimatorsFor(options).map((estimator) => {
    const terms = estimator.terms(weighed);
    return [
      estimator.name,
      terms === null ? insufficient("predictions-missing") : quotientsOf([terms], units),
    ] as const;
  });
  const { caps = DEFAULT_CAPS } = options;
  return {
    faults: countFaults(log),
    overlap: overlapSums(weighed, units),
    estimators: Object.fromEntries(found),
    caps: caps.map((cap) => cappedSums(weighed, units, cap)),
    rewards: extremesOf(weighed.reward),
    largestUnit: largestOf(units),
  };
}

function extremesOf(values: Float64Array): OffPolicySums["rewards"] {
  let [least, most] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  return { least, most };
}

function largestOf({ numbers, count }: Units): number {
  if (numbers === null) return Math.min(1, count);
  const sizes = new Int32Array(count);
  for (let row = 0; row < numbers.length; row++)
    sizes[numbers[row] as number] = (sizes[numbers[row] as number] as number) + 1;
  return sizes.reduce((a, b) => Math.max(a, b), 0);
}

/** Nothing seen yet: the identity of {@link mergeOffPolicy}. */
export function noOffPolicySums(options: SumOptions = {}): OffPolicySums {
  const { caps = DEFAULT_CAPS } = options;
  return {
    faults: noFaults,
    overlap: noOverlapSums,
    estimators: Object.fromEntries(estimatorsFor(options).map(({ name }) => [name, noQuotients(1)])),
    caps: caps.map(noCapped),
    rewards: { least: Infinity, most: -Infinity },
    largestUnit: 0,
  };
}

/** The sums of two parts of a log together, added up alike. No entity may be in both. */
export function mergeOffPolicy(a: OffPolicySums, b: OffPolicySums): OffPolicySums {
  return {
    faults: mergeFaults(a.faults, b.faults),
    overlap: mergeOverlap(a.overlap, b.overlap),
    estimators: Object.fromEntries(
      Object.entries(a.estimators).map(([name, sums]) => [name, mergeEither(sums, b.estimators[name] ?? sums)]),
    ),
    caps: a.caps.map((one, i) => mergeCapped(one, b.caps[i] ?? noCapped(one.cap))),
    rewards: {
      least: Math.min(a.rewards.least, b.rewards.least),
      most: Math.max(a.rewards.most, b.rewards.most),
    },
    largestUnit: Math.max(a.largestUnit, b.largestUnit),
  };
}

function mergeEither(a: Quotients | Insufficient, b: Quotients | Insufficient): Quotients | Insufficient {
  if (isInsufficient(a)) return a;
  return isInsufficient(b) ? b : mergeQuotients(a, b);
}
