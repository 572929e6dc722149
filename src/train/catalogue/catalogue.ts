import type { AlikePair, Kind } from "../../data/index.ts";
import type { Insufficient } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";

/** Who needs something: `feature stays`, `head risk`, `the rule`, `filter young`, `slice race`. */
export type User = string;

/** A field of the contract, and what is known of it. */
export interface CatalogueField {
  readonly name: string;
  readonly kind: Kind;
  /** Whether its value is there when a decision is made. */
  readonly known: "before" | "after";
  readonly unit: string | null;
  readonly description: string | null;
  /** Class of personal data. */
  readonly personal: string | null;
  /** Share of rows of the last snapshot without a value. */
  readonly missing: number | null;
  readonly usedBy: readonly User[];
}

/** What a feature is worth: what one decision would lose without it, with its interval. */
export interface FeatureValue {
  /** `retrained` without it on the same folds; or `shuffled`: its values dealt out to other rows, and nothing learned anew. */
  readonly how: "retrained" | "shuffled";
  readonly perDecision: Estimated;
  /** Over a year, when the objective says how many decisions that has; null else. */
  readonly perYear: Estimated | null;
  /** The same less what it costs to keep; null when either is not known. */
  readonly net: Estimated | null;
}

/** A feature, and what is known of it. */
export interface CatalogueFeature {
  readonly name: string;
  readonly kind: Kind;
  /** The expression in words. */
  readonly words: string;
  /** Of the expression: features with the same hash are the same. */
  readonly hash: string;
  readonly owner: string | null;
  readonly unit: string | null;
  readonly description: string | null;
  /** Declared cost of keeping it, a year. */
  readonly keep: number | null;
  /** Fields of the row, and streams with their fields, as `visits.cost`. */
  readonly reads: readonly string[];
  readonly usedBy: readonly User[];
  /** Share of the newest models' decisions that lean on it, by head; null where a model cannot tell. */
  readonly inModels: Readonly<Record<string, number | null>>;
  /** Features of other systems in this state that are the same expression over the same source. */
  readonly elsewhere: readonly { readonly system: string; readonly feature: string }[];
  readonly missing: number;
  /** Microseconds for one row, measured over the snapshot: its windows, what is made of the row, what was learned; null without rows. */
  readonly microseconds: number | null;
  readonly value: FeatureValue | Insufficient | null;
}

/** Features of which one would do. */
export interface Twins {
  readonly names: readonly string[];
  readonly because: "expression" | "values" | "correlation";
  readonly correlation?: AlikePair["correlation"];
}

/** Every field and feature of a system. */
export interface Catalogue {
  readonly system: string;
  readonly currency: string;
  readonly source: string;
  readonly snapshot: {
    readonly id: string;
    readonly rows: number;
    readonly at: number;
    /** The latest prediction time in it, milliseconds since 1970; null where the data have none. */
    readonly newest: number | null;
  };
  readonly fields: readonly CatalogueField[];
  readonly features: readonly CatalogueFeature[];
  /** Features that no model leans on, and neither the rule nor a filter reads. */
  readonly unused: readonly string[];
  readonly twins: readonly Twins[];
}
