import type { HierarchyBody, HierarchyNode } from "../../formats/hierarchy.ts";
import { type Draft, doubles, integers } from "./draft.ts";
import { draftRows } from "./linear.ts";
import type { Composition } from "./per-label.ts";

const ACROSS = { axis: { int: 1 } } as const;

/** Every leaf's probability: the product along its path, as forks and shares go. */
export function draftHierarchy(out: Draft, { nodes, reach }: HierarchyBody, composition: Composition): string {
  const arrived = new Map<number, string>();
  /** Class → its column among the children of all forks, laid side by side. */
  const places: number[] = [];
  const sides: string[] = [];
  let width = 0;
  nodes.forEach((node, number) => {
    const chances = draftFork(out, node, { ...composition, above: arrived.get(number), reach });
    sides.push(chances);
    node.children.forEach((child, position) => {
      if (child < 0) places[-1 - child] = width + position;
      else arrived.set(child, out.add("Gather", [chances, out.constant(integers(position))], ACROSS));
    });
    width += node.children.length;
  });
  return out.add("Gather", [out.add("Concat", sides, ACROSS), out.constant(integers(...places))], ACROSS);
}

interface Arrival extends Composition {
  /** The probability of getting here; absent at the root, where everyone is. */
  readonly above: string | undefined;
  readonly reach: number;
}

/** The probability of each child (rows × children). */
function draftFork(out: Draft, node: HierarchyNode, { above, reach, scope, draftPart }: Arrival): string {
  const shares = (): string => out.constant(doubles([1, node.shares.length], node.shares));
  const chances = node.model === undefined ? undefined : draftChances(out, node, draftPart(node.model, scope));
  if (above === undefined) return chances ?? draftRows(out, scope.anyone.name, shares());
  if (chances === undefined) return out.add("Mul", [above, shares()]);
  const isReached = out.add("GreaterOrEqual", [above, out.constant(doubles([1, 1], [reach]))]);
  return out.add("Mul", [above, out.add("Where", [isReached, chances, shares()])]);
}

/**
 * What the model says of the children that it knows, and the shares of the others: a matrix puts each answer into its
 * child's place. A binary model's one answer is the second child's, and what is left is the first one's.
 */
function draftChances(out: Draft, { model, modelled, shares }: HierarchyNode, answers: string): string {
  const known = modelled.reduce((sum, position) => sum + (shares[position] as number), 0);
  const isBinary = model?.signature.task === "binary";
  const rest = shares.map((share, position) => (modelled.includes(position) ? 0 : share));
  const weights = modelled.map((at) => shares.map((_, position) => (position === at ? known : 0)));
  if (isBinary) rest[modelled[0] as number] = known;
  const [no = [], yes = []] = weights;
  const rows = isBinary ? [yes.map((weight, position) => weight - (no[position] as number))] : weights;
  const placed = out.add("MatMul", [answers, out.constant(doubles([rows.length, shares.length], rows.flat()))]);
  return out.add("Add", [placed, out.constant(doubles([1, shares.length], rest))]);
}
