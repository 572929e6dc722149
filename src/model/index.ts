/** Models: their formats, scoring, calibration maps. What serving and browsers need, and no more. */
export { type FormatName, formats } from "./_catalogue.ts";
export { applyCalibration } from "./calibration.ts";
export { decodeModel, encodeModel } from "./encode.ts";
export { modelCorrupt, modelFormatUnknown, modelVersionNewer, signatureMismatch } from "./errors.ts";
export { type ConstantBody, constant } from "./formats/constant.ts";
export { type LinearBody, linear, type NumberTerm, type TextTerm } from "./formats/linear.ts";
export { trees } from "./formats/trees.ts";
export { applyLink, logit, sigmoid, softmax } from "./link.ts";
export {
  type Calibration,
  defineFormat,
  type FeatureSlot,
  type Model,
  type ModelFormat,
  type Signature,
  type Task,
} from "./model.ts";
export { importanceOf, scoreModel, scoreRow } from "./score.ts";
export { checkSignature, outputsOf } from "./signature.ts";
export type { TreesBody } from "./trees/body.ts";
