import type { TreesBody } from "./body.ts";
import { BLOCK, below, keyOfLane, LANE, type Lane, laneOf, lanesOf } from "./lanes.ts";
import { packSets } from "./sets.ts";

const HEAD = 64;
const NODE = 16;
const LITTLE = true;

/** A forest laid out for the kernel: position-independent, so that it can be copied anywhere in memory. */
export interface Image {
  /** Head, roots, nodes, sets and vectors; `kernels/walk/image.ts` reads them. */
  readonly bytes: Uint8Array;
  /** Where the block's cells start, in bytes from the image's start; right behind `bytes`. */
  readonly cells: number;
  /** Where the block's sums start: rows × outputs, row by row. */
  readonly sums: number;
  /** All that it takes in memory. */
  readonly size: number;
  /** Lane k is at cells + 8 · LANE · (k + 1); before them is a lane of NaN. */
  readonly lanes: readonly Lane[];
}

/** Lays out a body. */
export function imageOf(body: TreesBody): Image {
  const lanes = lanesOf(body);
  const sets = packSets(body);
  const { roots, slot, vectors, base } = body;
  const nodesAt = HEAD + roots.length * 4;
  const nil = align(nodesAt);
  const setsAt = nil + (slot.length + 1) * NODE;
  const vectorsAt = align(setsAt + sets.bits.length);
  const cells = align(vectorsAt + vectors.length * 8);
  const sums = cells + (lanes.length + 1) * LANE * 8;
  const bytes = new Uint8Array(cells);
  const view = new DataView(bytes.buffer);
  const mixed = sets.bits.length > 0 ? 1 : 0;
  const head = [roots.length, base.length, HEAD, cells, sums, vectors.length > 0 ? vectorsAt : 0, mixed, nil];
  for (const [i, number] of head.entries()) view.setInt32(i * 4, number, LITTLE);
  writeLeaf(view, nil, 0);
  const laneAt = new Map(lanes.map((lane, i) => [keyOfLane(lane), (i + 1) * LANE * 8]));
  writeNodes({ body, view, laneAt, setOf: (node) => setsAt + (sets.starts[node] as number) }, nil + NODE);
  bytes.set(sets.bits, setsAt);
  for (const [i, number] of vectors.entries()) view.setFloat64(vectorsAt + i * 8, number, LITTLE);
  return { bytes, cells, sums, size: align(sums + BLOCK * base.length * 8), lanes };
}

interface Work {
  readonly body: TreesBody;
  readonly view: DataView;
  /** Where a lane's cells are, by its key. */
  readonly laneAt: ReadonlyMap<number, number>;
  /** Where the bits of a node's set start. */
  readonly setOf: (node: number) => number;
}

function align(at: number): number {
  return Math.ceil(at / 64) * 64;
}

/** Every node from `first` on, tree by tree: behind each split the child of its test met, then the other's subtree. */
function writeNodes(work: Work, first: number): void {
  const { body, view } = work;
  let at = first;
  body.roots.forEach((root, tree) => {
    view.setInt32(HEAD + tree * 4, at, LITTLE);
    // Subtrees still to write, each with the split whose other child it is.
    const open: { readonly node: number; readonly from: number }[] = [{ node: root, from: 0 }];
    for (let next = open.pop(); next !== undefined; next = open.pop()) {
      if (next.from > 0) view.setInt32(next.from + 12, at - next.from - NODE, LITTLE);
      at = writePath(work, next.node, { at, open });
    }
  });
}

interface Cursor {
  readonly at: number;
  readonly open: { readonly node: number; readonly from: number }[];
}

/** From a node along the tests met down to a leaf; returns where the next subtree goes. */
function writePath(work: Work, start: number, { at: from, open }: Cursor): number {
  const { slot, right, value } = work.body;
  let node = start;
  let at = from;
  while ((slot[node] as number) >= 0) {
    const [met, other] = writeSplit(work, node, at)
      ? [node + 1, right[node] as number]
      : [right[node] as number, node + 1];
    open.push({ node: other, from: at });
    node = met;
    at += NODE;
  }
  writeLeaf(work.view, at, value[node] as number);
  return at + NODE;
}

/** Returns whether the test met means left. */
function writeSplit({ body, view, laneAt, setOf }: Work, node: number, at: number): boolean {
  const lane = laneOf(body, node);
  const threshold = body.value[node] as number;
  if (lane.set) view.setInt32(at, setOf(node), LITTLE);
  else view.setFloat64(at, lane.negated ? below(-threshold) : threshold, LITTLE);
  view.setInt32(at + 8, (laneAt.get(keyOfLane(lane)) ?? 0) + (lane.set ? 1 : 0), LITTLE);
  return !lane.negated;
}

function writeLeaf(view: DataView, at: number, value: number): void {
  view.setFloat64(at, value, LITTLE);
  view.setInt32(at + 8, 0, LITTLE);
  view.setInt32(at + 12, -NODE, LITTLE);
}
