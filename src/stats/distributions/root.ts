const TOLERANCE = 4 * 2 ** -52;

/** A place and the height of the function there. */
type Spot = readonly [x: number, height: number];

/** Doubles until the function has fallen below zero. */
function bracket(f: (x: number) => number, start: number): readonly [Spot, Spot] {
  let left: Spot = [0, f(0)];
  let right: Spot = [start, f(start)];
  while (right[1] > 0 && right[0] < Number.MAX_VALUE) {
    left = right;
    right = [right[0] * 2, f(right[0] * 2)];
  }
  return [left, right];
}

/**
 * Where a falling `f` crosses zero, right of zero: doubles `start` until it brackets the root, then closes in with the
 * Illinois variant of false position. Dowell and Jarratt. A modified regula falsi method. BIT 11, 1971.
 */
export function fallingRoot(f: (x: number) => number, start: number): number {
  let [left, right] = bracket(f, start);
  let stayed: "left" | "right" | undefined;
  for (let turn = 0; turn < 200 && right[0] - left[0] > TOLERANCE * right[0] && left[1] !== right[1]; turn++) {
    const x = left[0] + ((right[0] - left[0]) * left[1]) / (left[1] - right[1]);
    const height = f(x);
    if (height === 0) return x;
    // An end that stays twice in a row is pulled in at half its height; otherwise it would stay for good.
    if (height > 0) {
      left = [x, height];
      if (stayed === "right") right = [right[0], right[1] / 2];
      stayed = "right";
    } else {
      right = [x, height];
      if (stayed === "left") left = [left[0], left[1] / 2];
      stayed = "left";
    }
  }
  return Math.abs(left[1]) < Math.abs(right[1]) ? left[0] : right[0];
}
