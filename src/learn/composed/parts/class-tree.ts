import { stepsOf } from "../../../model/index.ts";

/** A fork of the tree of classes. Children are in order of first appearance. */
export interface Fork {
  /** An inner node by its number (higher than this one's), or −1 − the number of a class. */
  readonly children: readonly number[];
}

/**
 * The forks of a tree of classes, the root first, from the classes as paths. A step without an alternative is no fork. A
 * class that is also the beginning of another stands beside what lies below it.
 */
export function classTree(classes: readonly string[]): readonly Fork[] {
  const forks: { children: readonly number[] }[] = [];
  const grow = (branch: Branch): number => {
    const ends = branch.leaf === undefined ? [] : [-1 - branch.leaf];
    const below = [...branch.below.values()];
    const [only, ...others] = below;
    if (only !== undefined && others.length === 0 && ends.length === 0) return grow(only);
    if (only === undefined) return ends[0] as number;
    const fork = { children: ends };
    const number = forks.push(fork) - 1;
    fork.children = [...ends, ...below.map(grow)];
    return number;
  };
  grow(branchOf(classes));
  return forks;
}

interface Branch {
  /** The number of the class that ends here. */
  leaf?: number;
  readonly below: Map<string, Branch>;
}

function branchOf(classes: readonly string[]): Branch {
  const root: Branch = { below: new Map() };
  classes.forEach((path, leaf) => {
    let branch = root;
    for (const step of stepsOf(path)) {
      const next = branch.below.get(step) ?? { below: new Map() };
      branch.below.set(step, next);
      branch = next;
    }
    branch.leaf = leaf;
  });
  return root;
}

/** Fork → class → the position of the child under which the class lies. */
export function positionsOf(forks: readonly Fork[]): readonly ReadonlyMap<number, number>[] {
  const maps: Map<number, number>[] = forks.map(() => new Map());
  for (let number = forks.length - 1; number >= 0; number--) {
    const own = maps[number] as Map<number, number>;
    (forks[number] as Fork).children.forEach((child, position) => {
      const classes = child < 0 ? [-1 - child] : (maps[child] as Map<number, number>).keys();
      for (const leaf of classes) own.set(leaf, position);
    });
  }
  return maps;
}
