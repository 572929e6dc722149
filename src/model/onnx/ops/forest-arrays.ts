import { onnxMalformed } from "../errors.ts";
import { numbersIn, type Site } from "../graph.ts";
import { checkForest, MODES, type OnnxForest } from "./forest.ts";

const MEMBER = MODES.indexOf("MEMBER");

/** The forest of TreeEnsemble (`ai.onnx.ml`, version 5): splits and leaves in arrays of their own. Throws `onnx.malformed`. */
export function forestOfArrays(site: Site): OnnxForest {
  const mode = numbersIn(site, "nodes_modes") ?? new Float64Array();
  const nodes = mode.length;
  const field = (name: string): Int32Array => indexes(site, name, nodes);
  const weight = numbersIn(site, "leaf_weights") ?? new Float64Array();
  const target = indexes(site, "leaf_targetids", weight.length);
  const split = numbersIn(site, "nodes_splits");
  const missing = numbersIn(site, "nodes_missing_value_tracks_true");
  if (split?.length !== nodes || mode.some((each) => MODES[each] === undefined))
    throw onnxMalformed({ what: "TreeEnsemble has splits or modes that do not fit its nodes" });
  const branch = (side: string): Int32Array => {
    const isLeaf = field(`nodes_${side}leafs`);
    return field(`nodes_${side}nodeids`).map((to, i) => (isLeaf[i] === 0 ? to : -1 - to));
  };
  const roots = numbersIn(site, "tree_roots") ?? new Float64Array();
  return checkForest({
    roots: roots.length === 0 ? new Int32Array() : indexes(site, "tree_roots", roots.length, nodes),
    feature: field("nodes_featureids"),
    mode: Uint8Array.from(mode),
    value: split,
    onTrue: branch("true"),
    onFalse: branch("false"),
    missing: Uint8Array.from(mode, (_, i) => missing?.[i] ?? 0),
    members: membersOf(numbersIn(site, "membership_values") ?? new Float64Array(), mode),
    firstVote: Int32Array.from({ length: weight.length + 1 }, (_, i) => i),
    target,
    weight,
  });
}

/** Whole numbers that fit 31 bits; with `bound`, below it. */
function indexes(site: Site, name: string, ...[length, bound = 2 ** 31]: readonly [number, number?]): Int32Array {
  const values = numbersIn(site, name) ?? new Float64Array();
  const fits = values.length === length && values.every((x) => Number.isInteger(x) && x >= 0 && x < bound);
  if (!fits) throw onnxMalformed({ what: `TreeEnsemble has ${values.length} ${name} for ${length}, or a wrong one` });
  return Int32Array.from(values);
}

/** The sets come in the order of their nodes, each ended by a NaN. */
function membersOf(values: Float64Array, mode: Float64Array): ReadonlyMap<number, ReadonlySet<number>> {
  const sets: Set<number>[] = [new Set()];
  for (const value of values)
    if (Number.isNaN(value)) sets.push(new Set());
    else (sets.at(-1) as Set<number>).add(value);
  const nodes = Int32Array.from(mode.keys()).filter((i) => mode[i] === MEMBER);
  if (nodes.length >= sets.length && nodes.length > 0 && nodes.length !== sets.length)
    throw onnxMalformed({ what: "TreeEnsemble has fewer sets than nodes that name one" });
  return new Map(Array.from(nodes, (node, i) => [node, sets[i] as Set<number>]));
}
