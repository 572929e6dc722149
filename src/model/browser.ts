/**
 * `alidade/browser`: scoring in a page or on a device, without a server and without a connection. The code is the one that
 * serving runs, so the answers are the same.
 */

export { type Cell, type Row, type Table, tableOf } from "../data/index.ts";
export { AlidadeError, isAlidadeError } from "../kernel/index.ts";
export { type Interval, intervalOf, predictionSet } from "./calibration/conformal.ts";
export { decodeModel } from "./encode.ts";
export { type OpenHead, openHead } from "./head-file/open-head.ts";
export type { Calibration, Conformal, FeatureSlot, Model, RowScorer, Signature, Task } from "./model.ts";
export { rowScorer, scoreModel, scoreRow } from "./score.ts";
