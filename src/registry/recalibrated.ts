import type { ModelVersion } from "./models.ts";

/** `mdl_b is mdl_a under another calibration`; undefined of a model that was trained. */
export function wordRecalibrated({ id, lineage }: Pick<ModelVersion, "id" | "lineage">): string | undefined {
  const { recalibrated, parents } = lineage;
  return recalibrated === undefined ? undefined : `${id} is ${parents.join(", ")} under another calibration`;
}
