import type { TreesBody } from "../../trees/body.ts";

/** Which tree, which of its leaves' values, and what is added to each. */
export interface TreeExport {
  readonly tree: number;
  readonly output: number;
  readonly shift: number;
}

/** A tree of one leaf. */
export function constantTree(value: number): string {
  return lines({ num_leaves: [1], num_cat: [0], leaf_value: [value], leaf_count: [0], is_linear: [0], shrinkage: [1] });
}

/** A tree as LightGBM's text: splits and leaves numbered apart, a leaf child as the complement of its number. */
export function treeText(body: TreesBody, { tree, output, shift }: TreeExport): string {
  const start = body.roots[tree] as number;
  const end = body.roots[tree + 1] ?? body.slot.length;
  const nodes = Array.from({ length: end - start }, (_, i) => start + i);
  const leaves = nodes.filter((node) => (body.slot[node] as number) < 0);
  const splits = nodes.filter((node) => (body.slot[node] as number) >= 0);
  const leafValue = (node: number): number => shift + body.scale * heldValue(body, node, output);
  if (splits.length === 0) return constantTree(leafValue(start));
  const reference = new Map([
    ...splits.map((node, i) => [node, i] as const),
    ...leaves.map((node, i) => [node, ~i] as const),
  ]);
  const sets = categorySets(body, splits);
  const tests = splits.map((node) => testOf(body, node, sets.index.get(node)));
  const { counts, values } = subtotals(body, { start, end, leafValue });
  const cover = (node: number): number => body.cover[node] as number;
  return lines({
    num_leaves: [leaves.length],
    num_cat: [sets.index.size],
    split_feature: splits.map((node) => body.slot[node] as number),
    split_gain: splits.map((node) => body.gain[node] as number),
    threshold: tests.map(({ threshold }) => threshold),
    decision_type: tests.map(({ decision }) => decision),
    left_child: tests.map(({ left }) => reference.get(left) as number),
    right_child: tests.map(({ right }) => reference.get(right) as number),
    leaf_value: leaves.map(leafValue),
    leaf_weight: leaves.map(cover),
    leaf_count: leaves.map((node) => counts[node - start] as number),
    internal_value: splits.map((node) => values[node - start] as number),
    internal_weight: splits.map(cover),
    internal_count: splits.map((node) => counts[node - start] as number),
    ...(sets.index.size === 0 ? {} : { cat_boundaries: sets.boundaries, cat_threshold: sets.words }),
    is_linear: [0],
    shrinkage: [1],
  });
}

function lines(fields: Readonly<Record<string, readonly number[]>>): string {
  return Object.entries(fields)
    .map(([name, numbers]) => `${name}=${numbers.join(" ")}`)
    .join("\n");
}

function heldValue({ vectors, value, base }: TreesBody, node: number, output: number): number {
  const held = value[node] as number;
  return vectors.length === 0 ? held : (vectors[held * base.length + output] as number);
}

interface Test {
  readonly threshold: number;
  readonly decision: number;
  readonly left: number;
  readonly right: number;
}

/** LightGBM sends missing categories right: where ours go left, the children change places and the set is turned around. */
function testOf(body: TreesBody, node: number, set: number | undefined): Test {
  const missing = body.missing[node] as number;
  const [left, right] = [node + 1, body.right[node] as number];
  if (set === undefined)
    return {
      threshold: body.value[node] as number,
      decision: (missing & 1 ? 2 : 0) + (missing & 2 ? 4 : 8),
      left,
      right,
    };
  const isTurned = (missing & 1) === 1;
  return { threshold: set, decision: 1 + 8, left: isTurned ? right : left, right: isTurned ? left : right };
}

interface CategorySets {
  /** By split: the number of its set. */
  readonly index: ReadonlyMap<number, number>;
  readonly boundaries: readonly number[];
  readonly words: readonly number[];
}

function categorySets(body: TreesBody, splits: readonly number[]): CategorySets {
  const index = new Map<number, number>();
  const boundaries = [0];
  const words: number[] = [];
  for (const node of splits) {
    const levels = body.levels[body.slot[node] as number] as readonly string[];
    if (levels.length === 0) continue;
    index.set(node, index.size);
    words.push(...setWords(body, node, levels.length));
    boundaries.push(words.length);
  }
  return { index, boundaries, words };
}

function setWords(body: TreesBody, node: number, levels: number): readonly number[] {
  const set = new Set(body.sets[body.value[node] as number]);
  const isTurned = ((body.missing[node] as number) & 1) === 1;
  const words = new Uint32Array((levels + 31) >> 5);
  for (let level = 0; level < levels; level++)
    if (set.has(level) !== isTurned) words[level >> 5] = (words[level >> 5] as number) | (1 << (level & 31));
  return Array.from(words);
}

interface Subtree {
  readonly start: number;
  readonly end: number;
  readonly leafValue: (node: number) => number;
}

/** Rows and mean value below each node. LightGBM counts rows, so that a leaf has at least one. */
function subtotals(
  body: TreesBody,
  { start, end, leafValue }: Subtree,
): { readonly counts: Float64Array; readonly values: Float64Array } {
  const counts = new Float64Array(end - start);
  const values = new Float64Array(end - start);
  for (let node = end - 1; node >= start; node--) {
    const at = node - start;
    if ((body.slot[node] as number) < 0) {
      counts[at] = Math.max(1, Math.round(body.cover[node] as number));
      values[at] = leafValue(node);
      continue;
    }
    const [left, right] = [at + 1, (body.right[node] as number) - start];
    counts[at] = (counts[left] as number) + (counts[right] as number);
    const sum =
      (counts[left] as number) * (values[left] as number) + (counts[right] as number) * (values[right] as number);
    values[at] = sum / (counts[at] as number);
  }
  return { counts, values };
}
