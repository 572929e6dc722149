import type { HierarchyBody } from "./formats/hierarchy.ts";
import type { PerLabelBody } from "./formats/per-label.ts";
import { pathOf, stepsOf } from "./hierarchy/paths.ts";
import type { Model } from "./model.ts";
import type { PartitionedBody } from "./partitioned/body.ts";
import type { TransformedBody } from "./transformed/body.ts";

/** A whole model inside a composed one. */
export interface ModelPart {
  /** Different for every part: `parent`, `Oslo`, `tech`, `chain 2: tech`, `fashion`. */
  readonly name: string;
  /** What it answers, as a sentence without its full stop. */
  readonly answers: string;
  readonly model: Model;
}

/** The models that a composed one is made of: one per key, per label, per fork. Empty for a model that is one by itself. */
export function partsOf({ format, body, signature: { classes } }: Model): readonly ModelPart[] {
  if (format === "partitioned") return keyParts(body as PartitionedBody);
  if (format === "perLabel") return labelParts(body as PerLabelBody, classes);
  if (format === "transformed")
    return [
      { name: "model", answers: "Answers from what the transforms make", model: (body as TransformedBody).model },
    ];
  if (format === "hierarchy") return forkParts(body as HierarchyBody, classes);
  return [];
}

function keyParts({ by, parent, parts }: PartitionedBody): readonly ModelPart[] {
  const own = parts.map(({ key, model }) => ({
    name: pathOf(key),
    answers: `Answers where ${key.map((value, level) => `${by[level]} is ${value}`).join(" and ")}`,
    model: model(),
  }));
  return [{ name: "parent", answers: "Answers where no other part does", model: parent }, ...own];
}

function labelParts({ chains }: PerLabelBody, classes: readonly string[]): readonly ModelPart[] {
  return chains.flatMap(({ order, models, links }, number) =>
    models.map((model, position): ModelPart => {
      const label = classes[order[position] as number] ?? "";
      const told = order.slice(0, position).flatMap((earlier) => links[earlier] ?? []);
      const reads = told.length === 0 ? "" : `, told the answers before it as ${told.join(", ")}`;
      const name = chains.length > 1 ? `chain ${number + 1}: ${label}` : label;
      return { name, answers: `Gives the probability of ${label}${reads}`, model };
    }),
  );
}

function forkParts({ nodes }: HierarchyBody, classes: readonly string[]): readonly ModelPart[] {
  const paths = pathsOf(nodes, classes);
  return nodes.flatMap(({ model, children, modelled }, number): readonly ModelPart[] => {
    if (model === undefined) return [];
    const steps = paths.get(number) ?? [];
    const below = modelled.map((position) => {
      const child = children[position] as number;
      const path = child < 0 ? stepsOf(classes[-1 - child] ?? "") : (paths.get(child) ?? []);
      return path[steps.length] ?? "";
    });
    const name = steps.length === 0 ? "root" : pathOf(steps);
    return [{ name, answers: `Tells ${below.join(", ")} apart`, model }];
  });
}

/** Fork → the names on the way to it, read off any class below it. */
function pathsOf(nodes: HierarchyBody["nodes"], classes: readonly string[]): ReadonlyMap<number, readonly string[]> {
  const leaf = new Map<number, readonly string[]>();
  for (let number = nodes.length - 1; number >= 0; number--)
    for (const child of nodes[number]?.children ?? []) {
      const below = child < 0 ? stepsOf(classes[-1 - child] ?? "") : leaf.get(child);
      if (below !== undefined) leaf.set(number, below);
    }
  const depth = new Map<number, number>([[0, 0]]);
  nodes.forEach(({ children }, number) => {
    for (const child of children) depth.set(child, (depth.get(number) ?? 0) + 1);
  });
  return new Map([...leaf].map(([number, steps]) => [number, steps.slice(0, depth.get(number) ?? 0)]));
}
