import type { HierarchyBody, HierarchyNode } from "../formats/hierarchy.ts";
import type { Model } from "../model.ts";
import type { Asked } from "./asked.ts";
import type { Explanation, Unexplained } from "./explanation.ts";
import { joined, type PlacedPart, placed } from "./joined.ts";

/** The forks that a row reaches, each by its own model; at the others it goes on by their shares, whoever it is. */
export function explainHierarchy(model: Model<HierarchyBody>, asked: Asked): Explanation | Unexplained {
  const reached = explainReached(model.body, asked);
  if ("kind" in reached) return reached;
  const { body, signature } = model;
  const numbers = [...reached.keys()];
  const parts = placed([...reached.values()]);
  const above = parentsOf(body);
  const partAt = new Map(numbers.map((number, i) => [number, parts[i] as PlacedPart]));
  return joined(model, asked.row, {
    parts,
    join: (answers) => {
      const chances = new Map(numbers.map((number, i) => [number, answers[i] as Float64Array]));
      return descend(body, signature.classes.length, (number, node) => chancesOf(node, chances.get(number)));
    },
    behind: (output) =>
      pathTo(above, -1 - output).flatMap(({ number, position }) => {
        const part = partAt.get(number);
        return part === undefined ? [] : rawsOf(part, (body.nodes[number] as HierarchyNode).modelled.indexOf(position));
      }),
  });
}

function explainReached({ nodes, reach }: HierarchyBody, asked: Asked): ReadonlyMap<number, Explanation> | Unexplained {
  const found = new Map<number, Explanation>();
  const chance = new Float64Array(nodes.length);
  chance[0] = 1;
  for (const [number, node] of nodes.entries()) {
    const arrives = chance[number] as number;
    let answers: Float64Array | undefined;
    if (node.model !== undefined && arrives >= reach) {
      const explanation = asked.explainPart(node.model, asked);
      if (explanation.kind === "unexplained") return explanation;
      found.set(number, explanation);
      answers = explanation.toOutputs(explanation.score);
    }
    const chances = chancesOf(node, answers);
    node.children.forEach((child, position) => {
      if (child >= 0) chance[child] = arrives * (chances[position] as number);
    });
  }
  return found;
}

/** Where a row goes on from a fork: by its shares, and by the model's answers where there are any. */
function chancesOf({ shares, modelled }: HierarchyNode, answers: Float64Array | undefined): ArrayLike<number> {
  if (answers === undefined) return shares;
  const chances = Float64Array.from(shares);
  const known = modelled.reduce((sum, position) => sum + (shares[position] as number), 0);
  const [yes = 0] = answers;
  const each = answers.length > 1 ? answers : [1 - yes, yes];
  modelled.forEach((position, k) => {
    chances[position] = known * (each[k] as number);
  });
  return chances;
}

function descend(
  { nodes }: HierarchyBody,
  classes: number,
  chancesAt: (number: number, node: HierarchyNode) => ArrayLike<number>,
): Float64Array {
  const out = new Float64Array(classes);
  const reached = new Float64Array(nodes.length);
  reached[0] = 1;
  nodes.forEach((node, number) => {
    const chances = chancesAt(number, node);
    node.children.forEach((child, position) => {
      const chance = (reached[number] as number) * (chances[position] as number);
      if (child >= 0) reached[child] = chance;
      else out[-1 - child] = chance;
    });
  });
  return out;
}

interface Above {
  readonly number: number;
  readonly position: number;
}

/** Child → the fork above it. */
function parentsOf({ nodes }: HierarchyBody): ReadonlyMap<number, Above> {
  return new Map(
    nodes.flatMap(({ children }, number) => children.map((child, position) => [child, { number, position }] as const)),
  );
}

function pathTo(above: ReadonlyMap<number, Above>, leaf: number): readonly Above[] {
  const path: Above[] = [];
  for (let at = above.get(leaf); at !== undefined; at = above.get(at.number)) path.push(at);
  return path;
}

/** The raw scores for one of the outputs of a fork's model; none for a child that it does not know. */
function rawsOf({ explanation, start }: PlacedPart, output: number): readonly number[] {
  if (output < 0) return [];
  const isBinary = explanation.toOutputs(explanation.score).length === 1;
  return explanation.behind(isBinary ? 0 : output).map((raw) => start + raw);
}
