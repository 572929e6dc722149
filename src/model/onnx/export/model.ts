import type { ConstantBody } from "../../formats/constant.ts";
import type { HierarchyBody } from "../../formats/hierarchy.ts";
import type { LinearBody } from "../../formats/linear.ts";
import type { PerLabelBody } from "../../formats/per-label.ts";
import type { Model } from "../../model.ts";
import type { TreesBody } from "../../trees/body.ts";
import { onnxExport } from "../errors.ts";
import { draftCalibration, draftCalibrations } from "./calibration.ts";
import { type Draft, doubles } from "./draft.ts";
import { draftHierarchy } from "./hierarchy.ts";
import { draftLinear, draftRows } from "./linear.ts";
import { draftPerLabel } from "./per-label.ts";
import { namedIn, type Scope } from "./scope.ts";
import { draftTrees } from "./trees.ts";

const ALLOWED =
  "models of the formats trees, linear and constant, one per label or per fork of these, and imported ONNX files as they are,";

/** The calibrated outputs of a model, of a part of one too: rows × outputs, in double precision. Throws `onnx.export-unsupported`. */
export function draftModel(out: Draft, model: Model, scope: Scope): string {
  const raw = draftBody(out, model, scope);
  return model.signature.task === "binary"
    ? draftCalibration(out, model.calibration, raw)
    : draftCalibrations(out, model, raw);
}

function draftBody(out: Draft, model: Model, scope: Scope): string {
  const { format, body } = model;
  const features = namedIn(scope, model.signature.features);
  const draftPart = (part: Model, within: Scope): string => draftModel(out, part, within);
  if (format === "trees") return draftTrees(out, features, body as TreesBody);
  if (format === "linear") return draftLinear(out, { ...model.signature, features }, body as LinearBody);
  if (format === "perLabel") return draftPerLabel(out, body as PerLabelBody, { scope, draftPart });
  if (format === "hierarchy") return draftHierarchy(out, body as HierarchyBody, { scope, draftPart });
  if (format === "constant") return draftConstant(out, body as ConstantBody, features[0]?.name ?? "");
  const parts = format === "partitioned" ? ", whose parts can, one file each: see `partsOf`" : "";
  throw onnxExport({ what: `the format ${format}${parts}`, allowed: ALLOWED });
}

function draftConstant(out: Draft, { outputs }: ConstantBody, feature: string): string {
  return draftRows(out, feature, out.constant(doubles([1, outputs.length], outputs)));
}
