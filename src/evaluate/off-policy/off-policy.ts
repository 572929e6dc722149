import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import { DEFAULT_LEVEL, type Estimated, intervalOf } from "../../stats/index.ts";
import { type Capped, cappedOf, type RewardRange } from "./capped.ts";
import { refuseFaults } from "./faults.ts";
import { guaranteedInterval } from "./guaranteed.ts";
import { type Overlap, overlapOf, refuseMovement, refuseValue } from "./overlap.ts";
import type { PolicyLog } from "./policy-log.ts";
import { movementPoint, type Quotients, valuePoint } from "./quotients.ts";
import { type OffPolicySums, offPolicySums, type SumOptions } from "./sums.ts";

/** How estimates are told. */
export interface OffPolicyOptions {
  /** Of each interval. Default 0.95. */
  readonly level?: number;
  /** The least and the most that one decision can bring, for what is said whatever the overlap. Default: nothing is said. */
  readonly range?: RewardRange | undefined;
}

/** The value of a policy by one estimator, and how far it lies from the policy that it is compared with. */
export interface OffPolicyEstimate {
  readonly estimator: string;
  readonly value: Estimated;
  readonly movement: Estimated;
}

/** What a log tells of another policy, mean reward per decision. */
export interface OffPolicy {
  readonly overlap: Overlap;
  /** Where overlap is poor or a propensity is wrong, every one is `Insufficient` and says why. */
  readonly estimates: readonly OffPolicyEstimate[];
  /** The sensitivity to a cap, smallest first. */
  readonly caps: readonly Capped[];
  /** Holds for every sample size and any overlap; needs a range. */
  readonly guaranteed: Estimated;
}

/**
 * The value of a policy from what another one did: by each estimator that the log allows, with overlap, sensitivity and
 * refusals. Throws `evaluate.log-uneven`.
 *
 * @example
 * const { estimates, overlap } = offPolicy({ reward, propensity, target, entity });
 */
export function offPolicy(log: PolicyLog, options: OffPolicyOptions & SumOptions = {}): OffPolicy {
  return offPolicyOf(offPolicySums(log, options), options);
}

/** {@link offPolicy} from sums, of a log that came in parts. */
export function offPolicyOf(sums: OffPolicySums, { level = DEFAULT_LEVEL, range }: OffPolicyOptions = {}): OffPolicy {
  const overlap = overlapOf(sums.overlap);
  const faulty = refuseFaults(sums.faults);
  const refusals = { value: faulty ?? refuseValue(overlap), movement: faulty ?? refuseMovement(overlap) };
  const rows = sums.overlap.rows;
  const estimates = Object.entries(sums.estimators).map(
    ([estimator, found]): OffPolicyEstimate => ({ estimator, ...estimateOf(found, refusals, level) }),
  );
  const { least: low, most: high } = sums.rewards;
  const bounds = { level, seen: { low, high }, largestUnit: sums.largestUnit };
  return {
    overlap,
    estimates,
    caps: faulty === null ? sums.caps.map((one) => cappedOf(one, { level, rows, range })) : [],
    guaranteed:
      faulty ??
      (range === undefined ? insufficient("no-reward-range") : guaranteedInterval(sums.caps, { ...bounds, range })),
  };
}

interface Refusals {
  readonly value: Insufficient | null;
  readonly movement: Insufficient | null;
}

function estimateOf(
  found: Quotients | Insufficient,
  refusals: Refusals,
  level: number,
): Omit<OffPolicyEstimate, "estimator"> {
  const told = (refused: Insufficient | null, point: typeof valuePoint): Estimated => {
    if (refused !== null) return refused;
    return isInsufficient(found) ? found : intervalOf(point(found), level);
  };
  return { value: told(refusals.value, valuePoint), movement: told(refusals.movement, movementPoint) };
}
