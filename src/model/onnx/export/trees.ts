import type { FeatureSlot } from "../../model.ts";
import type { TreesBody } from "../../trees/body.ts";
import { ZERO } from "../../trees/walk.ts";
import { type Draft, TYPE } from "./draft.ts";
import { singleAtMost } from "./single.ts";
import type { TreeColumn } from "./tree-column.ts";
import { treeAttributes } from "./tree-nodes.ts";

/**
 * The raw scores of a forest (rows × outputs, in double precision). Every split reads one column of a matrix of floats: a
 * number as it is, a text as the index of its level, with NaN for missing and for levels that no split knows.
 */
export function draftTrees(out: Draft, slots: readonly FeatureSlot[], body: TreesBody): string {
  const columns = columnsOf(body);
  const parts = columns.map((column) => draftColumn(out, slots[column.slot] as FeatureSlot, { body, column }));
  const matrix = out.add("Concat", parts, { axis: { int: 1 } });
  const scores = out.add("ml.TreeEnsembleRegressor", [matrix], treeAttributes(body, columns));
  const summed = out.add("Cast", [scores], { to: TYPE.double });
  return draftLink(out, body, summed);
}

/** The columns that splits read, at least one. */
function columnsOf({ slot, missing }: TreesBody): readonly TreeColumn[] {
  const found = new Map<string, TreeColumn>();
  slot.forEach((each, node) => {
    if (each < 0) return;
    const column = { slot: each, isZeroMissing: ((missing[node] as number) & 2) === 2 };
    found.set(`${each} ${column.isZeroMissing}`, column);
  });
  return found.size === 0 ? [{ slot: 0, isZeroMissing: false }] : [...found.values()];
}

function draftColumn(
  out: Draft,
  { name, kind }: FeatureSlot,
  { body, column }: { readonly body: TreesBody; readonly column: TreeColumn },
): string {
  if (kind === "text") return draftLevels(out, name, body.levels[column.slot] ?? []);
  if (!column.isZeroMissing) return name;
  const scalar = (value: number): string => out.constant({ type: "float", dims: [1, 1], data: Float64Array.of(value) });
  const isZero = out.add("LessOrEqual", [out.add("Abs", [name]), scalar(singleAtMost(ZERO))]);
  return out.add("Where", [isZero, scalar(Number.NaN), name]);
}

function draftLevels(out: Draft, name: string, levels: readonly string[]): string {
  const keys = levels.length === 0 ? [""] : levels;
  return out.add("ml.LabelEncoder", [name], {
    keys_strings: { texts: keys },
    values_floats: { floats: keys.map((_, i) => (levels.length === 0 ? Number.NaN : i)) },
    default_float: { float: Number.NaN },
  });
}

function draftLink(out: Draft, { link }: TreesBody, scores: string): string {
  if (link === "identity") return scores;
  if (link === "sigmoid") return out.add("Sigmoid", [scores]);
  if (link === "softmax") return out.add("Softmax", [scores], { axis: { int: 1 } });
  if (link === "exp") return out.add("Exp", [scores]);
  if (link === "signedSquare") return out.add("Mul", [scores, out.add("Abs", [scores])]);
  const each = out.add("Sigmoid", [scores]);
  const axis = out.constant({ type: "int64", dims: [1], data: Float64Array.of(1) });
  return out.add("Div", [each, out.add("ReduceSum", [each, axis])]);
}
