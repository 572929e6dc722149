/** Models: their formats, scoring, calibration maps. What serving and browsers need, and no more. */
export {
  type Calibration,
  defineFormat,
  type FeatureSlot,
  type Model,
  type ModelFormat,
  type Signature,
  type Task,
} from "./model.ts";
