import {
  type ClusterTotals,
  clusteredProportion,
  type Estimated,
  type Moments,
  mean,
  momentsOf,
} from "../../stats/index.ts";
import type { UnitObservation } from "./units.ts";

/** One arm's units as the mathematics needs them. */
export interface ArmSums {
  readonly arm: string;
  /** Money of each unit. */
  readonly money: Moments;
  /** Money (sums) and decisions (sizes) by unit, for what is counted per decision. */
  readonly perDecision: ClusterTotals;
  readonly acted: ClusterTotals;
  readonly outcomes: ClusterTotals;
}

/** What a readout says of one arm. */
export interface ArmReadout {
  readonly arm: string;
  /** What it served; more than one release means that the arm changed under way. */
  readonly releases: readonly string[];
  readonly units: number;
  readonly decisions: number;
  readonly moneyPerUnit: Estimated;
  /** Share of the decisions that acted. */
  readonly actionRate: Estimated;
  /** Share of the known labels that are true. */
  readonly outcomeRate: Estimated;
}

type Counts = Pick<UnitObservation, "money" | "decisions" | "acted" | "known" | "positive">;

/** One count of every unit. A loop, because `Float64Array.from` takes three times as long. */
function counts(units: readonly UnitObservation[], name: keyof Counts): Float64Array {
  const values = new Float64Array(units.length);
  for (let i = 0; i < units.length; i++) values[i] = units[i]?.[name] ?? 0;
  return values;
}

/** Sums the units of one arm. */
export function sumArm(arm: string, all: readonly UnitObservation[]): ArmSums {
  const units = all.filter((unit) => unit.arm === arm);
  const money = counts(units, "money");
  const decisions = counts(units, "decisions");
  return {
    arm,
    money: momentsOf(money),
    perDecision: { sums: money, sizes: decisions },
    acted: { sums: counts(units, "acted"), sizes: decisions },
    outcomes: { sums: counts(units, "positive"), sizes: counts(units, "known") },
  };
}

/** Words one arm. Rates are clustered by unit: one visitor's many decisions are not many visitors. */
export function readArm(sums: ArmSums, releases: readonly string[], level: number): ArmReadout {
  return {
    arm: sums.arm,
    releases,
    units: sums.money.n,
    decisions: sums.perDecision.sizes.reduce((total, size) => total + size, 0),
    moneyPerUnit: mean(sums.money, level),
    actionRate: clusteredProportion(sums.acted, level),
    outcomeRate: clusteredProportion(sums.outcomes, level),
  };
}
