import type { Table } from "../../data/index.ts";
import type { Model } from "../model.ts";
import { columnsFor } from "../signature.ts";
import type { TreesBody } from "./body.ts";
import { cellColumns } from "./cells.ts";
import { compile } from "./compile.ts";
import { apart, keepsLeaves, leavesOf, sumLeaves } from "./leaves.ts";
import { applyTreesLink } from "./link.ts";
import { scoreColumns } from "./score.ts";

/** Trees that are grown in one round: one for each output, or one for all. */
function treesPerRound({ base, vectors }: TreesBody): number {
  return vectors.length > 0 ? 1 : base.length;
}

/** How many rounds a forest has. */
export function roundsOf(body: TreesBody): number {
  return Math.floor(body.roots.length / treesPerRound(body));
}

/**
 * What a forest said of a table's rows after so many rounds, before its calibration: rows × outputs, row by row. Averaged
 * trees are averaged over these alone. Throws `model.signature-mismatch`.
 */
export function firstRoundsScorer({ body, ...head }: Model<TreesBody>, table: Table): (rounds: number) => Float64Array {
  const columns = columnsFor({ body, ...head }, table);
  const { rows } = table;
  const leaves = keepsLeaves(body, rows) ? leavesOf(apart(body), columns, rows) : undefined;
  return (rounds) => {
    const grown = firstRounds(body, rounds);
    const forest = (): Float64Array => {
      const compiled = compile(grown);
      return scoreColumns(compiled, cellColumns(compiled, columns), rows);
    };
    const sums = leaves === undefined ? forest() : sumLeaves(grown, leaves, { first: grown.roots.length });
    return applyTreesLink(body.link, sums, body.base.length);
  };
}

/** The forest as it was after so many rounds. */
function firstRounds(body: TreesBody, rounds: number): TreesBody {
  const scale = body.scale === 1 ? 1 : (body.scale * roundsOf(body)) / rounds;
  return { ...body, scale, roots: body.roots.slice(0, rounds * treesPerRound(body)) };
}
