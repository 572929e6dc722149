/** What the run changed in what is served. */
export interface Adoption {
  readonly kind: "champion" | "unproven" | "waiting" | "unchanged" | "rule";
  readonly message: string;
}
