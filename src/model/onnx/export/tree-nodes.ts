import type { TreesBody } from "../../trees/body.ts";
import type { WrittenAttribute } from "../proto/write.ts";
import { singleAtMost } from "./single.ts";
import type { TreeColumn } from "./tree-column.ts";

/** One row of `nodes_*`. Branches are node ids within the tree. */
interface Row {
  readonly tree: number;
  readonly id: number;
  readonly mode: "LEAF" | "BRANCH_LEQ" | "BRANCH_EQ";
  readonly column: number;
  readonly value: number;
  readonly onTrue: number;
  readonly onFalse: number;
  readonly missing: number;
}

/** One row of `target_*`. */
interface Vote {
  readonly tree: number;
  readonly id: number;
  readonly target: number;
  readonly weight: number;
}

/** The attributes of TreeEnsembleRegressor: each tree in preorder, the links of a chain of equalities after it. */
export function treeAttributes(
  body: TreesBody,
  columns: readonly TreeColumn[],
): Readonly<Record<string, WrittenAttribute>> {
  const rows: Row[] = [];
  const votes: Vote[] = [];
  const ends = [...body.roots.slice(1), body.slot.length];
  body.roots.forEach((root, tree) => {
    const writer = treeWriter(body, { columns, tree, root, end: ends[tree] as number });
    rows.push(...writer.rows);
    votes.push(...writer.votes);
  });
  if (body.roots.length < body.base.length) {
    // Runtimes leave out the base of an output for which no leaf votes.
    const tree = body.roots.length;
    rows.push(leafRow(tree, 0));
    votes.push(...body.base.map((_, target) => ({ tree, id: 0, target, weight: 0 })));
  }
  return { ...nodeAttributes(rows), ...voteAttributes(votes, body) };
}

interface Tree {
  readonly columns: readonly TreeColumn[];
  readonly tree: number;
  readonly root: number;
  readonly end: number;
}

function treeWriter(
  body: TreesBody,
  { columns, tree, root, end }: Tree,
): { readonly rows: readonly Row[]; readonly votes: readonly Vote[] } {
  const rows: Row[] = [];
  const links: Row[] = [];
  const votes: Vote[] = [];
  for (let node = root; node < end; node++) {
    const id = node - root;
    const slot = body.slot[node] as number;
    if (slot < 0) {
      rows.push(leafRow(tree, id));
      votes.push(...votesOf(body, { tree, id, node }));
      continue;
    }
    const missing = body.missing[node] as number;
    const column = columns.findIndex((each) => each.slot === slot && each.isZeroMissing === ((missing & 2) === 2));
    const split = {
      tree,
      id,
      column,
      onTrue: id + 1,
      onFalse: (body.right[node] as number) - root,
      missing: missing & 1,
    };
    if ((body.levels[slot] ?? []).length === 0)
      rows.push({ ...split, mode: "BRANCH_LEQ", value: singleAtMost(body.value[node] as number) });
    else {
      const [first, ...others] = chainOf(body, node, { ...split, next: end - root + links.length });
      rows.push(first);
      links.push(...others);
    }
  }
  return { rows: [...rows, ...links], votes };
}

function leafRow(tree: number, id: number): Row {
  return { tree, id, mode: "LEAF", column: 0, value: 0, onTrue: 0, onFalse: 0, missing: 0 };
}

type Split = Omit<Row, "mode" | "value"> & { readonly next: number };

/** "One of these levels" as questions one after the other; over the levels outside where those are fewer. */
function chainOf(body: TreesBody, node: number, split: Split): readonly [Row, ...Row[]] {
  const levels = body.levels[body.slot[node] as number] ?? [];
  const inside = body.sets[body.value[node] as number] ?? [];
  const outside = levels.map((_, level) => level).filter((level) => !inside.includes(level));
  const asksInside = outside.length === 0 || (inside.length > 0 && inside.length <= outside.length);
  const asked = asksInside ? inside : outside;
  const found = asksInside ? split.onTrue : split.onFalse;
  const rest = asksInside ? split.onFalse : split.onTrue;
  const { tree, column, next } = split;
  const rows = asked.map((value, i): Row => {
    const id = i === 0 ? split.id : next + i - 1;
    const onFalse = i === asked.length - 1 ? rest : next + i;
    // Missing takes the true branch of the first question, or falls through all of them.
    const missing = i === 0 && (split.missing === 1) === asksInside ? 1 : 0;
    return { tree, id, column, mode: "BRANCH_EQ", value, onTrue: found, onFalse, missing };
  });
  return rows as [Row, ...Row[]];
}

interface Leaf {
  readonly tree: number;
  readonly id: number;
  readonly node: number;
}

function votesOf({ value, vectors, base, scale }: TreesBody, { tree, id, node }: Leaf): readonly Vote[] {
  const held = value[node] as number;
  const width = base.length;
  if (vectors.length === 0) return [{ tree, id, target: tree % width, weight: scale * held }];
  return base.map((_, target) => ({ tree, id, target, weight: scale * (vectors[held * width + target] as number) }));
}

function nodeAttributes(rows: readonly Row[]): Readonly<Record<string, WrittenAttribute>> {
  const ints = (read: (row: Row) => number): WrittenAttribute => ({ ints: rows.map(read) });
  return {
    nodes_treeids: ints(({ tree }) => tree),
    nodes_nodeids: ints(({ id }) => id),
    nodes_featureids: ints(({ column }) => column),
    nodes_modes: { texts: rows.map(({ mode }) => mode) },
    nodes_values: { floats: rows.map(({ value }) => value) },
    nodes_truenodeids: ints(({ onTrue }) => onTrue),
    nodes_falsenodeids: ints(({ onFalse }) => onFalse),
    nodes_missing_value_tracks_true: ints(({ missing }) => missing),
  };
}

function voteAttributes(votes: readonly Vote[], { base }: TreesBody): Readonly<Record<string, WrittenAttribute>> {
  return {
    n_targets: { int: base.length },
    base_values: { floats: base },
    target_treeids: { ints: votes.map(({ tree }) => tree) },
    target_nodeids: { ints: votes.map(({ id }) => id) },
    target_ids: { ints: votes.map(({ target }) => target) },
    target_weights: { floats: votes.map(({ weight }) => weight) },
  };
}
