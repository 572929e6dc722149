/** What people want to know of a feature, and what they have to pay for it. Nothing that is learned depends on it. */
export interface AboutFeature {
  /** Who answers for it: a person, a team. */
  readonly owner?: string;
  readonly unit?: string;
  readonly description?: string;
  /** What it costs to keep, in the objective's currency a year: a supplier, a pipeline, the people who mind it. */
  readonly keep?: number;
}

/** What is said of features, by name. */
export type AboutFor<F> = { readonly [Name in keyof F]?: AboutFeature };
