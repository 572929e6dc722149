import { place } from "../trees/arena.ts";
import type { TreesBody } from "../trees/body.ts";
import { BLOCK, LANE, rowWriter } from "../trees/lanes.ts";
import { type Edges, edgesOf } from "./edges.ts";
import { type ExplainImage, explainImageOf } from "./image.ts";
import { addShapley, leafValues } from "./shap.ts";

/** A forest made ready to explain. */
export interface ExplainForest {
  readonly body: TreesBody;
  readonly edges: Edges;
  readonly image: ExplainImage;
  /** The mean raw score over the training weight: base + scale × every leaf's value times its share. One per output. */
  readonly expected: Float64Array;
}

const compiled = new WeakMap<TreesBody, ExplainForest>();

/** The forest of a body, made at most once per body. */
export function explainForestOf(body: TreesBody): ExplainForest {
  const ready = compiled.get(body);
  if (ready !== undefined) return ready;
  const edges = edgesOf(body);
  const made = { body, edges, image: explainImageOf(body, edges), expected: expectedOf(body, edges) };
  compiled.set(body, made);
  return made;
}

function expectedOf(body: TreesBody, { reach, end }: Edges): Float64Array {
  const sums = new Float64Array(body.base.length);
  body.roots.forEach((root, tree) => {
    for (let node = root; node < (end[root] as number); node++) {
      if ((body.slot[node] as number) >= 0) continue;
      for (const [output, value] of leafValues(body, node, tree))
        sums[output] = (sums[output] as number) + value * (reach[node] as number);
    }
  });
  return sums.map((sum, output) => (body.base[output] as number) + body.scale * sum);
}

/**
 * The Shapley values of a row's raw score: outputs × slots. Without a background, against the training weight that each
 * branch got (path-dependent); with one, against the mean over its rows (interventional).
 */
export function shapleyOf(
  forest: ExplainForest,
  row: Float64Array,
  background?: readonly Float64Array[],
): Float64Array {
  const { body } = forest;
  const phi = sumShapley(forest, row, background);
  const scale = body.scale / (background?.length ?? 1);
  for (let i = 0; i < phi.length; i++) phi[i] = (phi[i] as number) * scale;
  return phi;
}

function sumShapley(forest: ExplainForest, row: Float64Array, background?: readonly Float64Array[]): Float64Array {
  const { image, body } = forest;
  const placed = place(image);
  if (placed === undefined) return walkShapley(forest, row, background);
  const { numbers, kernel } = placed.arena;
  const cells = (placed.image + image.cells) / 8 + LANE;
  const sums = (placed.image + image.sums) / 8;
  const size = body.base.length * body.levels.length;
  numbers.fill(0, sums, sums + size);
  const write = rowWriter(image.lanes);
  write(placed.arena, cells, row);
  if (background === undefined) kernel.explainRow(placed.image, 0);
  else
    for (const [i, other] of background.entries()) {
      const at = 1 + (i % (BLOCK - 1));
      write(placed.arena, cells + at, other);
      kernel.contrastRows(placed.image, 0, at);
    }
  return numbers.slice(sums, sums + size);
}

/** The sums of {@link shapleyOf} by the readable reference alone. */
export function walkShapley(
  forest: ExplainForest,
  row: Float64Array,
  background?: readonly Float64Array[],
): Float64Array {
  const phi = new Float64Array(forest.body.base.length * forest.body.levels.length);
  if (background === undefined) addShapley(forest, { row }, phi);
  else for (const other of background) addShapley(forest, { row, background: other }, phi);
  return phi;
}
