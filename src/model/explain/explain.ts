import type { Row, Table } from "../../data/index.ts";
import type { ConstantBody } from "../formats/constant.ts";
import type { HierarchyBody } from "../formats/hierarchy.ts";
import type { LinearBody } from "../formats/linear.ts";
import type { PerLabelBody } from "../formats/per-label.ts";
import { applyLink } from "../link.ts";
import type { Model } from "../model.ts";
import type { PartitionedBody } from "../partitioned/body.ts";
import { columnsFor } from "../signature.ts";
import type { TransformedBody } from "../transformed/body.ts";
import type { TreesBody } from "../trees/body.ts";
import { applyTreesLink } from "../trees/link.ts";
import type { Asked } from "./asked.ts";
import { explainConstant } from "./constant.ts";
import type { Explanation, Unexplained } from "./explanation.ts";
import { explainHierarchy } from "./hierarchy.ts";
import { explainLinear } from "./linear.ts";
import { named } from "./named.ts";
import { explainPartitioned } from "./partitioned.ts";
import { explainPerLabel } from "./per-label.ts";
import { explainTransformed } from "./transformed.ts";
import { explainTrees } from "./trees.ts";

type Explainer = (model: Model, asked: Asked) => Explanation | Unexplained;

/** By the name of the format: add a line to explain one more. */
const EXPLAINERS: Readonly<Record<string, Explainer>> = {
  constant: (model, { row }) =>
    named(model, row, { ...explainConstant(model as Model<ConstantBody>), link: (raw) => raw }),
  hierarchy: (model, asked) => explainHierarchy(model as Model<HierarchyBody>, asked),
  linear: (model, { row, background }) => {
    const found = explainLinear(model as Model<LinearBody>, row, background);
    return named(model, row, { ...found, link: (raw) => applyLink(model.signature, raw) });
  },
  partitioned: (model, asked) => explainPartitioned(model as Model<PartitionedBody>, asked),
  perLabel: (model, asked) => explainPerLabel(model as Model<PerLabelBody>, asked),
  transformed: (model, asked) => explainTransformed(model as Model<TransformedBody>, asked),
  trees: (model, { row, background }) => {
    const { link } = model.body as TreesBody;
    const found = explainTrees(model as Model<TreesBody>, row, background);
    if ("kind" in found) return found;
    return named(model, row, { ...found, link: (raw) => applyTreesLink(link, raw, raw.length) });
  },
};

/**
 * Why a row gets its score: what each feature adds to it, exactly. Forests: Shapley values, path-dependent or, with a
 * `background` of rows, interventional (Lundberg et al., 2020). Linear models: their own terms. Composed models by their
 * parts: one model per key, by the part that answers; one per label, label by label, where a chain's model takes the
 * answers before it for features; a tree of classes, by the forks that the row reaches. Behind fitted transforms: feature by feature, whatever
 * columns they became. Other formats, and forests that
 * cannot tell, answer with a reason. Throws `model.signature-mismatch` for a background that does not fit.
 */
export function explainRow(
  model: Model,
  row: Row,
  { background }: { readonly background?: Table } = {},
): Explanation | Unexplained {
  if (background !== undefined) columnsFor(model, background);
  if (background?.rows === 0) return { kind: "unexplained", reason: "empty-background" };
  return explain(model, { row, background, explainPart: explain });
}

function explain(model: Model, asked: Asked): Explanation | Unexplained {
  const explainer = Object.hasOwn(EXPLAINERS, model.format) ? EXPLAINERS[model.format] : undefined;
  return explainer?.(model, asked) ?? { kind: "unexplained", reason: "format" };
}
