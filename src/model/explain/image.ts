import type { TreesBody } from "../trees/body.ts";
import { below, keyOfLane, LANE, type Lane, laneOf, lanesOf } from "../trees/lanes.ts";
import { packSets } from "../trees/sets.ts";
import { type Edges, slotAbove } from "./edges.ts";
import { gaussLegendre } from "./quadrature.ts";
import { pointsFor } from "./shap.ts";

const HEAD = 64;
const TREE = 16;
const NODE = 64;
const LITTLE = true;

/** A forest laid out for the explaining half of the kernel; `kernels/walk/shap.ts` reads it. */
export interface ExplainImage {
  readonly bytes: Uint8Array;
  /** Where the block's cells start, in bytes from the image's start; right behind `bytes`. */
  readonly cells: number;
  /** Where the Shapley values are: outputs × slots. Behind them is the kernel's own room. */
  readonly sums: number;
  readonly size: number;
  readonly lanes: readonly Lane[];
}

/** Lays out a body and its edges. */
export function explainImageOf(body: TreesBody, edges: Edges): ExplainImage {
  const lanes = lanesOf(body);
  const sets = packSets(body);
  const trees = treesOf(body, edges);
  const most = trees.reduce((max, { count }) => Math.max(max, count), 0);
  const points = trees.reduce((max, tree) => Math.max(max, tree.points), 0);
  const features = edges.features.reduce((max, count) => Math.max(max, count), 0);
  const nodesAt = align(HEAD + trees.length * TREE);
  const rulesAt = nodesAt + body.slot.length * NODE;
  const weightsAt = align(rulesAt + (points + 2) * (points + 2) * 8);
  const vectorsAt = weightsAt + (features + 1) ** 2 * 8;
  const setsAt = vectorsAt + body.vectors.length * 8;
  const cells = align(setsAt + sets.bits.length);
  const sums = cells + (lanes.length + 1) * LANE * 8;
  const workAt = align(sums + body.base.length * body.levels.length * 8);
  const size = align(workAt + most * Math.max(2 + 16 * points, 40) + 64);
  const bytes = new Uint8Array(cells);
  const view = new DataView(bytes.buffer);
  const vectors = body.vectors.length > 0 ? vectorsAt : 0;
  const shape = [trees.length, body.base.length, body.levels.length, cells, sums];
  for (const [i, number] of [...shape, vectors, workAt, most, weightsAt, features + 1].entries())
    view.setInt32(i * 4, number, LITTLE);
  for (const [i, tree] of trees.entries()) writeTree(view, HEAD + i * TREE, { ...tree, nodesAt, rulesAt });
  const laneAt = new Map(lanes.map((lane, i) => [keyOfLane(lane), (i + 1) * LANE * 8]));
  const work = { body, edges, view, laneAt, setOf: (node: number) => setsAt + (sets.starts[node] as number) };
  for (const { first, count } of trees)
    for (let node = first; node < first + count; node++) writeNode(work, { node, first, at: nodesAt + node * NODE });
  for (const count of new Set(trees.map((tree) => tree.points))) writeRule(view, ruleAt(rulesAt, count), count);
  writeWeights(view, weightsAt, features);
  for (const [i, number] of body.vectors.entries()) view.setFloat64(vectorsAt + i * 8, number, LITTLE);
  bytes.set(sets.bits, setsAt);
  return { bytes, cells, sums, size, lanes };
}

function align(at: number): number {
  return Math.ceil(at / 64) * 64;
}

interface Tree {
  readonly first: number;
  readonly count: number;
  readonly points: number;
}

function treesOf({ roots }: TreesBody, { end, features }: Edges): readonly Tree[] {
  return Array.from(roots, (first) => {
    const last = end[first] as number;
    const most = features.subarray(first, last).reduce((max, count) => Math.max(max, count), 0);
    return { first, count: last - first, points: pointsFor(most) };
  });
}

interface TreeEntry extends Tree {
  readonly nodesAt: number;
  readonly rulesAt: number;
}

function writeTree(view: DataView, at: number, { first, count, points, nodesAt, rulesAt }: TreeEntry): void {
  view.setInt32(at, nodesAt + first * NODE, LITTLE);
  view.setInt32(at + 4, count, LITTLE);
  view.setInt32(at + 8, points, LITTLE);
  view.setInt32(at + 12, ruleAt(rulesAt, points), LITTLE);
}

/** The rules of 2, 4, 6 … points have their places one after the other, points before weights. */
function ruleAt(rulesAt: number, points: number): number {
  return rulesAt + (points / 2) * (points - 2) * 8;
}

function writeRule(view: DataView, at: number, count: number): void {
  const { points, weights } = gaussLegendre(count);
  for (const [i, number] of [...points, ...weights].entries()) view.setFloat64(at + i * 8, number, LITTLE);
}

/** (a - 1)! b! / (a + b)!: what each of `a` features gains from a leaf that needs them and not `b` others. */
function writeWeights(view: DataView, weightsAt: number, features: number): void {
  const side = features + 1;
  for (let a = 1; a < side; a++) {
    let weight = 1 / a;
    for (let b = 0; a + b < side; b++) {
      view.setFloat64(weightsAt + (a * side + b) * 8, weight, LITTLE);
      weight *= (b + 1) / (a + b + 1);
    }
  }
}

interface Work {
  readonly body: TreesBody;
  readonly edges: Edges;
  readonly view: DataView;
  readonly laneAt: ReadonlyMap<number, number>;
  readonly setOf: (node: number) => number;
}

interface Place {
  readonly node: number;
  readonly first: number;
  readonly at: number;
}

function writeNode({ body, edges, view, laneAt, setOf }: Work, { node, first, at }: Place): void {
  const value = body.value[node] as number;
  const isSplit = (body.slot[node] as number) >= 0;
  if (isSplit) {
    const lane = laneOf(body, node);
    if (lane.set) view.setInt32(at, setOf(node), LITTLE);
    else view.setFloat64(at, lane.negated ? below(-value) : value, LITTLE);
    view.setInt32(at + 8, (laneAt.get(keyOfLane(lane)) ?? 0) + (lane.set ? 1 : 0), LITTLE);
    view.setInt32(at + 12, lane.negated ? 0 : 1, LITTLE);
    view.setInt32(at + 16, (body.right[node] as number) - first, LITTLE);
  } else view.setFloat64(at + 40, value, LITTLE);
  const parent = edges.parent[node] as number;
  if (parent < 0) return;
  const before = edges.before[node] as number;
  view.setInt32(at + 20, slotAbove(body, edges, node), LITTLE);
  view.setInt32(at + 24, before < 0 ? -1 : before - first, LITTLE);
  view.setInt32(at + 28, parent - first, LITTLE);
  view.setFloat64(at + 32, edges.share[node] as number, LITTLE);
}
