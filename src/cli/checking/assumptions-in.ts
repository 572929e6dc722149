import { type AssumptionCase, type CheckedAssumption, checkAssumptions } from "../../assess/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** The assumptions of a system's brief, held against its rows. */
export function assumptionsIn(
  system: SystemDefinition,
  given: Pick<AssumptionCase, "rows" | "now">,
): readonly CheckedAssumption[] {
  const { objective } = system;
  const { assumptions = [] } = (objective.stated ? objective.brief : undefined) ?? {};
  return checkAssumptions(assumptions, { system, ...given });
}
