import type { Enforced } from "../data/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { type Dataset, selectionFindings } from "../train/index.ts";
import type { Sign } from "./signs.ts";

/** Whether rows without a label are like those that have one: asked of a classifier. Nothing where every row has one. */
export function selectionSign(system: SystemDefinition, inspected: Enforced, dataset: Dataset | null): readonly Sign[] {
  if (dataset === null) return [];
  return selectionFindings({ system, inspected, dataset }).map(({ code, message, advice }) => ({
    code: "data.selection",
    name: "Selection",
    says: code === "selection.bias" ? "against" : "neither",
    message: advice === undefined ? message : `${message} ${advice}`,
  }));
}
