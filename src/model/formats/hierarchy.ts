import { type Row, type Table, takeRows } from "../../data/index.ts";
import { modelCorrupt } from "../errors.ts";
import { defineFormat, type Model, type ModelFormat, type RowScorer } from "../model.ts";
import { meanImportance } from "../part-importance.ts";
import { ofLength, readIndexes, readList, readNumber, readNumbers, readRecord } from "../shape.ts";
import { outputsOf } from "../signature.ts";

/** A place where a path forks. */
export interface HierarchyNode {
  /** What each child is: an inner node by its number, which is higher than this one's, or −1 − the number of a class. */
  readonly children: readonly number[];
  /** Each child's share of the training rows, smoothed: summing to 1. */
  readonly shares: readonly number[];
  /** Tells some of the children apart; absent: the shares are all that is known. */
  readonly model: Model | undefined;
  /** The model's outputs → positions in `children`. The other children keep their shares. */
  readonly modelled: readonly number[];
}

/** A tree of classes with a model at each fork. */
export interface HierarchyBody {
  /** The root first. */
  readonly nodes: readonly HierarchyNode[];
  /** A node that a row reaches with less probability than this is not asked: the shares below it stand. */
  readonly reach: number;
}

type ScorePart = (part: Model, table: Table) => Float64Array;

/** A model for each fork of a tree of classes: a leaf's probability is the product along its path. */
export const hierarchy: ModelFormat<HierarchyBody> = defineFormat<HierarchyBody>({
  name: "hierarchy",
  version: 1,
  scoreRaw({ body, signature }, table, scorePart) {
    const width = signature.classes.length;
    const scores = new Float64Array(table.rows * width);
    const reached: Float64Array[] = [new Float64Array(table.rows).fill(1)];
    body.nodes.forEach((node, number) => {
      const above = reached[number] as Float64Array;
      const chances = chancesOf(node, { table, above, reach: body.reach }, scorePart);
      node.children.forEach((child, position) => {
        const below = child >= 0 ? new Float64Array(table.rows) : scores;
        const [stride, first] = child >= 0 ? [1, 0] : [width, -1 - child];
        for (let row = 0; row < table.rows; row++)
          below[row * stride + first] =
            (above[row] as number) * (chances[row * node.children.length + position] as number);
        if (child >= 0) reached[child] = below;
      });
    });
    return scores;
  },
  rowScorer({ body }, scorerOf) {
    const askers = body.nodes.map((node) => askerOf(node, scorerOf));
    const reached = new Float64Array(body.nodes.length);
    return (row, out) => {
      reached[0] = 1;
      body.nodes.forEach(({ children, shares }, number) => {
        const above = reached[number] as number;
        const chances = above >= body.reach ? (askers[number] as Asker)(row) : shares;
        for (let position = 0; position < children.length; position++) {
          const child = children[position] as number;
          const chance = above * (chances[position] as number);
          if (child >= 0) reached[child] = chance;
          else out[-1 - child] = chance;
        }
      });
    };
  },
  encode: ({ nodes, reach }, encodePart) => ({
    reach,
    nodes: nodes.map(({ model, ...node }) => ({ ...node, model: model === undefined ? null : encodePart(model) })),
  }),
  decode(data, { signature }, decodePart) {
    const { nodes, reach } = readRecord(data, "the body");
    const count = Array.isArray(nodes) ? nodes.length : 0;
    const read = readList(nodes, "the nodes", (item) => readNode(item, count, decodePart));
    checkTree(read, signature.classes.length);
    return { nodes: read, reach: readNumber(reach, "the reach") };
  },
  importance: ({ signature, body }, importanceOf) =>
    meanImportance(
      signature,
      body.nodes.flatMap(({ model }) => (model === undefined ? [] : [importanceOf(model)])),
    ),
});

/** Says how likely each child is; the next call writes over the answer. */
type Asker = (row: Row) => ArrayLike<number>;

function askerOf({ shares, model, modelled }: HierarchyNode, scorerOf: (part: Model) => RowScorer): Asker {
  if (model === undefined) return () => shares;
  const score = scorerOf(model);
  const answers = new Float64Array(outputsOf(model.signature));
  const chances = Float64Array.from(shares);
  const known = modelled.reduce((sum, position) => sum + (shares[position] as number), 0);
  return (row) => {
    score(row, answers);
    for (let k = 0; k < modelled.length; k++)
      chances[modelled[k] as number] = known * chanceOf(answers, { at: 0, k, outputs: answers.length });
    return chances;
  };
}

interface Arrived {
  readonly table: Table;
  /** The probability with which each row arrives. */
  readonly above: Float64Array;
  readonly reach: number;
}

/** Rows × children: where each row goes on from here. */
function chancesOf(node: HierarchyNode, { table, above, reach }: Arrived, scorePart: ScorePart): Float64Array {
  const { children, shares, model, modelled } = node;
  const width = children.length;
  const chances = new Float64Array(table.rows * width);
  for (let row = 0; row < table.rows; row++) chances.set(shares, row * width);
  if (model === undefined) return chances;
  const rows = rowsWithin(above, reach);
  if (rows.length === 0) return chances;
  const answers = scorePart(model, rows.length === table.rows ? table : takeRows(table, rows));
  const known = modelled.reduce((sum, position) => sum + (shares[position] as number), 0);
  const outputs = answers.length / rows.length;
  rows.forEach((row, i) => {
    modelled.forEach((position, k) => {
      chances[row * width + position] = known * chanceOf(answers, { at: i * outputs, k, outputs });
    });
  });
  return chances;
}

/** A binary model says how likely the second child is. */
function chanceOf(
  answers: Float64Array,
  { at, k, outputs }: { readonly at: number; readonly k: number; readonly outputs: number },
): number {
  if (outputs > 1) return answers[at + k] as number;
  return k === 1 ? (answers[at] as number) : 1 - (answers[at] as number);
}

function rowsWithin(above: Float64Array, reach: number): Int32Array {
  const rows = new Int32Array(above.length);
  let count = 0;
  for (let row = 0; row < above.length; row++) if ((above[row] as number) >= reach) rows[count++] = row;
  return rows.subarray(0, count);
}

function readNode(data: unknown, nodes: number, decodePart: (text: unknown) => Model): HierarchyNode {
  const parts = readRecord(data, "a node");
  const children = readIndexes(parts.children, "a node's children", [-(2 ** 31), nodes]);
  const model = parts.model === null ? undefined : decodePart(parts.model);
  const modelled = readIndexes(parts.modelled, "a node's outputs", [0, children.length]);
  const outputs = model === undefined ? 0 : model.signature.task === "binary" ? 2 : model.signature.classes.length;
  return {
    children,
    shares: ofLength(readNumbers(parts.shares, "a node's shares"), "a node's shares", children.length),
    model,
    modelled: ofLength(modelled, "a node's outputs", outputs),
  };
}

/** Every node but the root has one parent, which comes before it, and every class has one place. */
function checkTree(nodes: readonly HierarchyNode[], classes: number): void {
  const placed = new Set<number>([0]);
  nodes.forEach(({ children }, number) => {
    if (!placed.has(number)) throw modelCorrupt({ what: `node ${number} hangs from nothing` });
    for (const child of children) {
      if (placed.has(child) || (child >= 0 && child <= number) || child < -classes)
        throw modelCorrupt({ what: `node ${number} has a child that it cannot have` });
      placed.add(child);
    }
  });
  if (placed.size !== Math.max(1, nodes.length) + classes)
    throw modelCorrupt({ what: "a class has no place among the nodes" });
}
