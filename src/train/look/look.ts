import type { DependencePoint } from "../../evaluate/index.ts";
import type { Curve } from "../../registry/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { FeatureValue } from "../catalogue/catalogue.ts";

/** What shuffling a feature costs on unseen rows. */
export interface Worth {
  readonly feature: string;
  /** The rise of the loss as a share of the loss before; of a value's, that of the root mean squared error. */
  readonly rise: Estimated;
}

/** What decisions would lose in money without a feature. */
export interface FeatureMoney {
  readonly feature: string;
  readonly value: FeatureValue;
}

/** What the model answers as one feature takes one value after the other. */
export interface Dependence {
  readonly feature: string;
  readonly kind: "number" | "text" | "flag";
  readonly points: readonly DependencePoint[];
}

/** Two features, and the share of their joint effect that is not the sum of their own. */
export interface Together {
  readonly features: readonly [string, string];
  readonly share: number;
}

/** One case, and why it got its answer, in sentences. */
export interface Example {
  readonly reasons: readonly string[];
  /** Before any feature is known, after the reasons, and in the end. */
  readonly expected: number;
  readonly after: number;
  readonly answer: number;
  /** Whether a value was left out because it is personal. */
  readonly hides: boolean;
}

/** A loss (of a value the root mean squared error) by the number of boosting rounds, on the rows that were learned from and on unseen ones. */
export interface Learning {
  readonly seen: Curve;
  readonly unseen: Curve;
}

/** What a model looks at, found out on rows that it had not seen. */
export interface Look {
  readonly kind: "look";
  /** The head that was looked at. */
  readonly head: string;
  /** How many rows were asked about. */
  readonly rows: number;
  /** The class or label whose probability is told about; null for a head with one output. */
  readonly about: string | null;
  /** Most important first; null for an order, whose loss is no sum over rows. */
  readonly worth: readonly Worth[] | null;
  /** The dearest first; null where it cannot be told. */
  readonly money: readonly FeatureMoney[] | null;
  readonly dependence: readonly Dependence[];
  readonly together: Together | null;
  /** Null where models of the format cannot say why. */
  readonly example: Example | null;
  /** Null where the model does not grow by rounds. */
  readonly learning: Learning | null;
}

/** Why nobody looked. */
export interface Unseen {
  readonly kind: "none";
  readonly why: string;
}
