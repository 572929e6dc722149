/** For each row the code of the rule that it broke, 0 where all is well. Sound data take no memory. */
export interface Marks {
  /** Rows that broke a rule. */
  readonly count: number;
  at(row: number): number;
  /** Marks a row, unless it is marked already. */
  set(row: number, code: number): void;
}

/** No row marked yet, of so many. */
export function marksFor(rows: number): Marks {
  let codes: Uint8Array | undefined;
  let count = 0;
  return {
    get count() {
      return count;
    },
    at: (row) => (codes === undefined ? 0 : (codes[row] as number)),
    set(row, code) {
      codes ??= new Uint8Array(rows);
      if (codes[row] !== 0) return;
      codes[row] = code;
      count++;
    },
  };
}
