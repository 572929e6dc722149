import { type Cell, type Column, cellIn, type Row } from "../../data/index.ts";
import type { FeatureSlot } from "../model.ts";
import type { Forest } from "./compile.ts";

// Cells: a row as the trees read it. Per slot a number, NaN when missing; for a text its level's code in the model's own
// dictionary, -1 when missing or unseen.

/** Writes a row of plain values into cells. */
export function readRow(forest: Forest, features: readonly FeatureSlot[], cells: Float64Array) {
  return (row: Row): void => {
    for (const slot of forest.used) {
      const cell = cellIn(row, (features[slot] as FeatureSlot).name);
      const index = forest.levelIndex[slot];
      cells[slot] = index === undefined ? numberOf(cell) : cell === null ? -1 : (index.get(String(cell)) ?? -1);
    }
  };
}

function numberOf(cell: Cell): number {
  if (typeof cell === "number") return cell;
  return typeof cell === "boolean" ? Number(cell) : Number.NaN;
}

/** A slot's column with the codes of the model. */
export interface CellColumn {
  readonly slot: number;
  readonly values: Float64Array | Int32Array;
  /** Column code → model code; undefined for numbers. */
  readonly recode: Int32Array | undefined;
}

/** The columns that some split reads. */
export function cellColumns(forest: Forest, columns: readonly Column[]): readonly CellColumn[] {
  return forest.used.map((slot) => {
    const column = columns[slot] as Column;
    if (column.kind !== "text") return { slot, values: column.values, recode: undefined };
    return { slot, values: column.codes, recode: recoded(column.levels, forest.levelIndex[slot]) };
  });
}

const recodes = new WeakMap<readonly string[], WeakMap<ReadonlyMap<string, number>, Int32Array>>();

/** Column code → model code, made at most once for the same levels of both. */
function recoded(levels: readonly string[], index: ReadonlyMap<string, number> = NO_LEVELS): Int32Array {
  const known = recodes.get(levels) ?? new WeakMap<ReadonlyMap<string, number>, Int32Array>();
  recodes.set(levels, known);
  const ready = known.get(index) ?? Int32Array.from(levels, (level) => index.get(level) ?? -1);
  known.set(index, ready);
  return ready;
}

const NO_LEVELS: ReadonlyMap<string, number> = new Map();

/** One cell. */
export function cellAt({ values, recode }: CellColumn, row: number): number {
  const value = values[row] as number;
  if (recode === undefined) return value;
  return value < 0 ? -1 : (recode[value] as number);
}
