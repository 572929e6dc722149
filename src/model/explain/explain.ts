import { cellIn, type Row, type Table } from "../../data/index.ts";
import { applyCalibration } from "../calibration/apply.ts";
import type { LinearBody } from "../formats/linear.ts";
import { applyLink } from "../link.ts";
import type { Model } from "../model.ts";
import { columnsFor } from "../signature.ts";
import type { TreesBody } from "../trees/body.ts";
import { applyTreesLink } from "../trees/link.ts";
import type { Contribution, Explanation, RawExplanation, Unexplained } from "./explanation.ts";
import { explainLinear } from "./linear.ts";
import { explainTrees } from "./trees.ts";

/** How models of a format explain a row, and what becomes of their raw scores. */
interface Explainer {
  explain(model: Model, row: Row, background?: Table): RawExplanation | Unexplained;
  /** One row's raw scores through the link, in place. */
  link(model: Model, raw: Float64Array): Float64Array;
}

/** By the name of the format: add a line to explain one more. */
const EXPLAINERS: Readonly<Record<string, Explainer>> = {
  trees: {
    explain: (model, row, background) => explainTrees(model as Model<TreesBody>, row, background),
    link: ({ body }, raw) => applyTreesLink((body as TreesBody).link, raw, raw.length),
  },
  linear: {
    explain: (model, row, background) => explainLinear(model as Model<LinearBody>, row, background),
    link: ({ signature }, raw) => applyLink(signature, raw),
  },
};

/**
 * Why a row gets its score: what each feature adds to it, exactly. Forests: Shapley values, path-dependent or, with a
 * `background` of rows, interventional (Lundberg et al., 2020). Linear models: their own terms. Other formats, and
 * forests that cannot tell, answer with a reason. Throws `model.signature-mismatch` for a background that does not fit.
 */
export function explainRow(
  model: Model,
  row: Row,
  { background }: { readonly background?: Table } = {},
): Explanation | Unexplained {
  const explainer = explainerOf(model);
  if (explainer === undefined) return { kind: "unexplained", reason: "format" };
  if (background !== undefined) columnsFor(model, background);
  if (background?.rows === 0) return { kind: "unexplained", reason: "empty-background" };
  const raw = explainer.explain(model, row, background);
  return "kind" in raw ? raw : named(model, row, raw);
}

/** What a row with those raw scores is given: through the link and the calibration. Only for models that are explained. */
export function outputsOfRaw(model: Model, raw: readonly number[]): Float64Array {
  const outputs = explainerOf(model)?.link(model, Float64Array.from(raw)) ?? Float64Array.from(raw);
  const { calibration, signature } = model;
  if (signature.task === "binary") outputs[0] = applyCalibration(calibration, outputs[0] as number);
  return outputs;
}

function explainerOf({ format }: Model): Explainer | undefined {
  return Object.hasOwn(EXPLAINERS, format) ? EXPLAINERS[format] : undefined;
}

function named({ signature }: Model, row: Row, { expected, score, adds, against }: RawExplanation): Explanation {
  const slots = signature.features.length;
  const contributions = signature.features.map(({ name }, slot): Contribution => {
    const own = Array.from(expected, (_, k) => adds[k * slots + slot] as number);
    return { feature: name, value: cellIn(row, name), adds: own };
  });
  contributions.sort((a, b) => weightOf(b) - weightOf(a));
  return { kind: "explanation", expected: [...expected], score: [...score], contributions, against };
}

function weightOf({ adds }: Contribution): number {
  return adds.reduce((sum, add) => sum + Math.abs(add), 0);
}
