/** Something that was assumed, and that a person should look at. */
export interface Warning {
  /** Stable: `init.positive-assumed`. */
  readonly code: string;
  readonly message: string;
}
