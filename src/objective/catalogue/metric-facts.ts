/** Whom a metric speaks of: a model's predictions, the system that serves them, or the business. */
export type MetricFamily = "model" | "system" | "business";

/** What a metric's number counts. `label`: the label's own unit; `declared`: that of the outcome or the amounts it is made of. */
export type MetricUnit =
  | "money"
  | "share"
  | "count"
  | "number"
  | "nats"
  | "milliseconds"
  | "per second"
  | "bytes"
  | "label"
  | "declared";

/** Where its number comes from. */
export type MetricOrigin =
  /** Predictions beside the truth, as training and the gate see them. */
  | "evaluation"
  /** A file of outputs and references: `alidade metrics --outputs`. */
  | "file"
  /** The journal's decisions and outcomes: `alidade metrics <system>`. */
  | "journal"
  /** A running server: `alidade metrics <system> --url`. */
  | "server"
  /** Nowhere yet; the definition says who has to measure it. */
  | "outside";

/** A metric as the catalogue knows it: one definition, so that a name means one thing. */
export interface MetricFacts {
  /** As it is written in reports: `take-rate`. */
  readonly name: string;
  readonly family: MetricFamily;
  readonly unit: MetricUnit;
  /** Which way is better. */
  readonly direction: "increase" | "decrease";
  /** One sentence. */
  readonly definition: string;
  readonly formula?: string;
  /** The data that it needs. */
  readonly needs: string;
  /** How it misleads. */
  readonly pitfalls?: string;
  /** What else it is called. */
  readonly aliases?: readonly string[];
  readonly from: MetricOrigin;
  /** The word of a system file that watches it, as an example: `ctr("clicked")`. */
  readonly word?: string;
}
