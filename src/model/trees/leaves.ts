import type { Column } from "../../data/index.ts";
import type { TreesBody } from "./body.ts";
import { cellColumns } from "./cells.ts";
import { compile, type Forest } from "./compile.ts";
import { scoreColumns } from "./score.ts";

/** What each tree says of each row: rows × trees, row by row. */
export interface Leaves {
  readonly values: Float64Array;
  readonly trees: number;
}

/** Rows × trees that are kept at most: 32 MB. */
const MOST = 2 ** 22;

/** Whether it is worth keeping what each tree says of so many rows. */
export function keepsLeaves({ vectors, roots }: TreesBody, rows: number): boolean {
  return vectors.length === 0 && roots.length > 0 && rows > 0 && roots.length * rows <= MOST;
}

/** The same trees as a forest in which each has an output of its own. */
export function apart(body: TreesBody): Forest {
  return compile({ ...body, base: new Array<number>(body.roots.length).fill(0), scale: 1 });
}

/** Asks every tree of a forest made by {@link apart} by itself. */
export function leavesOf(forest: Forest, columns: readonly Column[], rows: number): Leaves {
  return { values: scoreColumns(forest, cellColumns(forest, columns), rows), trees: forest.body.roots.length };
}

/** What some trees say instead. */
export interface Renewed extends Leaves {
  /** Per tree of the whole: its place among these, or -1 where it says what it said. */
  readonly place: Int32Array;
}

/** The scores before the link, added up in the order in which a forest adds them: by the first trees, some of them renewed. */
export function sumLeaves(
  { base, scale }: Pick<TreesBody, "base" | "scale">,
  { values, trees }: Leaves,
  { first = trees, renewed }: { readonly first?: number; readonly renewed?: Renewed } = {},
): Float64Array {
  const width = base.length;
  const rows = values.length / trees;
  const scores = new Float64Array(rows * width);
  const { place = new Int32Array(trees).fill(-1), values: fresh = values, trees: some = 0 } = renewed ?? {};
  for (let row = 0; row < rows; row++) {
    for (let output = 0; output < width; output++) {
      let sum = 0;
      for (let tree = output; tree < first; tree += width) {
        const at = place[tree] as number;
        sum += (at < 0 ? values[row * trees + tree] : fresh[row * some + at]) as number;
      }
      scores[row * width + output] = (base[output] as number) + scale * sum;
    }
  }
  return scores;
}
