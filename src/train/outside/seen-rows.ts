import type { GateReason, GateResult } from "../../evaluate/index.ts";
import type { SystemDefinition } from "../../system/index.ts";

/** The code of the warning, and of the gate's reason. */
export const SAW_ROWS = "model.saw-rows";

/** The heads with an imported model of which nobody has declared that it has not seen the data. */
export function headsThatMayHaveSeen({ heads }: SystemDefinition): readonly string[] {
  const open = Object.entries(heads).filter(
    ([, { learner }]) => learner.learner === "imported" && learner.params.unseen !== true,
  );
  return open.map(([name]) => name);
}

/** The gate's word, knowing that what a model earns on rows that it may have learned from proves nothing. */
export function gateKnowing(gate: GateResult, system: SystemDefinition): GateResult {
  const reasons = headsThatMayHaveSeen(system).map(
    (head): GateReason => ({
      code: SAW_ROWS,
      finding: "insufficient",
      message: `The imported model of \`${head}\` may have learned from the rows that it is judged on, so that what it earns here proves nothing; declare \`unseen: true\` if it has not.`,
    }),
  );
  if (reasons.length === 0) return gate;
  return { verdict: gate.verdict === "refuse" ? "refuse" : "insufficient", reasons: [...reasons, ...gate.reasons] };
}
