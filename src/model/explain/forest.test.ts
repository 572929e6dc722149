import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TreesBody } from "../trees/body.ts";
import { cellAt } from "../trees/cells.ts";
import { aForest, aTableFor } from "../trees/forest.arbitrary.ts";
import { goesLeft, scoreCells } from "../trees/walk.ts";
import { type ExplainForest, explainForestOf, shapleyOf, walkShapley } from "./forest.ts";
import { gaussLegendre } from "./quadrature.ts";
import { leafValues } from "./shap.ts";

const aCase = aForest.chain((body) =>
  aTableFor(body)
    .filter(({ rows }) => rows > 1)
    .map(({ columns, rows }) => {
      const cells = (row: number): Float64Array => Float64Array.from(columns, (column) => cellAt(column, row));
      return { body, rows: Array.from({ length: Math.min(rows, 6) }, (_, row) => cells(row)) };
    }),
);

/** The raw score when only the features of a coalition are known: the others take each branch by its share of cover. */
function knowing(body: TreesBody, coalition: number, row: Float64Array): Float64Array {
  const sums = new Float64Array(body.base.length);
  const shareTo = (child: number, node: number): number => {
    const isKnown = ((coalition >> body.slot[node]!) & 1) === 1;
    if (!isKnown) return body.cover[child]! / body.cover[node]!;
    return Number(goesLeft(body, node, row) === (child === node + 1));
  };
  const visit = (node: number, share: number, tree: number): void => {
    if (body.slot[node]! < 0) for (const [k, value] of leafValues(body, node, tree)) sums[k]! += share * value;
    else for (const child of [node + 1, body.right[node]!]) visit(child, share * shareTo(child, node), tree);
  };
  for (const [tree, root] of body.roots.entries()) visit(root, 1, tree);
  return sums.map((sum, k) => body.base[k]! + body.scale * sum);
}

/** The raw score when the features of a coalition are the row's and the others a background row's, averaged over them. */
function mixing(
  body: TreesBody,
  coalition: number,
  rows: readonly [Float64Array, readonly Float64Array[]],
): Float64Array {
  const [row, background] = rows;
  const mean = new Float64Array(body.base.length);
  for (const other of background) {
    const out = new Float64Array(body.base.length);
    scoreCells(
      body,
      row.map((cell, slot) => ((coalition >> slot) & 1 ? cell : other[slot]!)),
      out,
    );
    for (const [k, score] of out.entries()) mean[k]! += score / background.length;
  }
  return mean;
}

const factorial = (n: number): number => (n < 2 ? 1 : n * factorial(n - 1));

/** Shapley's own formula, over every coalition. */
function byDefinition(slots: number, worth: (coalition: number) => Float64Array): number[] {
  const all = Array.from({ length: 2 ** slots }, (_, coalition) => worth(coalition));
  const width = all[0]!.length;
  const phi = new Array<number>(width * slots).fill(0);
  for (let slot = 0; slot < slots; slot++)
    for (let coalition = 0; coalition < all.length; coalition++) {
      if ((coalition >> slot) & 1) continue;
      const size = Array.from({ length: slots }, (_, i) => (coalition >> i) & 1).filter(Boolean).length;
      const weight = (factorial(size) * factorial(slots - size - 1)) / factorial(slots);
      for (let k = 0; k < width; k++)
        phi[k * slots + slot]! += weight * (all[coalition | (1 << slot)]![k]! - all[coalition]![k]!);
    }
  return phi;
}

// Leaves lie within ±27 and there are at most 20 trees: 1e-9 is a hundred thousand times the rounding of their sum.
function expectClose(got: ArrayLike<number>, want: ArrayLike<number>): void {
  for (let i = 0; i < want.length; i++) expect(Math.abs(got[i]! - want[i]!)).toBeLessThan(1e-9);
  expect(got.length).toBe(want.length);
}

function scaled({ body }: ExplainForest, phi: Float64Array, rows = 1): Float64Array {
  return phi.map((value) => (value * body.scale) / rows);
}

describe("path-dependent Shapley values", () => {
  test("are those of the definition, from the kernel and from the reference", () => {
    fc.assert(
      fc.property(aCase, ({ body, rows }) => {
        const forest = explainForestOf(body);
        const want = byDefinition(body.levels.length, (coalition) => knowing(body, coalition, rows[0]!));
        expectClose(shapleyOf(forest, rows[0]!), want);
        expectClose(scaled(forest, walkShapley(forest, rows[0]!)), want);
      }),
    );
  });

  test("sum to the raw score minus what was expected", () => {
    fc.assert(
      fc.property(aCase, ({ body, rows }) => {
        const forest = explainForestOf(body);
        const phi = shapleyOf(forest, rows[0]!);
        expectClose(
          totals(body, phi).map((sum, k) => sum + forest.expected[k]!),
          rawScore(body, rows[0]!),
        );
      }),
    );
  });

  test("are 0, not a NaN, where no training weight went and the row does not go", () => {
    const body: TreesBody = {
      ...{ base: [0], link: "identity", scale: 1, vectors: new Float64Array(0), levels: [[], []], sets: [] },
      roots: Int32Array.of(0),
      slot: Int32Array.of(0, -1, 1, -1, -1),
      value: Float64Array.of(0, 1, 0, 5, 7),
      right: Int32Array.of(2, 0, 4, 0, 0),
      missing: new Uint8Array(5),
      gain: new Float64Array(5),
      cover: Float64Array.of(4, 4, 0, 0, 0),
    };
    expect([...shapleyOf(explainForestOf(body), Float64Array.of(-1, 3))]).toEqual([0, 0]);
    expectClose(
      shapleyOf(explainForestOf(body), Float64Array.of(-1, 3)),
      walkShapley(explainForestOf(body), Float64Array.of(-1, 3)),
    );
  });
});

describe("interventional Shapley values", () => {
  test("are those of the definition, from the kernel and from the reference", () => {
    fc.assert(
      fc.property(aCase, ({ body, rows: [row, ...background] }) => {
        const forest = explainForestOf(body);
        const want = byDefinition(body.levels.length, (coalition) => mixing(body, coalition, [row!, background]));
        expectClose(shapleyOf(forest, row!, background), want);
        expectClose(scaled(forest, walkShapley(forest, row!, background), background.length), want);
      }),
    );
  });

  test("sum to the difference between the row's score and the background's mean", () => {
    fc.assert(
      fc.property(aCase, ({ body, rows: [row, ...background] }) => {
        const phi = shapleyOf(explainForestOf(body), row!, background);
        const mean = mixing(body, 0, [row!, background]);
        expectClose(
          totals(body, phi).map((sum, k) => sum + mean[k]!),
          rawScore(body, row!),
        );
      }),
    );
  });

  test("take a background larger than a block", () => {
    fc.assert(
      fc.property(aCase, ({ body, rows: [row, ...background] }) => {
        const many = Array.from({ length: 150 }, (_, i) => background[i % background.length]!);
        const forest = explainForestOf(body);
        expectClose(shapleyOf(forest, row!, many), scaled(forest, walkShapley(forest, row!, many), many.length));
      }),
      { numRuns: 10 },
    );
  });
});

test("a Gauss-Legendre rule integrates every power that it promises", () => {
  for (let count = 1; count <= 40; count++) {
    const { points, weights } = gaussLegendre(count);
    for (let power = 0; power < 2 * count; power++) {
      const sum = points.reduce((total, t, i) => total + weights[i]! * t ** power, 0);
      expect(Math.abs(sum - 1 / (power + 1))).toBeLessThan(1e-14);
    }
  }
});

function totals({ base, levels }: TreesBody, phi: Float64Array): number[] {
  const slots = levels.length;
  return base.map((_, k) => phi.subarray(k * slots, (k + 1) * slots).reduce((sum, value) => sum + value, 0));
}

function rawScore(body: TreesBody, row: Float64Array): Float64Array {
  const out = new Float64Array(body.base.length);
  scoreCells(body, row, out);
  return out;
}
