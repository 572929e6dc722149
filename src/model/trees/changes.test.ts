import fc from "fast-check";
import { expect, test } from "vitest";
import type { Column } from "../../data/index.ts";
import type { TreesBody } from "./body.ts";
import { type CellColumn, cellColumns } from "./cells.ts";
import { changesOf } from "./changes.ts";
import { compile } from "./compile.ts";
import { aForest, aTableFor } from "./forest.arbitrary.ts";
import { keepsLeaves } from "./leaves.ts";
import { scoreColumns } from "./score.ts";

function columnOf({ levels }: TreesBody, { slot, values }: CellColumn): Column {
  const name = `f${slot}`;
  const own = levels[slot] ?? [];
  if (own.length === 0) return { name, kind: "number", values: values as Float64Array };
  return { name, kind: "text", codes: values as Int32Array, levels: own };
}

/** A forest, a table, and which columns of it are turned round. */
const aCase = aForest.chain((body) =>
  fc.tuple(
    fc.constant(body),
    aTableFor(body),
    fc.array(fc.array(fc.nat(body.levels.length - 1), { maxLength: 3 }), { maxLength: 4 }),
  ),
);

test("a table with some columns changed gets the bytes of being scored from the start", () => {
  fc.assert(
    fc.property(aCase, ([body, { columns: cells, rows }, turned]) => {
      fc.pre(keepsLeaves(body, rows));
      const columns = cells.map((column) => columnOf(body, column));
      const score = changesOf(body, columns, rows);
      for (const slots of turned) {
        const changed = cells.map((column, slot) =>
          slots.includes(slot)
            ? columnOf(body, { ...column, values: column.values.toReversed() })
            : (columns[slot] as Column),
        );
        const forest = compile(body);
        expect(score(changed)).toEqual(scoreColumns(forest, cellColumns(forest, changed), rows));
      }
    }),
    { numRuns: 200 },
  );
});

test("a forest whose leaves are vectors, or that has too many trees for so many rows, is scored whole", () => {
  const body = fc.sample(aForest, { numRuns: 1, seed: 3 })[0] as TreesBody;
  const roots = new Int32Array(1_000);
  const vectors = new Float64Array(0);
  expect(keepsLeaves({ ...body, roots, vectors }, 4_000)).toBe(true);
  expect(keepsLeaves({ ...body, roots, vectors }, 5_000)).toBe(false);
  expect(keepsLeaves({ ...body, roots, vectors: new Float64Array(2) }, 10)).toBe(false);
});
