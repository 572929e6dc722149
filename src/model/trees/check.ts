import { modelCorrupt } from "../errors.ts";
import type { Signature } from "../model.ts";
import { outputsOf } from "../signature.ts";
import type { TreesBody } from "./body.ts";

/** 256 MB of bits: sets × levels beyond it is an attack, not a model. */
const MOST_SET_WORDS = 2 ** 26;

/** Refuses a body whose arrays do not fit together or do not fit the signature. Throws `model.corrupt`. */
export function checkTrees(body: TreesBody, signature: Signature): void {
  checkOutputs(body, signature);
  checkPreorder(body);
  let words = 0;
  for (let node = 0; node < body.slot.length; node++) {
    const slot = body.slot[node] as number;
    if (slot < 0) checkLeaf(body, node);
    else if (signature.features[slot]?.kind === "text") words += checkSet(body, node, slot);
  }
  if (words > MOST_SET_WORDS) throw modelCorrupt({ what: "the sets of levels are too large to hold" });
}

function checkOutputs({ base, vectors, levels }: TreesBody, signature: Signature): void {
  const { features } = signature;
  const outputs = outputsOf(signature);
  if (base.length !== outputs)
    throw modelCorrupt({ what: `the base has ${base.length} numbers for ${outputs} outputs` });
  if (vectors.length % base.length !== 0) throw modelCorrupt({ what: "the vectors end in the middle of one" });
  const apart = levels.length !== features.length;
  if (apart) throw modelCorrupt({ what: `the levels are of ${levels.length} features instead of ${features.length}` });
  const odd = features.find(({ kind }, slot) => kind !== "text" && levels[slot]?.length !== 0);
  if (odd) throw modelCorrupt({ what: `the feature ${JSON.stringify(odd.name)} has levels without being a text` });
}

/**
 * One pass over the nodes: a split's right child must start where its left subtree ends, and a tree where the tree
 * before it ends. So every node is in exactly one tree and every child comes after its parent.
 */
function checkPreorder({ roots, slot, right }: TreesBody): void {
  const open: number[] = [];
  let trees = 0;
  for (let node = 0; node < slot.length; node++) {
    if (open.length === 0 && roots[trees++] !== node) throw modelCorrupt({ what: `node ${node} is in no tree` });
    if (open.at(-1) === node) open.pop();
    const child = right[node] as number;
    const isLeaf = (slot[node] as number) < 0;
    const inPlace = isLeaf ? (open.at(-1) ?? node + 1) === node + 1 : child > node + 1;
    if (!inPlace) throw modelCorrupt({ what: `node ${node} is out of place` });
    if (!isLeaf) open.push(child);
  }
  if (open.length > 0 || trees !== roots.length) throw modelCorrupt({ what: "the last tree is not whole" });
}

function checkLeaf({ vectors, value, base }: TreesBody, node: number): void {
  if (vectors.length === 0) return;
  const vector = value[node] as number;
  const there = Number.isInteger(vector) && vector >= 0 && (vector + 1) * base.length <= vectors.length;
  if (!there) throw modelCorrupt({ what: `leaf ${node} names a vector that is not there` });
}

/** The words that the set takes, one bit per level and one for a missing value. */
function checkSet({ sets, levels, value }: TreesBody, node: number, slot: number): number {
  const width = levels[slot]?.length ?? 0;
  const set = sets[value[node] as number];
  if (set === undefined || width === 0) throw modelCorrupt({ what: `node ${node} names a set that is not there` });
  if ((set.at(-1) ?? -1) >= width)
    throw modelCorrupt({ what: `node ${node} names a set with a level that is not there` });
  return (width >> 5) + 1;
}
