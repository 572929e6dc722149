import { cellIn, type Row } from "../../data/index.ts";
import { applyFrozen, frozenRow } from "../../features/index.ts";
import { calibrateOutputs } from "../calibration/apply.ts";
import type { Model } from "../model.ts";
import type { TransformedBody } from "../transformed/body.ts";
import { type Origin, originsOf } from "../transformed/feature-of.ts";
import type { Asked } from "./asked.ts";
import type { Contribution, Explanation, Unexplained } from "./explanation.ts";
import { sorted } from "./named.ts";

/** The inner model explains its answer; what the columns of a feature add is added up under the feature's name. */
export function explainTransformed(model: Model<TransformedBody>, asked: Asked): Explanation | Unexplained {
  const { frozen, model: inner } = model.body;
  const background = asked.background === undefined ? undefined : applyFrozen(frozen, asked.background);
  const found = asked.explainPart(inner, { ...asked, row: frozenRow(frozen)(asked.row), background });
  if (found.kind === "unexplained") return found;
  return {
    ...found,
    contributions: sorted(byFeature(found.contributions, originsOf(frozen), asked.row)),
    toOutputs: (raw) => calibrateOutputs(model, found.toOutputs(raw)),
  };
}

/** A feature that is made of one column of the row is told of by that column's value, as it was given. */
function byFeature(
  contributions: readonly Contribution[],
  origins: ReadonlyMap<string, Origin>,
  row: Row,
): readonly Contribution[] {
  const sums = new Map<string, Contribution>();
  // In the order of declaration, so that equals are told of in that order.
  for (const [name, { feature, inputs }] of origins) {
    const one = contributions.find((contribution) => contribution.feature === name);
    if (one === undefined) continue;
    const [input] = inputs;
    const value = inputs.length === 1 && input !== undefined ? cellIn(row, input) : one.value;
    const before = sums.get(feature)?.adds ?? one.adds.map(() => 0);
    sums.set(feature, { feature, value, adds: one.adds.map((add, k) => add + (before[k] as number)) });
  }
  return [...sums.values()];
}
