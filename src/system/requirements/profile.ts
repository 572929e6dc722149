import type { Requirements } from "../../objective/index.ts";
import type { SystemDefinition } from "../system.ts";
import type { Demand } from "./demand.ts";
import type { Filled } from "./filled.ts";
import { type KnownOf, keepDemands, retrainDemands } from "./keeping.ts";
import { budgetDemands, peakDemands, placeDemands } from "./means.ts";
import { regulatedDemands } from "./regulated.ts";
import { batchDemands, realTimeDemands } from "./timing.ts";

/** What the requirements of a system demand, how that stands, and what they set where the file left it open. */
export interface Profile {
  /** The requirements as they are declared; empty where there are none. */
  readonly requirements: Requirements;
  readonly demands: readonly Demand[];
  readonly filled: readonly Filled[];
}

/** Draws the profile of a system from its file, and from what is known beyond it. */
export function profileOf(system: SystemDefinition, known: KnownOf = {}): Profile {
  const { objective, filled = [] } = system;
  const requirements = (objective.stated ? objective.requirements : undefined) ?? {};
  return {
    requirements,
    demands: [
      ...(requirements.regulated === undefined ? [] : regulatedDemands(system, known)),
      ...realTimeDemands(system),
      ...batchDemands(system),
      ...peakDemands(system),
      ...retrainDemands(system, known),
      ...keepDemands(system),
      ...budgetDemands(system),
      ...placeDemands(system),
    ],
    filled,
  };
}
