import { defineFormat, type Model, type ModelFormat } from "../model.ts";
import { columnsFor } from "../signature.ts";
import type { TreesBody } from "../trees/body.ts";
import { cellColumns, readRow } from "../trees/cells.ts";
import { changesOf } from "../trees/changes.ts";
import { compile } from "../trees/compile.ts";
import { decodeTrees, encodeTrees } from "../trees/encode.ts";
import { keepsLeaves } from "../trees/leaves.ts";
import { applyTreesLink } from "../trees/link.ts";
import { cellScorer, scoreColumns } from "../trees/score.ts";

/** Decision trees, boosted or averaged: the sum of one leaf per tree, through its link. */
export const trees: ModelFormat<TreesBody> = defineFormat<TreesBody>({
  name: "trees",
  version: 2,
  scoreRaw(model, table) {
    const forest = compile(model.body);
    const scores = scoreColumns(forest, cellColumns(forest, columnsFor(model, table)), table.rows);
    return applyTreesLink(model.body.link, scores, model.body.base.length);
  },
  changesScorer(model, first) {
    const { body } = model;
    if (!keepsLeaves(body, first.rows)) return undefined;
    const score = changesOf(body, columnsFor(model, first), first.rows);
    return (changed) => applyTreesLink(body.link, score(columnsFor(model, changed)), body.base.length);
  },
  rowScorer({ body, signature }) {
    const forest = compile(body);
    const cells = new Float64Array(signature.features.length);
    const read = readRow(forest, signature.features, cells);
    const score = cellScorer(forest);
    return (row, out) => {
      read(row);
      score(cells, out);
      applyTreesLink(body.link, out, out.length);
    };
  },
  encode: encodeTrees,
  decode: decodeTrees,
  importance: shareOfGain,
});

function shareOfGain({ signature, body }: Model<TreesBody>): Readonly<Record<string, number>> {
  const gains = new Float64Array(signature.features.length);
  body.slot.forEach((slot, node) => {
    if (slot >= 0) gains[slot] = (gains[slot] as number) + (body.gain[node] as number);
  });
  const total = gains.reduce((sum, gain) => sum + gain, 0);
  return Object.fromEntries(
    signature.features.map(({ name }, i) => [name, total > 0 ? (gains[i] as number) / total : 0]),
  );
}
