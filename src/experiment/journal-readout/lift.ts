import { type Insufficient, insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  type Belief,
  type Comparison,
  clusteredPoint,
  comparisonOf,
  differencePoint,
  type Estimated,
  mapEstimate,
  meanDifference,
  meanPoint,
  normalBelief,
  relativeLift,
  sequentialDifference,
} from "../../stats/index.ts";
import type { ArmSums } from "./arm.ts";

/** Why there is no relative lift although there is a difference: the control brings nothing, or costs. */
export const CONTROL_NOT_POSITIVE = "control-not-positive";

/** What one arm brings over the control, in money. Positive: more than the control. */
export interface Lift {
  /** The arm that is compared with the control. */
  readonly arm: string;
  /** Money per unit, Welch's comparison: valid at one look, the planned one. */
  readonly perUnit: Comparison | Insufficient;
  /** The same difference, with an interval and p-value that stay valid however often they are looked at. */
  readonly alwaysValid: Comparison | Insufficient;
  /** Money per 1000 decisions, clustered by unit. One look. */
  readonly perThousandDecisions: Estimated;
  /** `perUnit` as a share of the control's money per unit; 0.1 is +10 %. Insufficient unless the control brings money. One look. */
  readonly relative: Estimated;
  /** What is believed of `perUnit` by whoever believed nothing before. */
  readonly belief: Belief | Insufficient;
}

export interface LiftOptions {
  /** Of every interval. */
  readonly level: number;
  /** Units in all at which the always-valid interval is tightest. */
  readonly plannedUnits: number;
}

function perThousand(treatment: ArmSums, control: ArmSums, level: number): Estimated {
  const point = differencePoint(clusteredPoint(treatment.perDecision), clusteredPoint(control.perDecision));
  const difference = comparisonOf(point, level);
  return isInsufficient(difference) ? difference : mapEstimate(difference, (money) => 1000 * money);
}

/** A share of nothing, or of a loss, would read as the opposite of what it is. */
function shareOf(treatment: ArmSums, control: ArmSums, level: number): Estimated {
  return control.money.mean <= 0
    ? insufficient(CONTROL_NOT_POSITIVE)
    : relativeLift(treatment.money, control.money, level);
}

/** Compares an arm with the control. */
export function liftOf(treatment: ArmSums, control: ArmSums, { level, plannedUnits }: LiftOptions): Lift {
  return {
    arm: treatment.arm,
    perUnit: meanDifference(treatment.money, control.money, level),
    alwaysValid: sequentialDifference(treatment.money, control.money, { plannedUnits, level }),
    perThousandDecisions: perThousand(treatment, control, level),
    relative: shareOf(treatment, control, level),
    belief: normalBelief(differencePoint(meanPoint(treatment.money), meanPoint(control.money)), "flat", level),
  };
}
