import type { ModelVersion } from "./models.ts";

/** `mdl_b is mdl_a under another calibration`; undefined of a model that was trained. */
export function wordRecalibrated({ id, lineage }: Pick<ModelVersion, "id" | "lineage">): string | undefined {
  const { recalibrated, parents } = lineage;
  return recalibrated === undefined ? undefined : `${id} is ${parents.join(", ")} under another calibration`;
}

/** The model that learned: one that has another calibration alone tells cases apart as that did when it was trained. */
export async function trainedAs(
  registry: { findModel(id: string): Promise<ModelVersion> },
  model: ModelVersion,
): Promise<ModelVersion> {
  let found = model;
  while (found.lineage.recalibrated !== undefined) found = await registry.findModel(found.lineage.parents[0] ?? "");
  return found;
}
