import { onnxMalformed } from "../errors.ts";
import { numbersIn, type Site, textsIn } from "../graph.ts";
import { checkForest, MODES, type OnnxForest } from "./forest.ts";

// The forest of TreeEnsembleClassifier and TreeEnsembleRegressor: tuples of nodes, named by tree and node.

type Field = (name: string) => Float64Array;

/** Reads `nodes_*` and the votes, which are `class_*` or `target_*`. Throws `onnx.malformed`. */
export function forestOfTuples(site: Site, votes: "class" | "target"): OnnxForest {
  const modes = textsIn(site, "nodes_modes") ?? [];
  const field = (name: string): Float64Array => required(site, `nodes_${name}`, modes.length);
  const index = indexNodes(field("treeids"), field("nodeids"));
  const { places, leaves } = placesOf(modes);
  const branch = (name: string): Int32Array => branches({ field, index, places }, name);
  const treeids = field("treeids");
  const isRoot = (i: number): boolean => i === 0 || treeids[i] !== treeids[i - 1];
  const inner = Int32Array.from(modes.keys()).filter((i) => (places[i] as number) >= 0);
  const onTrue = branch("truenodeids");
  const onFalse = branch("falsenodeids");
  const value = numbersIn(site, "nodes_values_as_tensor") ?? field("values");
  const missing = numbersIn(site, "nodes_missing_value_tracks_true");
  const at = (values: ArrayLike<number>) => (i: number) => values[i] as number;
  return checkForest({
    roots: Int32Array.from(modes.keys()).filter(isRoot).map(at(places)),
    feature: featuresOf(inner, field("featureids")),
    mode: Uint8Array.from(inner, (i) => modeOf(modes[i] as string)),
    value: Float64Array.from(inner, at(value)),
    onTrue: inner.map(at(onTrue)),
    onFalse: inner.map(at(onFalse)),
    missing: Uint8Array.from(inner, (i) => missing?.[i] ?? 0),
    members: new Map(),
    ...votesOf(site, votes, { index, places, leaves }),
  });
}

function required(site: Site, name: string, length: number): Float64Array {
  const values = numbersIn(site, name) ?? numbersIn(site, `${name}_as_tensor`);
  if (values?.length === length) return values;
  throw onnxMalformed({ what: `${site.op} has ${values?.length ?? 0} ${name} for ${length} nodes` });
}

/** Ids are small whole numbers, so a pair of them is one safe integer. */
const PAIR = 2 ** 26;

function keyOf(tree: number, node: number): number {
  if (tree >= 0 && node >= 0 && tree < PAIR && node < PAIR) return tree * PAIR + node;
  throw onnxMalformed({ what: `a tree has the id ${tree} and a node the id ${node}` });
}

function indexNodes(trees: Float64Array, nodes: Float64Array): ReadonlyMap<number, number> {
  const index = new Map<number, number>();
  for (let i = 0; i < trees.length; i++) index.set(keyOf(trees[i] as number, nodes[i] as number), i);
  if (index.size !== trees.length) throw onnxMalformed({ what: "two nodes of a tree have the same id" });
  return index;
}

/** Splits are counted from 0, leaves as -1, -2 and so on. */
function placesOf(modes: readonly string[]): { readonly places: Int32Array; readonly leaves: number } {
  const places = new Int32Array(modes.length);
  let splits = 0;
  let leaves = 0;
  for (let i = 0; i < modes.length; i++) places[i] = modes[i] === "LEAF" ? -1 - leaves++ : splits++;
  return { places, leaves };
}

function modeOf(name: string): number {
  const mode = MODES.findIndex((each) => `BRANCH_${each}` === name);
  if (mode >= 0 && MODES[mode] !== "MEMBER") return mode;
  throw onnxMalformed({ what: `a node has the mode ${JSON.stringify(name)}` });
}

function featuresOf(inner: Int32Array, features: Float64Array): Int32Array {
  return inner.map((i) => {
    const feature = features[i] as number;
    if (Number.isInteger(feature) && feature >= 0 && feature < PAIR) return feature;
    throw onnxMalformed({ what: `a node reads feature ${feature}` });
  });
}

interface Places {
  readonly index: ReadonlyMap<number, number>;
  readonly places: Int32Array;
}

function branches({ field, index, places }: Places & { readonly field: Field }, name: string): Int32Array {
  const trees = field("treeids");
  return Int32Array.from(field(name), (node, i) => {
    if ((places[i] as number) < 0) return 0;
    const next = index.get(keyOf(trees[i] as number, node));
    if (next === undefined) throw onnxMalformed({ what: "a tree's branch leads nowhere" });
    return places[next] as number;
  });
}

type Votes = Pick<OnnxForest, "firstVote" | "target" | "weight">;

/** Gathers the votes by leaf, in the order of the file. A vote of a node that is no leaf counts for nothing. */
function votesOf(site: Site, prefix: string, { index, places, leaves }: Places & { readonly leaves: number }): Votes {
  const ids = numbersIn(site, `${prefix}_ids`) ?? new Float64Array();
  const trees = required(site, `${prefix}_treeids`, ids.length);
  const nodes = required(site, `${prefix}_nodeids`, ids.length);
  const weights = required(site, `${prefix}_weights`, ids.length);
  const leaf = Int32Array.from(ids, (_, i) => {
    const node = index.get(keyOf(trees[i] as number, nodes[i] as number));
    if (node === undefined) throw onnxMalformed({ what: "a vote is for a node that is not there" });
    return -1 - (places[node] as number);
  });
  const order = Int32Array.from(leaf.keys())
    .filter((i) => (leaf[i] as number) >= 0)
    .sort((a, b) => (leaf[a] as number) - (leaf[b] as number) || a - b);
  const firstVote = new Int32Array(leaves + 1);
  for (const i of order) firstVote[(leaf[i] as number) + 1] = (firstVote[(leaf[i] as number) + 1] as number) + 1;
  for (let i = 0; i < leaves; i++) firstVote[i + 1] = (firstVote[i + 1] as number) + (firstVote[i] as number);
  return {
    firstVote,
    target: order.map((i) => targetOf(ids[i] as number)),
    weight: Float64Array.from(order, (i) => weights[i] as number),
  };
}

function targetOf(id: number): number {
  if (Number.isInteger(id) && id >= 0 && id < PAIR) return id;
  throw onnxMalformed({ what: `a vote is for output ${id}` });
}
