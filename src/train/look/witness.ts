import type { LearnerSpec } from "../../learn/index.ts";
import { decodeModel, type Model } from "../../model/index.ts";
import type { HeadCalibration } from "../fit/calibrate-kernel.ts";

/** A model that was judged, as it was judged, and the rows that it was judged on. */
export interface Witness {
  /** Encoded, before its calibration. */
  readonly bytes: Uint8Array;
  readonly calibration: HeadCalibration;
  readonly learner: LearnerSpec;
  /** Numbers of the rows that it learned from, and of those that it had not seen. */
  readonly train: Int32Array;
  readonly unseen: Int32Array;
}

/** The model as it was judged. */
export function modelOf({ bytes, calibration }: Witness): Model {
  return { ...decodeModel(bytes), ...calibration };
}
