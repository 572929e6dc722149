/** Something that a person should know and that did not stop the run. */
export interface Warning {
  /** Stable: `leak.predicts-alone`, `data.quarantined`, `objective.unstated` … */
  readonly code: string;
  readonly message: string;
}
