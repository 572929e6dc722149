import type { TreesBody } from "../trees/body.ts";

/** What explaining needs to know of every node, beyond what walking does. */
export interface Edges {
  /** -1 for a root. */
  readonly parent: Int32Array;
  /** The nearest node above, this tree's root excluded, under a split on the same feature as this node's; -1 without one. */
  readonly before: Int32Array;
  /** How much of the training weight took all splits of the feature, from the root to here: the product of their shares. */
  readonly share: Float64Array;
  /** How much of the training weight reached the node, of all that entered its tree. */
  readonly reach: Float64Array;
  /** How many different features the splits above read. */
  readonly features: Int32Array;
  /** The node after the last one of its subtree. */
  readonly end: Int32Array;
}

/** The slot of the split above a node that is no root. */
export function slotAbove({ slot }: TreesBody, { parent }: Edges, node: number): number {
  return slot[parent[node] as number] as number;
}

/** The edges of a body: one pass down, one up. */
export function edgesOf(body: TreesBody): Edges {
  const nodes = body.slot.length;
  const edges: Edges = {
    parent: parentsOf(body),
    before: new Int32Array(nodes).fill(-1),
    share: new Float64Array(nodes).fill(1),
    reach: new Float64Array(nodes).fill(1),
    features: new Int32Array(nodes),
    end: new Int32Array(nodes),
  };
  for (let node = 0; node < nodes; node++) if ((edges.parent[node] as number) >= 0) enter(body, edges, node);
  for (let node = nodes - 1; node >= 0; node--) {
    const isLeaf = (body.slot[node] as number) < 0;
    edges.end[node] = isLeaf ? node + 1 : (edges.end[body.right[node] as number] as number);
  }
  return edges;
}

function parentsOf({ slot, right }: TreesBody): Int32Array {
  const parent = new Int32Array(slot.length).fill(-1);
  for (let node = 0; node < slot.length; node++) {
    if ((slot[node] as number) < 0) continue;
    parent[node + 1] = node;
    parent[right[node] as number] = node;
  }
  return parent;
}

function enter(body: TreesBody, edges: Edges, node: number): void {
  const above = edges.parent[node] as number;
  const whole = body.cover[above] as number;
  const share = whole > 0 ? (body.cover[node] as number) / whole : 0;
  const before = sameFeature(body, edges, node);
  edges.before[node] = before;
  edges.share[node] = share * (before < 0 ? 1 : (edges.share[before] as number));
  edges.reach[node] = share * (edges.reach[above] as number);
  edges.features[node] = (edges.features[above] as number) + (before < 0 ? 1 : 0);
}

function sameFeature(body: TreesBody, edges: Edges, node: number): number {
  const slot = slotAbove(body, edges, node);
  let at = edges.parent[node] as number;
  while ((edges.parent[at] as number) >= 0 && slotAbove(body, edges, at) !== slot) at = edges.parent[at] as number;
  return (edges.parent[at] as number) >= 0 ? at : -1;
}
