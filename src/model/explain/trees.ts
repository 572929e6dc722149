import type { Row, Table } from "../../data/index.ts";
import type { Model } from "../model.ts";
import { columnsFor } from "../signature.ts";
import type { TreesBody } from "../trees/body.ts";
import { cellAt, cellColumns, readRow } from "../trees/cells.ts";
import { compile } from "../trees/compile.ts";
import { scoreCells } from "../trees/walk.ts";
import type { RawExplanation, Unexplained } from "./explanation.ts";
import { explainForestOf, shapleyOf } from "./forest.ts";

/** A path of n features takes n² weights and n / 2 points; no useful tree comes near this. */
const DEEPEST = 512;

/** Shapley values of a forest's raw score, exactly. */
export function explainTrees(model: Model<TreesBody>, row: Row, background?: Table): RawExplanation | Unexplained {
  const { body } = model;
  const problem = problemOf(body, background);
  if (problem !== undefined) return { kind: "unexplained", reason: problem };
  const forest = explainForestOf(body);
  const cells = cellsOf(model, row);
  if (background === undefined) {
    const adds = shapleyOf(forest, cells);
    return { expected: forest.expected, score: scoreOf(body, cells), adds, against: "training" };
  }
  const others = backgroundCells(model, background);
  const adds = shapleyOf(forest, cells, others);
  return { expected: meanScore(body, others), score: scoreOf(body, cells), adds, against: "background" };
}

function cellsOf({ body, signature }: Model<TreesBody>, row: Row): Float64Array {
  const cells = new Float64Array(signature.features.length);
  readRow(compile(body), signature.features, cells)(row);
  return cells;
}

function problemOf(body: TreesBody, background: Table | undefined): Unexplained["reason"] | undefined {
  if (background?.rows === 0) return "empty-background";
  if (depthOf(body) > DEEPEST) return "too-deep";
  const covered = body.roots.every((root) => (body.slot[root] as number) < 0 || (body.cover[root] as number) > 0);
  return background === undefined && !covered ? "no-cover" : undefined;
}

/** The most splits on the way to any leaf. */
function depthOf({ slot, right }: TreesBody): number {
  const depth = new Int32Array(slot.length);
  let deepest = 0;
  for (let node = 0; node < slot.length; node++) {
    if ((slot[node] as number) < 0) continue;
    const below = (depth[node] as number) + 1;
    depth[node + 1] = below;
    depth[right[node] as number] = below;
    deepest = Math.max(deepest, below);
  }
  return deepest;
}

function backgroundCells(model: Model<TreesBody>, table: Table): readonly Float64Array[] {
  const columns = cellColumns(compile(model.body), columnsFor(model, table));
  return Array.from({ length: table.rows }, (_, row) => {
    const cells = new Float64Array(model.signature.features.length);
    for (const column of columns) cells[column.slot] = cellAt(column, row);
    return cells;
  });
}

function scoreOf(body: TreesBody, cells: Float64Array): Float64Array {
  const out = new Float64Array(body.base.length);
  scoreCells(body, cells, out);
  return out;
}

function meanScore(body: TreesBody, rows: readonly Float64Array[]): Float64Array {
  const mean = new Float64Array(body.base.length);
  for (const cells of rows)
    for (const [k, score] of scoreOf(body, cells).entries()) mean[k] = (mean[k] as number) + score / rows.length;
  return mean;
}
