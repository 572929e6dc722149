/** A field that knows more about the label than a field known at decision time plausibly can. */
export interface LeakSuspect {
  readonly field: string;
  readonly why: "predicts-alone" | "predicts-by-presence" | "later-than-decision";
  /** Hardly anything but a value of afterwards looks so. False: an honest field may, and only a person can tell. */
  readonly certain: boolean;
  /** ROC-AUC of the field alone (or of its mere presence), out of fold; share of rows for a time. */
  readonly strength: number;
  /** What was found. */
  readonly message: string;
  /** What to do about it. */
  readonly advice: string;
}
