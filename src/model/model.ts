import type { Kind, Table } from "../data/index.ts";

/** What a head predicts. */
export type Task = "binary" | "multiclass" | "regression";

export interface FeatureSlot {
  readonly name: string;
  readonly kind: Exclude<Kind, "time">;
}

/** What goes into a model and what comes out of it. */
export interface Signature {
  readonly task: Task;
  readonly features: readonly FeatureSlot[];
  /** The classes of a multiclass model, in the order of its outputs. Empty otherwise. */
  readonly classes: readonly string[];
}

/** A map from a raw probability to a calibrated one (binary only). Fitted in `learn/`, applied here. */
export type Calibration =
  | { readonly kind: "none" }
  /** sigmoid(slope · logit(p) + intercept). Platt, 1999. */
  | { readonly kind: "platt"; readonly slope: number; readonly intercept: number }
  /** Monotone, linear between the knots, constant beyond them. Zadrozny and Elkan, 2002. */
  | { readonly kind: "isotonic"; readonly from: readonly number[]; readonly to: readonly number[] };

/**
 * What `fit` returned: immutable, and all that serving needs.
 * `body` belongs to the format; everything else is read by everyone.
 */
export interface Model<Body = unknown> {
  /** Name of the format in the catalogue: `trees`, `linear`, `constant`. */
  readonly format: string;
  readonly signature: Signature;
  readonly calibration: Calibration;
  readonly body: Body;
}

/**
 * One way to store and score a model. One file in `model/formats/`, one `defineFormat` call.
 *
 * `scoreRaw` writes `rows × outputs` numbers, row by row: one probability (binary), one per class (multiclass), or one
 * value (regression). The table holds the signature's features by name, in any order; more columns do no harm.
 */
export interface ModelFormat<Body> {
  readonly name: string;
  /** Raised when the bytes of a body change their meaning; older versions stay readable. */
  readonly version: number;
  scoreRaw(model: Model<Body>, table: Table): Float64Array;
  /** The body as JSON-like data; same body, same bytes. */
  encode(body: Body): unknown;
  decode(data: unknown, version: number): Body;
  /** Each feature's share of what the model learned, 0 to 1, by the format's own measure (gain, |coefficient| …). */
  importance(model: Model<Body>): Readonly<Record<string, number>>;
}

export function defineFormat<Body>(format: ModelFormat<Body>): ModelFormat<Body> {
  return Object.freeze(format);
}
