import type { AssessmentCore } from "./assessment.ts";

/**
 * Whether building a model is advised, or may be once more rows have shown its gain: what it brings by month and what it may
 * cost are of interest only then. What suspect data promise is not.
 */
export function isWorthwhile({ verdict: { kind, reasons } }: Pick<AssessmentCore, "verdict">): boolean {
  return kind === "use-ml" || reasons[0]?.code === "gain.unproven";
}
