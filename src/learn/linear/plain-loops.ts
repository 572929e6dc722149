import { expBelow } from "./exp.ts";
import { type BlockShape, LANES, type Loops, strideOf } from "./loops.ts";

/** The loops in TypeScript: what the kernel's do, to the last bit. */
export function plainLoops({ rows, outputs, weights, places }: BlockShape): Loops {
  const stride = strideOf(outputs);
  const padded = (weights / outputs) * stride;
  const made = {
    stride,
    x: new Float64Array(padded),
    gradient: new Float64Array(padded),
    cells: new Float64Array(rows * stride),
    by: new Float64Array(rows * places.length),
    label: new Float64Array(rows),
    weight: new Float64Array(rows),
    share: new Float64Array(rows),
  };
  const starts = places.map((place) => place * stride);
  return {
    ...made,
    score: (count) => scoreRows(made, starts, count),
    slopes: (count) => slopesOf(made, outputs, count),
    pull: (count) => pullRows(made, starts, count),
    leave: () => undefined,
  };
}

type Arrays = Omit<Loops, "score" | "slopes" | "pull" | "leave">;

function scoreRows({ stride, x, cells, by }: Arrays, starts: Int32Array, rows: number): void {
  const width = starts.length;
  for (let row = 0; row < rows; row++) {
    const start = row * stride;
    for (let column = 0; column < width; column += LANES) {
      const at = row * width + column;
      const [a, b, c, d] = [by[at] as number, by[at + 1] as number, by[at + 2] as number, by[at + 3] as number];
      const [p, q] = [starts[column] as number, starts[column + 1] as number];
      const [r, s] = [starts[column + 2] as number, starts[column + 3] as number];
      for (let k = 0; k < stride; k++)
        cells[start + k] =
          (cells[start + k] as number) +
          (a * (x[p + k] as number) + b * (x[q + k] as number)) +
          (c * (x[r + k] as number) + d * (x[s + k] as number));
    }
  }
}

function pullRows({ stride, gradient, cells, by }: Arrays, starts: Int32Array, rows: number): void {
  const width = starts.length;
  for (let row = 0; row < rows; row += LANES) {
    const p = row * stride;
    const [q, r, s] = [p + stride, p + 2 * stride, p + 3 * stride];
    for (let column = 0; column < width; column++) {
      const at = row * width + column;
      const into = starts[column] as number;
      const [a, b] = [by[at] as number, by[at + width] as number];
      const [c, d] = [by[at + 2 * width] as number, by[at + 3 * width] as number];
      for (let k = 0; k < stride; k++)
        gradient[into + k] =
          (gradient[into + k] as number) +
          (a * (cells[p + k] as number) + b * (cells[q + k] as number)) +
          (c * (cells[r + k] as number) + d * (cells[s + k] as number));
    }
  }
}

function slopesOf({ stride, cells, label, weight, share }: Arrays, outputs: number, rows: number): void {
  for (let row = 0; row < rows; row++) {
    const start = row * stride;
    const sum = powersOf(cells, start, outputs);
    const own = start + (label[row] as number);
    share[row] = (cells[own] as number) * (1 / sum);
    const factor = (weight[row] as number) * (1 / sum);
    for (let k = 0; k < outputs; k++) cells[start + k] = (cells[start + k] as number) * factor;
    cells[own] = (cells[own] as number) - (weight[row] as number);
    if (stride > outputs) cells[start + outputs] = 0;
  }
}

/** Turns a row's scores into powers relative to the largest, and sums them: those at even places, those at odd ones, both. */
function powersOf(cells: Float64Array, start: number, outputs: number): number {
  let most = -Infinity;
  for (let k = 0; k < outputs; k++) if ((cells[start + k] as number) > most) most = cells[start + k] as number;
  let [even, odd] = [0, 0];
  for (let k = 0; k < outputs; k++) {
    const power = expBelow((cells[start + k] as number) - most);
    cells[start + k] = power;
    if (k % 2 === 0) even += power;
    else odd += power;
  }
  return even + odd;
}
