const TOLERANCE = 4 * 2 ** -52;

/**
 * Where a falling `f` crosses zero, right of zero: doubles `start` until it brackets the root, then closes in with the
 * Illinois variant of false position. Dowell and Jarratt. A modified regula falsi method. BIT 11, 1971.
 */
export function fallingRoot(f: (x: number) => number, start: number): number {
  let [low, high] = [0, start];
  let [atLow, atHigh] = [f(0), f(start)];
  while (atHigh > 0 && high < Number.MAX_VALUE) {
    [low, atLow] = [high, atHigh];
    high *= 2;
    atHigh = f(high);
  }
  for (let turn = 0, kept = 0; turn < 200 && high - low > TOLERANCE * high && atLow !== atHigh; turn++) {
    const x = low + ((high - low) * atLow) / (atLow - atHigh);
    const at = f(x);
    if (at === 0) return x;
    // The end that stays twice in a row is pulled in at half its height; otherwise it would stay for good.
    if (at > 0) {
      [low, atLow] = [x, at];
      if (kept === 1) atHigh /= 2;
      kept = 1;
    } else {
      [high, atHigh] = [x, at];
      if (kept === -1) atLow /= 2;
      kept = -1;
    }
  }
  return Math.abs(atLow) < Math.abs(atHigh) ? low : high;
}
