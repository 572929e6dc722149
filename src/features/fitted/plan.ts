import { hashValue } from "../../kernel/index.ts";
import { type FittedNode, fittedIn, type Node, type Options, partsOf } from "../node.ts";
import { wordsOf } from "../words.ts";

/** Expressions by name. */
export type Named = Readonly<Record<string, Node>>;

/** One transform: what it takes is an expression over inputs and over the transforms before it. */
export interface PlannedStep {
  readonly of: Node;
  readonly kind: Node["kind"];
  readonly transform: string;
  readonly options: Options;
}

/** What a model is given for a feature; one that is a transform alone has all of its columns. */
export interface PlannedOutput {
  readonly feature: string;
  readonly of: Node;
}

/** Features with fitted transforms, taken apart: what is computed of a row before, what is learned, and what is made of it. */
export interface TransformPlan {
  readonly inputs: Named;
  readonly steps: readonly PlannedStep[];
  readonly outputs: readonly PlannedOutput[];
}

/** The column that holds what the transform of that number gives. */
export function stepName(place: number): string {
  return `#${place}`;
}

/** The number of the transform that an expression is the whole answer of. */
export function stepOf(node: Node): number | undefined {
  if (node.op !== "field" || !/^#\d+$/.test(node.name)) return undefined;
  return Number(node.name.slice(1));
}

const plans = new WeakMap<Named, TransformPlan | null>();

/** The plan of a system's features; null where none is fitted. */
export function planTransforms(features: Named): TransformPlan | null {
  const before = plans.get(features);
  if (before !== undefined) return before;
  const isFitted = Object.values(features).some((node) => fittedIn(node).length > 0);
  const plan = isFitted ? planned(features) : null;
  plans.set(features, plan);
  return plan;
}

/** What is computed of a row for its features, and all that a model has to be given: the features, as far as none is fitted. */
export function inputsOf(features: Named): Named {
  return planTransforms(features)?.inputs ?? features;
}

function planned(features: Named): TransformPlan {
  const inputs: Record<string, Node> = {};
  const steps: PlannedStep[] = [];
  const outputs = Object.entries(features).map(([feature, node]) => {
    const names = inputNames(feature, node);
    const takeApart = rewriter({ names, steps });
    for (const { name, node } of names.values()) inputs[name] = node;
    return { feature, of: takeApart(node) };
  });
  return Object.freeze({ inputs: Object.freeze(inputs), steps, outputs });
}

interface Input {
  readonly name: string;
  readonly node: Node;
}

/** The largest expressions in which nothing is fitted, by hash. A feature's only one has its name. */
function inputNames(feature: string, node: Node): ReadonlyMap<string, Input> {
  const found = new Map(unfitted(node).map((one) => [hashValue(one), one]));
  const name = (one: Node): string => (found.size === 1 ? feature : `${feature}: ${wordsOf(one)}`);
  return new Map([...found].map(([hash, one]) => [hash, { name: name(one), node: one }]));
}

function unfitted(node: Node): readonly Node[] {
  if (node.op === "literal") return [];
  return fittedIn(node).length === 0 ? [node] : partsOf(node).flatMap(unfitted);
}

interface Rewriting {
  readonly names: ReadonlyMap<string, Input>;
  readonly steps: PlannedStep[];
}

/** Puts fields in the place of inputs and transforms. */
function rewriter({ names, steps }: Rewriting): (node: Node) => Node {
  const places = new Map<string, number>();
  const step = (node: FittedNode): Node => {
    const hash = hashValue(node);
    const place = places.get(hash) ?? steps.push({ of: rewrite(node.of), ...partOf(node) }) - 1;
    places.set(hash, place);
    return fieldNode(stepName(place), node.kind);
  };
  const rewrite = (node: Node): Node => {
    const input = names.get(hashValue(node));
    if (input !== undefined) return fieldNode(input.name, node.kind);
    if (node.op === "fitted") return step(node);
    return node.op === "apply" ? { ...node, args: node.args.map(rewrite) } : node;
  };
  return rewrite;
}

function partOf({ kind, transform, options }: FittedNode): Omit<PlannedStep, "of"> {
  return { kind, transform, options };
}

function fieldNode(name: string, kind: Node["kind"]): Node {
  return { op: "field", name, kind };
}
