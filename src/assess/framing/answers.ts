/** The judged decisions: number of a decision → its place among them. */
export type Places = ReadonlyMap<number, number>;

/** What a framing does about the judged decisions, as the declared system would: one answer for each place. */
export type Answers =
  /** Acts from the threshold on, under the declared capacity. */
  | { readonly kind: "act"; readonly score: Float64Array; readonly threshold: number }
  | { readonly kind: "label"; readonly labels: readonly (string | null)[] }
  | { readonly kind: "value"; readonly values: Float64Array }
  /** A score for each row of the table; NaN where it has none. */
  | { readonly kind: "order"; readonly scores: Float64Array };
