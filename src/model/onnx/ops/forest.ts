import { onnxMalformed } from "../errors.ts";

/** How a split compares: the true branch is taken when `x MODE value`. */
export const MODES = ["LEQ", "LT", "GTE", "GT", "EQ", "NEQ", "MEMBER"] as const;

/**
 * Trees in flat arrays. A branch of 0 or more is a node; a negative one, -1 - leaf, is a leaf. Several branches may lead to
 * one node, as sets written as chains of equalities do.
 */
export interface OnnxForest {
  readonly roots: Int32Array;
  readonly feature: Int32Array;
  /** Index in {@link MODES}. */
  readonly mode: Uint8Array;
  readonly value: Float64Array;
  readonly onTrue: Int32Array;
  readonly onFalse: Int32Array;
  /** 1: a missing value takes the true branch whatever the comparison says. */
  readonly missing: Uint8Array;
  /** The members that a node of mode MEMBER looks for, by node. */
  readonly members: ReadonlyMap<number, ReadonlySet<number>>;
  /** Per leaf: its first vote; the votes of leaf i end where those of leaf i + 1 begin. */
  readonly firstVote: Int32Array;
  readonly target: Int32Array;
  readonly weight: Float64Array;
}

/** The leaf that a row of a matrix ends in. */
export function leafOf(forest: OnnxForest, root: number, row: Float64Array): number {
  const { feature, onTrue, onFalse } = forest;
  let at = root;
  while (at >= 0) {
    const x = row[feature[at] as number] as number;
    at = (isTrue(forest, at, x) ? onTrue[at] : onFalse[at]) as number;
  }
  return -1 - at;
}

function isTrue({ mode, value, missing, members }: OnnxForest, node: number, x: number): boolean {
  if (missing[node] === 1 && Number.isNaN(x)) return true;
  const threshold = value[node] as number;
  switch (mode[node]) {
    case 0:
      return x <= threshold;
    case 1:
      return x < threshold;
    case 2:
      return x >= threshold;
    case 3:
      return x > threshold;
    case 4:
      return x === threshold;
    case 5:
      return x !== threshold;
    default:
      return members.get(node)?.has(x) ?? false;
  }
}

/** The widest row that a split reads. */
export function widthOf({ feature }: OnnxForest): number {
  return feature.reduce((most, each) => Math.max(most, each + 1), 0);
}

const UNSEEN = 0;
const OPEN = 1;
const DONE = 2;

/** Makes sure that every walk ends, and inside the arrays. Throws `onnx.malformed`. */
export function checkForest(forest: OnnxForest): OnnxForest {
  const state = new Uint8Array(forest.feature.length);
  for (const root of forest.roots) if (enters(forest, state, root)) visitAll(forest, state, root);
  return forest;
}

/** Depth first, with a stack of our own: a tree may be deeper than the engine's. */
function visitAll(forest: OnnxForest, state: Uint8Array, root: number): void {
  const stack = [root];
  while (stack.length > 0) {
    const node = stack.at(-1) as number;
    if (state[node] !== UNSEEN) {
      state[node] = DONE;
      stack.pop();
      continue;
    }
    state[node] = OPEN;
    const next = [forest.onTrue[node] as number, forest.onFalse[node] as number];
    stack.push(...next.filter((each) => enters(forest, state, each)));
  }
}

function enters({ firstVote }: OnnxForest, state: Uint8Array, next: number): boolean {
  if (next >= state.length || -1 - next >= firstVote.length - 1)
    throw onnxMalformed({ what: "a tree's branch leads nowhere" });
  if (next < 0) return false;
  if (state[next] === OPEN) throw onnxMalformed({ what: "a tree runs in a circle" });
  return state[next] === UNSEEN;
}
