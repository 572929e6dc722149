/** One thing that was checked. */
export interface Finding {
  /** Stable: `contract.rows`, `leak.predicts-alone`, `split.copies` … */
  readonly code: string;
  /** `warning`: to be looked at by a person, and nothing that need stop anybody. */
  readonly finding: "ok" | "warning" | "fail";
  /** What was found, with its figures. */
  readonly message: string;
  /** What to do about it. */
  readonly advice?: string;
}
