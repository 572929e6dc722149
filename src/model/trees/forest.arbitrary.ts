import fc from "fast-check";
import type { TreesBody } from "./body.ts";
import type { CellColumn } from "./cells.ts";

// Random forests for tests: numbers and sets, values and vectors, every way to treat the missing and the zero.

type Tree =
  | { readonly leaf: number }
  | {
      readonly slot: number;
      readonly cut: number;
      readonly missing: number;
      readonly left: Tree;
      readonly right: Tree;
    };

const NUMBERS = 3;
const LEVELS = [["a", "b", "c"], Array.from({ length: 70 }, (_, i) => `level ${i}`)];
const CUTS = [-2, -1, -1e-40, -0, 0, 1e-40, 0.5, 1, 1e300, Number.MAX_VALUE];

const aTree: fc.Arbitrary<Tree> = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 5, withCrossShrink: true },
    { weight: 1, arbitrary: fc.record({ leaf: fc.double({ noNaN: true, min: -9, max: 9 }) }) },
    {
      weight: 3,
      arbitrary: fc.record({
        slot: fc.nat(NUMBERS + LEVELS.length - 1),
        cut: fc.nat(CUTS.length - 1),
        missing: fc.nat(3),
        left: tie("tree"),
        right: tie("tree"),
      }),
    },
  ),
})).tree;

/** Slots 0 to 2 are numbers, 3 and 4 texts with 3 and 70 levels. */
export const aForest: fc.Arbitrary<TreesBody> = fc
  .record({
    trees: fc.array(aTree, { maxLength: 20 }),
    width: fc.integer({ min: 1, max: 3 }),
    inVectors: fc.boolean(),
    sets: fc.array(fc.uniqueArray(fc.nat(2)), { minLength: 1, maxLength: 4 }),
    wide: fc.array(fc.uniqueArray(fc.nat(69)), { minLength: 1, maxLength: 4 }),
    scale: fc.constantFrom(1, 0.1),
    textless: fc.boolean(),
  })
  .map(({ trees, width, inVectors, sets, wide, scale, textless }) => {
    const nodes: number[][] = [];
    const vectors: number[] = [];
    const sorted = [...sets, ...wide].map((set) => [...set].sort((a, b) => a - b));
    const append = (tree: Tree): number => {
      const at = nodes.length;
      if ("leaf" in tree) {
        nodes.push([-1, inVectors ? vectors.length / width : tree.leaf, 0, 0, 1]);
        if (inVectors) for (let k = 0; k < width; k++) vectors.push(tree.leaf * (k + 1));
        return at;
      }
      const slot = textless ? tree.slot % NUMBERS : tree.slot;
      nodes.push([slot, heldBy(slot, tree.cut), 0, tree.missing, 0]);
      append(tree.left);
      const right = append(tree.right);
      const node = nodes[at] as number[];
      node[2] = right;
      node[4] = (nodes[at + 1]?.[4] as number) + (nodes[right]?.[4] as number);
      return at;
    };
    const heldBy = (slot: number, cut: number): number => {
      if (slot < NUMBERS) return CUTS[cut] as number;
      return slot === NUMBERS ? cut % sets.length : sets.length + (cut % wide.length);
    };
    const roots = Int32Array.from(trees.map(append));
    const part = (k: number): number[] => nodes.map((node) => node[k] as number);
    return {
      base: Array.from({ length: width }, (_, k) => k + 0.25),
      link: "identity" as const,
      scale,
      roots,
      slot: Int32Array.from(part(0)),
      value: Float64Array.from(part(1)),
      vectors: Float64Array.from(vectors),
      right: Int32Array.from(part(2)),
      missing: Uint8Array.from(part(3)),
      gain: new Float64Array(nodes.length),
      cover: Float64Array.from(part(4)),
      levels: [...Array.from({ length: NUMBERS }, () => []), ...LEVELS],
      sets: sorted,
    };
  });

const aNumber = fc.oneof(fc.constantFrom(...CUTS, Number.NaN, 1e-35, -1e-35, 2e-35), fc.double({ min: -3, max: 3 }));

/** Columns of up to 150 rows for the slots that the forest reads, missing and unseen values included. */
export function aTableFor(
  body: TreesBody,
): fc.Arbitrary<{ readonly columns: readonly CellColumn[]; readonly rows: number }> {
  return fc.integer({ min: 0, max: 150 }).chain((rows) => {
    const exactly = { minLength: rows, maxLength: rows };
    const columns = body.levels.map(
      (levels, slot): fc.Arbitrary<CellColumn> =>
        levels.length === 0
          ? fc.array(aNumber, exactly).map((cells) => ({ slot, values: Float64Array.from(cells), recode: undefined }))
          : fc.array(fc.integer({ min: -1, max: levels.length - 1 }), exactly).map((codes) => ({
              slot,
              values: Int32Array.from(codes),
              recode: Int32Array.from(levels, (_, i) => i),
            })),
    );
    return fc.tuple(...columns).map((all) => ({ columns: all, rows }));
  });
}
