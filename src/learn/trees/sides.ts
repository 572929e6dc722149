/** Which bins go left. */
export interface Sides {
  /** Numbers: the last bin that goes left, and whether missing values do. */
  readonly lastLeft: number;
  readonly missingLeft: boolean;
  /** Levels: the bins that go left, a bit each. Undefined for numbers. */
  readonly set: Int32Array | undefined;
}

/** Whether a bin goes left. */
export function goesLeft({ lastLeft, missingLeft, set }: Sides, bin: number): boolean {
  if (set !== undefined) return (((set[bin >> 5] as number) >>> (bin & 31)) & 1) === 1;
  return bin === 0 ? missingLeft : bin <= lastLeft;
}

/** Writes the side of every bin, 256 bytes from `at` on: 1 is left. */
export function writeSides(sides: Sides, into: Uint8Array, at: number): void {
  if (sides.set === undefined) {
    into.fill(1, at, at + sides.lastLeft + 1);
    into.fill(0, at + sides.lastLeft + 1, at + 256);
    into[at] = sides.missingLeft ? 1 : 0;
    return;
  }
  for (let bin = 0; bin < 256; bin++) into[at + bin] = goesLeft(sides, bin) ? 1 : 0;
}
