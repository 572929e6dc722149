import { known } from "../../kernel/index.ts";
import { type Head, outcomesOf } from "../../system/index.ts";
import type { Dataset } from "./dataset.ts";
import type { LabelColumn } from "./truth.ts";

/** What a head learns: one label for every row, or `perRow` of them row by row. */
export interface HeadLabel extends LabelColumn {
  readonly perRow: number;
}

/** The label of a head. The classes of a multilabel head are its labels; a blend has a label for each goal, and no classes. */
export function headLabel({ labels, rows }: Pick<Dataset, "labels" | "rows">, head: Head): HeadLabel {
  const columns = outcomesOf(head).map((name) => known(labels[name], `label ${name}`));
  const [first] = columns;
  if (head.task !== "multilabel" && head.task !== "blend") return { ...known(first, "the label of a head"), perRow: 1 };
  const perRow = columns.length;
  const values = new Float64Array(rows * perRow);
  columns.forEach((one, place) => {
    for (let row = 0; row < rows; row++) values[row * perRow + place] = one.values[row] as number;
  });
  const { weight, importance } = known(first, "the label of a head");
  return { values, classes: head.task === "blend" ? [] : head.labels, perRow, ...defined({ weight, importance }) };
}

/** Whether everything that a head learns is known of a row. */
export function isLabelled({ values, perRow }: Pick<HeadLabel, "values" | "perRow">, row: number): boolean {
  for (let place = 0; place < perRow; place++) if (Number.isNaN(values[row * perRow + place] as number)) return false;
  return true;
}

function defined({ weight, importance }: Optional): Pick<LabelColumn, "weight" | "importance"> {
  return { ...(weight === undefined ? {} : { weight }), ...(importance === undefined ? {} : { importance }) };
}

type Optional = { readonly [Name in "weight" | "importance"]: Float64Array | undefined };
