import fc from "fast-check";
import { expect, test } from "vitest";
import { expBelow } from "./exp.ts";
import { kernelLoops } from "./kernel-loops.ts";
import { type Loops, strideOf } from "./loops.ts";
import { plainLoops } from "./plain-loops.ts";

const numbers = (count: number) =>
  fc.array(fc.double({ noNaN: true, min: -9, max: 9 }), { minLength: count, maxLength: count });

const block = fc
  .record({
    outputs: fc.integer({ min: 2, max: 9 }),
    numbers: fc.integer({ min: 0, max: 6 }),
    rows: fc.integer({ min: 1, max: 8 }),
  })
  .chain(({ outputs, numbers: columns, rows }) =>
    fc.record({
      ...{ outputs: fc.constant(outputs), columns: fc.constant(columns), rows: fc.constant(rows) },
      x: numbers((columns + 1) * outputs),
      by: numbers(rows * columns),
      label: fc.array(fc.integer({ min: 0, max: outputs - 1 }), { minLength: rows, maxLength: rows }),
    }),
  );

interface Given {
  readonly outputs: number;
  readonly columns: number;
  readonly rows: number;
  readonly x: readonly number[];
  readonly by: readonly number[];
  readonly label: readonly number[];
}

const ROOM = 8;

function placesOf({ columns }: Given): Int32Array {
  return Int32Array.from({ length: Math.ceil(columns / 4) * 4 }, (_, i) => (i < columns ? i + 1 : 0));
}

/** What a block comes to: its slopes, shares and gradient. */
function run(loops: Loops, given: Given): readonly Float64Array[] {
  const { outputs, columns, rows } = given;
  const { stride } = loops;
  const width = placesOf(given).length;
  for (let place = 0; place <= columns; place++)
    for (let k = 0; k < outputs; k++) loops.x[place * stride + k] = given.x[place * outputs + k] as number;
  loops.gradient.fill(0);
  loops.cells.fill(0);
  loops.by.fill(0);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < columns; i++) loops.by[row * width + i] = given.by[row * columns + i] as number;
    for (let k = 0; k < outputs; k++) loops.cells[row * stride + k] = given.x[k] as number;
    loops.label[row] = given.label[row] as number;
    loops.weight[row] = 1 / (row + 2);
  }
  loops.score(rows);
  loops.slopes(rows);
  loops.pull(rows);
  return [loops.cells, loops.share.slice(0, rows), loops.gradient].map((values) => values.slice());
}

test("the kernel gives the bits of the plain loops", () => {
  fc.assert(
    fc.property(block, (given) => {
      const shape = { rows: ROOM, outputs: given.outputs, weights: given.x.length, places: placesOf(given) };
      const kernel = kernelLoops(shape);
      if (kernel === undefined) throw new Error("no WebAssembly here");
      const [fast, plain] = [run(kernel, given), run(plainLoops(shape), given)];
      kernel.leave();
      expect(fast).toEqual(plain);
    }),
    { numRuns: 300 },
  );
});

test("slopes are weight times probability minus truth, and sum to 0 in a row", () => {
  const given = { outputs: 3, columns: 1, rows: 2, x: [0.1, 0.2, -0.4, 2, -1, 0.5], by: [1.5, -2], label: [2, 0] };
  const loops = plainLoops({ rows: ROOM, outputs: 3, weights: 6, places: placesOf(given) });
  const [slopes, shares] = run(loops, given) as [Float64Array, Float64Array];
  const scores = [0.1 + 1.5 * 2, 0.2 - 1.5, -0.4 + 0.75];
  const sum = scores.reduce((total, score) => total + Math.exp(score), 0);
  expect(shares[0]).toBeCloseTo(Math.exp(scores[2] as number) / sum, 14);
  expect(slopes[0]).toBeCloseTo(Math.exp(scores[0] as number) / sum / 2, 14);
  for (const row of [0, 1])
    expect(slopes.slice(row * strideOf(3), row * strideOf(3) + 3).reduce((a, b) => a + b)).toBeCloseTo(0, 14);
});

test("the exponential is within two units in the last place of the platform's", () => {
  for (let x = -650; x <= 0; x += 0.0937) expect(Math.abs(expBelow(x) / Math.exp(x) - 1)).toBeLessThan(5e-16);
  expect(expBelow(0)).toBe(1);
});

test("arrays that are left are laid out anew, and what is in use is left alone", () => {
  const shape = { rows: ROOM, outputs: 2, weights: 2, places: new Int32Array(0) };
  const [first, second] = [kernelLoops(shape), kernelLoops(shape)];
  first?.cells.fill(7);
  second?.cells.fill(9);
  expect(first?.cells[0]).toBe(7);
  second?.leave();
  kernelLoops({ ...shape, rows: 4_096 })?.cells.fill(3);
  expect(first?.cells[0]).toBe(7);
});
