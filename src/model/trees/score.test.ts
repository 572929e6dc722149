import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { place } from "./arena.ts";
import type { TreesBody } from "./body.ts";
import { type CellColumn, cellAt } from "./cells.ts";
import { compile } from "./compile.ts";
import { aForest, aTableFor } from "./forest.arbitrary.ts";
import { below } from "./lanes.ts";
import { cellScorer, scoreColumns, walkColumns } from "./score.ts";

describe("the kernel", () => {
  test("gives the bytes of the readable walk, for tables and for rows", () => {
    fc.assert(
      fc.property(
        aForest.chain((body) => fc.tuple(fc.constant(body), aTableFor(body))),
        ([body, { columns, rows }]) => {
          const forest = compile(body);
          expect(place(forest.image)).toBeDefined();
          const want = walkColumns(forest, columns, rows);
          expect(scoreColumns(forest, columns, rows)).toEqual(want);
          expect(rowByRow(body, columns, rows)).toEqual(want);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("gives the same after its memory was taken over by many other forests", () => {
    const first = fc.sample(aForest, { numRuns: 1, seed: 5 })[0] as TreesBody;
    const { columns, rows } = fc.sample(aTableFor(first), { numRuns: 1, seed: 5 })[0] as {
      columns: readonly CellColumn[];
      rows: number;
    };
    const want = walkColumns(compile(first), columns, rows);
    for (let i = 0; i < 4; i++) {
      expect(scoreColumns(compile(first), columns, rows)).toEqual(want);
      place({ ...compile(first).image, size: 2 ** 25 });
    }
  });
});

test("a forest too large for the kernel is walked without the kernel", () => {
  fc.assert(
    fc.property(
      aForest.chain((body) => fc.tuple(fc.constant(body), aTableFor(body))),
      ([body, { columns, rows }]) => {
        const forest = compile(body);
        const large = { ...forest, image: { ...forest.image, size: 2 ** 31 } };
        expect(place(large.image)).toBeUndefined();
        expect(scoreColumns(large, columns, rows)).toEqual(scoreColumns(forest, columns, rows));
      },
    ),
    { numRuns: 20 },
  );
});

test("below a number comes the next one down", () => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -Number.MAX_VALUE }), (x) => {
      const down = below(x);
      expect(down).toBeLessThan(x);
      const middle = x / 2 + down / 2;
      expect(
        middle === x || middle === down || Number.isNaN(middle) || !Number.isFinite(down) || Math.abs(x) < 1e-300,
      ).toBe(true);
    }),
  );
  expect([below(0), below(-0), below(1)]).toEqual([-Number.MIN_VALUE, -Number.MIN_VALUE, 1 - 2 ** -53]);
});

function rowByRow(body: TreesBody, columns: readonly CellColumn[], rows: number): Float64Array {
  const width = body.base.length;
  const score = cellScorer(compile(body));
  const scores = new Float64Array(rows * width);
  const cells = new Float64Array(body.levels.length);
  for (let row = 0; row < rows; row++) {
    for (const column of columns) cells[column.slot] = cellAt(column, row);
    score(cells, scores.subarray(row * width, row * width + width));
  }
  return scores;
}
