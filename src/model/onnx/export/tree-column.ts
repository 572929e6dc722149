/** A column of the matrix: a slot, and whether its zeros have become missing values. */
export interface TreeColumn {
  readonly slot: number;
  readonly isZeroMissing: boolean;
}
