import type { Kind, Row, Table } from "../data/index.ts";
import type { ModelPorts } from "./onnx/foreign.ts";

/** Every task. */
export const TASKS = ["binary", "multiclass", "hierarchical", "multilabel", "regression", "ranking"] as const;
/** What a head predicts. */
export type Task = (typeof TASKS)[number];

/** A feature that a model reads. */
export interface FeatureSlot {
  readonly name: string;
  readonly kind: Exclude<Kind, "time">;
}

/** What goes into a model and what comes out of it. */
export interface Signature {
  readonly task: Task;
  readonly features: readonly FeatureSlot[];
  /**
   * Multiclass: the classes, in the order of the outputs. Hierarchical: the leaves, each as its whole path, such as
   * `"fashion > shoes"`. Multilabel: the labels. Empty otherwise.
   */
  readonly classes: readonly string[];
}

/** A map from a raw probability to a calibrated one (binary only). Fitted in `learn/`, applied here. */
export type Calibration =
  | { readonly kind: "none" }
  /** sigmoid(slope · logit(p) + intercept). Platt, 1999. */
  | { readonly kind: "platt"; readonly slope: number; readonly intercept: number }
  /** sigmoid(a · ln p − b · ln(1 − p) + intercept), a and b not negative. Kull, Silva Filho and Flach, 2017. */
  | { readonly kind: "beta"; readonly a: number; readonly b: number; readonly intercept: number }
  /** Monotone, linear between the knots, constant beyond them. Zadrozny and Elkan, 2002. */
  | { readonly kind: "isotonic"; readonly from: readonly number[]; readonly to: readonly number[] };

/**
 * How far off the model was on rows that it had not seen, so that a prediction can come with an interval or a set that
 * holds the truth as often as asked (split conformal; Vovk et al., 2005; Lei et al., 2018). `scores` are ascending
 * nonconformity scores: |truth − prediction| (regression), or 1 − the probability of the true class.
 */
export interface Conformal {
  readonly kind: "residual" | "set";
  readonly scores: readonly number[];
  /**
   * Residuals only: how large they usually are around a prediction, linear between the knots and above 0. Scores are
   * then in units of it, and an interval is wider where the model errs more. Absent: 1 everywhere.
   */
  readonly scale?: { readonly from: readonly number[]; readonly to: readonly number[] };
}

/**
 * What `fit` returned: immutable, and all that serving needs.
 * `body` belongs to the format; everything else is read by everyone.
 */
export interface Model<Body = unknown> {
  /** Name of the format in the catalogue: `trees`, `linear`, `constant`. */
  readonly format: string;
  readonly signature: Signature;
  readonly calibration: Calibration;
  /** Of a model with several outputs, one map each; see `calibrateOutputs`. Absent: none is calibrated. */
  readonly calibrations?: readonly Calibration[];
  /** Absent: the model gives points alone. */
  readonly conformal?: Conformal;
  readonly body: Body;
}

/**
 * One way to store and score a model. One file in `model/formats/`, one `defineFormat` call.
 *
 * `scoreRaw` writes `rows × outputs` numbers, row by row: one probability (binary), one per class, summing to 1
 * (multiclass, hierarchical), one per label (multilabel), one value (regression), or one score, more is better
 * (ranking). The table holds the signature's features by name, in any order; more columns do no harm.
 *
 * A format that holds whole models (one per label, per node, per key) is handed what it takes to score, encode and
 * decode them, whatever their formats: it cannot import the catalogue that it stands in.
 */
export interface ModelFormat<Body> {
  readonly name: string;
  /** Raised when the bytes of a body change their meaning; older versions stay readable. */
  readonly version: number;
  scoreRaw(model: Model<Body>, table: Table, scorePart: (part: Model, table: Table) => Float64Array): Float64Array;
  /**
   * What `scoreRaw` gives for tables that differ from a first one in some columns, where the format has a faster way to it
   * for such a table.
   */
  changesScorer?(model: Model<Body>, first: Table): ((changed: Table) => Float64Array) | undefined;
  /** What `scoreRaw` gives for a table of one row, where the format has a faster way to it. */
  rowScorer?(model: Model<Body>, scorerOf: (part: Model) => RowScorer): RowScorer;
  /** The body as JSON-like data; same body, same bytes. */
  encode(body: Body, encodePart: (part: Model) => string): unknown;
  /** Trusts nothing: the body fits the signature. Throws `model.corrupt`. */
  decode(data: unknown, head: BodyHead, decodePart: (text: unknown) => Model): Body;
  /** Each feature's share of what the model learned, 0 to 1, by the format's own measure (gain, |coefficient| …). */
  importance(model: Model<Body>, importanceOf: (part: Model) => Importance): Importance;
}

/** Writes one row's outputs into `out`. A key that the row lacks is missing. */
export type RowScorer = (row: Row, out: Float64Array) => void;

/** What is known of a body before it is read: the version of its format that wrote it, and the model's signature. */
export interface BodyHead {
  readonly version: number;
  readonly signature: Signature;
  /** What a body may need to be scored and cannot bring along. */
  readonly ports?: ModelPorts;
}

/** Each feature's share of what a model learned, by name. Of a feature that is not named the share is not known. */
export type Importance = Readonly<Record<string, number>>;

/** Declares a model format: frozen, as it is. */
export function defineFormat<Body>(format: ModelFormat<Body>): ModelFormat<Body> {
  return Object.freeze(format);
}
