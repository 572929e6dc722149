import { cellIn } from "../../data/index.ts";
import { calibrateOutputs } from "../calibration/apply.ts";
import type { Model } from "../model.ts";
import type { PartitionedBody } from "../partitioned/body.ts";
import { findPartOfRow } from "../partitioned/lookup.ts";
import type { Asked } from "./asked.ts";
import type { Explanation, Unexplained } from "./explanation.ts";

/** The part that answers explains its answer; the features that only chose it add nothing. */
export function explainPartitioned(model: Model<PartitionedBody>, asked: Asked): Explanation | Unexplained {
  const part = findPartOfRow(model.body, asked.row)?.model() ?? model.body.parent;
  const found = asked.explainPart(part, asked);
  if (found.kind === "unexplained") return found;
  const seen = new Set(found.contributions.map(({ feature }) => feature));
  const others = model.signature.features
    .filter(({ name }) => !seen.has(name))
    .map(({ name }) => ({ feature: name, value: cellIn(asked.row, name), adds: found.expected.map(() => 0) }));
  return {
    ...found,
    contributions: [...found.contributions, ...others],
    toOutputs: (raw) => calibrateOutputs(model, found.toOutputs(raw)),
  };
}
