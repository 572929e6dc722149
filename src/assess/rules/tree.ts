import type { Table } from "../../data/index.ts";
import type { BinnedColumn } from "./bins.ts";
import { answers, type Condition, wordCondition } from "./condition.ts";
import { type Node, purity, type Split, splitsOf, type Tally } from "./split.ts";

/** A rule of a few questions: each leaf holds the rate of positives among the rows that end there. */
export type RuleTree =
  | { readonly kind: "leaf"; readonly tally: Tally }
  | { readonly kind: "question"; readonly condition: Condition; readonly yes: RuleTree; readonly no: RuleTree };

/** What a rule is grown from. */
export interface GrowInput {
  readonly features: Table;
  readonly binned: readonly BinnedColumn[];
  readonly label: Float64Array;
  readonly rows: Int32Array;
}

interface Leaf {
  readonly node: Node;
  readonly split: Split | undefined;
  parts?: { readonly yes: Leaf; readonly no: Leaf };
}

/** The first question decides what the others can find: so many are tried. */
const ROOTS = 4;

/**
 * Grows a rule greedily: `conditions` times the leaf is parted whose best question gains most. Begins with each of the
 * four best first questions and keeps the rule whose leaves are purest, because a threshold that is best alone may be
 * off beside another question.
 */
export function growRule(input: GrowInput, conditions: number): RuleTree {
  const node = nodeOf(input, input.rows);
  const roots = splitsOf(input.binned, node).slice(0, conditions > 1 ? ROOTS : 1);
  let best = { tree: treeOf({ node, split: undefined }), pure: -Infinity };
  for (const split of roots) {
    const root = { node, split };
    const pure = growFrom(input, root, conditions).reduce((sum, leaf) => sum + purity(leaf.node.tally), 0);
    if (pure > best.pure) best = { tree: treeOf(root), pure };
  }
  return best.tree;
}

/** Parts the best leaf again and again; the leaves that are left. */
function growFrom(input: GrowInput, root: Leaf, conditions: number): readonly Leaf[] {
  const leaves = [root];
  for (let i = 0; i < conditions; i++) {
    leaves.sort((a, b) => (b.split?.gain ?? 0) - (a.split?.gain ?? 0));
    const leaf = leaves[0];
    if (leaf?.split === undefined) break;
    leaf.parts = part(input, leaf.node, leaf.split);
    leaves.splice(0, 1, leaf.parts.yes, leaf.parts.no);
  }
  return leaves;
}

function nodeOf({ label }: GrowInput, rows: Int32Array): Node {
  const positives = rows.reduce((sum, row) => sum + (label[row] as number), 0);
  return { rows, label, tally: { rows: rows.length, positives } };
}

function leafOf(input: GrowInput, rows: Int32Array): Leaf {
  const node = nodeOf(input, rows);
  return { node, split: splitsOf(input.binned, node)[0] };
}

function part(input: GrowInput, { rows }: Node, { condition }: Split): { yes: Leaf; no: Leaf } {
  const holds = answers(condition, input.features);
  return {
    yes: leafOf(input, rows.filter(holds)),
    no: leafOf(
      input,
      rows.filter((row) => !holds(row)),
    ),
  };
}

function treeOf({ node, split, parts }: Leaf): RuleTree {
  if (parts === undefined || split === undefined) return { kind: "leaf", tally: node.tally };
  return { kind: "question", condition: split.condition, yes: treeOf(parts.yes), no: treeOf(parts.no) };
}

/** The rate that the rule gives each of the rows. */
export function scoreRule(tree: RuleTree, features: Table, rows: Int32Array): Float64Array {
  const score = readerOf(tree, features);
  return Float64Array.from(rows, score);
}

function readerOf(tree: RuleTree, features: Table): (row: number) => number {
  if (tree.kind === "leaf") {
    const rate = rateOf(tree.tally);
    return () => rate;
  }
  const [holds, yes, no] = [
    answers(tree.condition, features),
    readerOf(tree.yes, features),
    readerOf(tree.no, features),
  ];
  return (row) => (holds(row) ? yes(row) : no(row));
}

function rateOf({ rows, positives }: Tally): number {
  return rows === 0 ? 0 : positives / rows;
}

/** The questions that a rule asks. */
export function conditionsOf(tree: RuleTree): readonly Condition[] {
  if (tree.kind === "leaf") return [];
  return [tree.condition, ...conditionsOf(tree.yes), ...conditionsOf(tree.no)];
}

/** The rule in words: when the answer is yes. `above` (default a half) is the rate from which a leaf says yes. */
export function wordRule(tree: RuleTree, above = 0.5): string {
  const cases = yesPaths(tree, above).map((path) => [...path.values()].join(" and "));
  if (cases.length === 0) return "never";
  return cases.map((words) => (words === "" ? "always" : words)).join(", or ");
}

type Path = ReadonlyMap<string, string>;

/**
 * The ways to a yes. A deeper question about the same feature in the same sense is the tighter one and replaces the first.
 * Where one side is all yes, the other side need not say that it is the other: "A, or not A and B" is "A, or B".
 */
function yesPaths(tree: RuleTree, above: number, path: Path = new Map()): readonly Path[] {
  if (isAllYes(tree, above)) return [path];
  if (tree.kind === "leaf") return [];
  const { condition } = tree;
  const step = (holds: boolean): Path =>
    new Map([...path, [`${condition.asks} ${condition.feature} ${holds}`, wordCondition(condition, holds)]]);
  const side = (holds: boolean): readonly Path[] => {
    const [mine, other] = holds ? [tree.yes, tree.no] : [tree.no, tree.yes];
    return yesPaths(mine, above, isAllYes(other, above) ? path : step(holds));
  };
  return [...side(true), ...side(false)];
}

function isAllYes(tree: RuleTree, above: number): boolean {
  if (tree.kind === "leaf") return rateOf(tree.tally) >= above;
  return isAllYes(tree.yes, above) && isAllYes(tree.no, above);
}
