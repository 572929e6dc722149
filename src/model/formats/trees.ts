import type { Column } from "../../data/index.ts";
import { applyLink } from "../link.ts";
import { defineFormat, type Model, type ModelFormat } from "../model.ts";
import { columnsFor } from "../signature.ts";
import type { TreesBody } from "../trees/body.ts";
import { compile, type Forest } from "../trees/compile.ts";
import { decodeTrees, encodeTrees } from "../trees/encode.ts";
import { addTrees } from "../trees/walk.ts";

/** Boosted trees: the sum of one leaf per tree, through the task's link. */
export const trees: ModelFormat<TreesBody> = defineFormat<TreesBody>({
  name: "trees",
  version: 1,
  scoreRaw(model, table) {
    const forest = compile(model.body);
    const width = forest.base.length;
    const columns = columnsFor(model, table);
    const readers = forest.used.map((slot) => readerOf(forest, slot, columns[slot] as Column));
    const scores = new Float64Array(table.rows * width);
    const cells = new Float64Array(model.signature.features.length);
    for (let row = 0; row < table.rows; row++) {
      for (const reader of readers) cells[reader.slot] = readCell(reader, row);
      addTrees(forest, cells, scores.subarray(row * width, row * width + width));
    }
    return applyLink(model.signature, scores);
  },
  encode: encodeTrees,
  decode: decodeTrees,
  importance: shareOfGain,
});

/** Where a slot's cells come from: numbers as they are; text as the model's own level code, -1 when it has none. */
interface Reader {
  readonly slot: number;
  readonly values: Float64Array | Int32Array;
  /** Column code → model code; undefined for numbers. */
  readonly recode: Int32Array | undefined;
}

function readerOf(forest: Forest, slot: number, column: Column): Reader {
  if (column.kind !== "text") return { slot, values: column.values, recode: undefined };
  const index = forest.levelIndex[slot];
  const recode = new Int32Array(column.levels.length);
  for (let code = 0; code < recode.length; code++) recode[code] = index?.get(column.levels[code] as string) ?? -1;
  return { slot, values: column.codes, recode };
}

function readCell({ values, recode }: Reader, row: number): number {
  const value = values[row] as number;
  if (recode === undefined) return value;
  return value < 0 ? -1 : (recode[value] as number);
}

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
