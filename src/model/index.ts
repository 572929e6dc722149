/** Models: their formats, scoring, calibration maps. What serving and browsers need, and no more. */
export { type FormatName, formats } from "./_catalogue.ts";
export { applyCalibration, calibrateOutputs } from "./calibration/apply.ts";
export { type Interval, intervalOf, MOST_SCORES, predictionSet, sharesOf } from "./calibration/conformal.ts";
export { interpolate, type Knots } from "./calibration/interpolate.ts";
export { decodeModel, decodeText, encodeModel, encodeText } from "./encode.ts";
export { isEncodedModel } from "./encoded-model.ts";
export {
  headUnreadable,
  modelCorrupt,
  modelFormatUnknown,
  modelNotFinite,
  modelVersionNewer,
  signatureMismatch,
} from "./errors.ts";
export type { Described as ImportDescription, DescribedFeature } from "./exchange/describe.ts";
export {
  exportUnsupported,
  importCutShort,
  importFeatures,
  importMalformed,
  importOption,
  importUnrecognised,
  importUnsupported,
  importVersion,
} from "./exchange/errors.ts";
export type { FeatureOptions, ImportFormat, ImportOptions } from "./exchange/foreign.ts";
export { describeImport, type ImportContent, importModel } from "./exchange/import.ts";
export { exportLightgbm, type LightgbmExport } from "./exchange/lightgbm/export.ts";
export {
  type Change,
  type Counterfactual,
  counterfactual,
} from "./explain/counterfactual.ts";
export type { CounterfactualOptions } from "./explain/counterfactual-options.ts";
export { counterfactualInvalid, notAFeature } from "./explain/errors.ts";
export { explainRow } from "./explain/explain.ts";
export type { Contribution, Explanation, Unexplained } from "./explain/explanation.ts";
export { type Reason, type ReasonOptions, reasonsFor } from "./explain/reasons.ts";
export type { Actionable } from "./explain/values.ts";
export { type ConstantBody, constant } from "./formats/constant.ts";
export { type FactorsBody, type FactorsSide, factors } from "./formats/factors.ts";
export { type HierarchyBody, type HierarchyNode, hierarchy } from "./formats/hierarchy.ts";
export { type LinearBody, linear, type NumberTerm, type TextTerm, withinLinearReach } from "./formats/linear.ts";
export { type NeighboursBody, neighbours } from "./formats/neighbours.ts";
export { onnx } from "./formats/onnx.ts";
export { partitioned } from "./formats/partitioned.ts";
export { type LabelChain, type PerLabelBody, perLabel } from "./formats/per-label.ts";
export { transformed } from "./formats/transformed.ts";
export { trees } from "./formats/trees.ts";
export { encodeHead, type HeadReading, type PortableHead } from "./head-file/head-file.ts";
export { type OpenHead, openHead } from "./head-file/open-head.ts";
export { pathOf, pathProbabilities, stepsOf } from "./hierarchy/paths.ts";
export { type Layout, layOut, layoutOf } from "./layout.ts";
export { applyLink, logit, sigmoid, softmax } from "./link.ts";
export {
  type Calibration,
  type Conformal,
  defineFormat,
  type FeatureSlot,
  type Model,
  type ModelFormat,
  type RowScorer,
  type Signature,
  TASKS,
  type Task,
} from "./model.ts";
export type { Remembered } from "./neighbours/distance.ts";
export type { OnnxBody, OnnxInput } from "./onnx/body.ts";
export {
  onnxEvaluation,
  onnxExport,
  onnxExternalData,
  onnxMalformed,
  onnxMissing,
  onnxOperators,
  onnxRuntimeNeeded,
  onnxSignature,
  onnxVersion,
} from "./onnx/errors.ts";
export { exportOnnx } from "./onnx/export/export.ts";
export type { ForeignRuntime, ForeignSession, ModelPorts } from "./onnx/foreign.ts";
export { type ImportOnnxOptions, importOnnx } from "./onnx/import.ts";
export { onnxOperatorNames } from "./onnx/operators.ts";
export type { Tensor as OnnxTensor } from "./onnx/tensor.ts";
export { type KeyPart, lazyPart, type PartitionedBody } from "./partitioned/body.ts";
export { type LevelUsed, levelUsed } from "./partitioned/level-used.ts";
export { type ModelPart, partsOf } from "./parts.ts";
export { changesScorer, importanceOf, rowScorer, scoreModel, scoreRow } from "./score.ts";
export { checkSignature, outputsOf } from "./signature.ts";
export { behindTransforms, type TransformedBody } from "./transformed/body.ts";
export type { TreesBody, TreesLink } from "./trees/body.ts";
export { firstRoundsScorer, roundsOf } from "./trees/first-rounds.ts";
