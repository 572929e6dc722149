import { type Insufficient, insufficient, isInsufficient } from "../../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimated, intervalOf } from "../../../stats/index.ts";
import { countFaults, type FaultCounts, mergeFaults, noFaults, refuseFaults } from "../faults.ts";
import type { OffPolicyEstimate } from "../off-policy.ts";
import {
  mergeOverlap,
  type Overlap,
  type OverlapSums,
  overlapOf,
  overlapSums,
  refuseMovement,
  refuseValue,
} from "../overlap.ts";
import { mergeQuotients, movementPoint, type Quotients, quotientsOf, valuePoint } from "../quotients.ts";
import { unitsOf } from "../units.ts";
import { independentPositions } from "./independent-positions.ts";
import { pseudoInverse } from "./pseudo-inverse.ts";
import { rewardInteraction } from "./reward-interaction.ts";
import type { SlateEstimator } from "./slate-estimator.ts";
import { type SlateLog, weighSlates } from "./slate-log.ts";
import { wholeSlate } from "./whole-slate.ts";

const ESTIMATORS: readonly SlateEstimator[] = [rewardInteraction, independentPositions, pseudoInverse, wholeSlate];

/** Everything that estimates of logged rankings are told from. */
export interface SlateSums {
  readonly faults: FaultCounts;
  /** From the top: of each position by itself, and of all down to it. */
  readonly overlaps: Readonly<Record<SlateEstimator["weighs"], readonly OverlapSums[]>>;
  readonly estimators: Readonly<Record<string, Quotients | Insufficient>>;
}

/** What logged rankings tell of another policy, mean reward per ranking. */
export interface SlatePolicy {
  /** From the top, of all positions down to each. */
  readonly overlaps: readonly Overlap[];
  readonly estimates: readonly OffPolicyEstimate[];
}

/** Adds up logged rankings; of parts of a log the sums merge. All of an entity must be in one part. Throws `evaluate.log-uneven`. */
export function slateSums(log: SlateLog): SlateSums {
  const positions = weighSlates(log);
  const units = unitsOf(positions[0]?.own.reward.length ?? 0, log.entity);
  const found = ESTIMATORS.map(({ name, lacks, terms }): [string, Quotients | Insufficient] => {
    const lacking = lacks(log.chances);
    return [name, lacking === null ? quotientsOf(terms(positions), units) : insufficient(lacking)];
  });
  return {
    faults: log.positions.map(countFaults).reduce(mergeFaults, noFaults),
    overlaps: {
      positions: positions.map(({ own }) => overlapSums(own, units)),
      prefixes: positions.map(({ prefix }) => overlapSums(prefix, units)),
    },
    estimators: Object.fromEntries(found),
  };
}

/** The sums of two parts of a log together, of as many positions and of the same kind of chances. No entity may be in both. */
export function mergeSlates(a: SlateSums, b: SlateSums): SlateSums {
  const both = (ofA: readonly OverlapSums[], ofB: readonly OverlapSums[]) =>
    ofA.map((one, i) => mergeOverlap(one, ofB[i] ?? one));
  const estimators = Object.entries(a.estimators).map(([name, sums]) => {
    const other = b.estimators[name] ?? sums;
    return [name, isInsufficient(sums) || isInsufficient(other) ? sums : mergeQuotients(sums, other)] as const;
  });
  return {
    faults: mergeFaults(a.faults, b.faults),
    overlaps: {
      positions: both(a.overlaps.positions, b.overlaps.positions),
      prefixes: both(a.overlaps.prefixes, b.overlaps.prefixes),
    },
    estimators: Object.fromEntries(estimators),
  };
}

/** Tells estimates from their sums. An estimator is refused where any position that it weighs has poor overlap. */
export function slatePolicyOf(
  sums: SlateSums,
  { level = DEFAULT_LEVEL }: { readonly level?: number } = {},
): SlatePolicy {
  const faulty = refuseFaults(sums.faults);
  const overlaps = {
    positions: sums.overlaps.positions.map(overlapOf),
    prefixes: sums.overlaps.prefixes.map(overlapOf),
  };
  const refusedBy = (weighs: SlateEstimator["weighs"], refuse: typeof refuseValue): Insufficient | null =>
    faulty ?? overlaps[weighs].map(refuse).find((refused) => refused !== null) ?? null;
  const estimates = ESTIMATORS.map(({ name, weighs }): OffPolicyEstimate => {
    const found = sums.estimators[name] ?? insufficient("too-few-rows");
    const told = (refused: Insufficient | null, point: typeof valuePoint): Estimated => {
      if (isInsufficient(found)) return found;
      return refused ?? intervalOf(point(found), level);
    };
    return {
      estimator: name,
      value: told(refusedBy(weighs, refuseValue), valuePoint),
      movement: told(refusedBy(weighs, refuseMovement), movementPoint),
    };
  });
  return { overlaps: overlaps.prefixes, estimates };
}

/** {@link slatePolicyOf} of one log. Throws `evaluate.log-uneven`. */
export function slatePolicy(log: SlateLog, options: { readonly level?: number } = {}): SlatePolicy {
  return slatePolicyOf(slateSums(log), options);
}
