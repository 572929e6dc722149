import { type FittedNode, fittedIn, inputsOf, type Node, transformOf, windowsOf } from "../../features/index.ts";
import { ruleNodes } from "../parts.ts";
import type { SystemDefinition } from "../system.ts";
import type { Refuse } from "./form.ts";

/** Fitted transforms stand in features alone, name outcomes that are there, and stand by themselves where they give several columns. */
export function checkFitted(system: SystemDefinition, refuse: Refuse): void {
  for (const [where, node] of unfittable(system))
    for (const { transform } of fittedIn(node))
      refuse(where, `reads what a model learns (${transform}); only features can. Read what it is made of`);
  const fitted = Object.entries(system.features).filter(([, node]) => fittedIn(node).length > 0);
  for (const [name, node] of fitted) {
    checkNames(system, name, refuse);
    for (const one of fittedIn(node)) checkTransform(system, { name, node: one, isRoot: one === node }, refuse);
  }
  if (fitted.length === 0) return;
  for (const [name, { kind }] of Object.entries(inputsOf(system.features)))
    if (kind === "time")
      refuse("features", `combines a time with what a model learns, in \`${name}\`; take a part of it`);
}

/** Expressions that are asked without a model, and where they stand. */
function unfittable(system: SystemDefinition): readonly (readonly [where: string, node: Node])[] {
  const { filters, outcomes, features } = system;
  const windows = Object.values(features).flatMap(windowsOf);
  return [
    ...Object.values(ruleNodes(system)).map((node) => ["rule", node] as const),
    ...filters.map(({ name, when }) => [`filters.${name}`, when] as const),
    ...Object.entries(outcomes).flatMap(([name, { history, acted, propensity, weight }]) =>
      [history, acted, propensity, weight].flatMap((node) =>
        node === undefined ? [] : [[`outcomes.${name}`, node] as const],
      ),
    ),
    ...windows.flatMap(({ of, where }) =>
      [of, where].flatMap((node) => (node === undefined ? [] : [["features", node] as const])),
    ),
  ];
}

function checkNames({ features }: SystemDefinition, name: string, refuse: Refuse): void {
  if (/^#\d+$/.test(name)) refuse(`features.${name}`, "must have a name other than # and a number");
  const alike = Object.keys(features).find((other) => other.startsWith(`${name}: `));
  if (alike !== undefined) refuse(`features.${alike}`, `must have a name that does not begin with \`${name}: \``);
}

interface Placed {
  readonly name: string;
  readonly node: FittedNode;
  /** Whether it is the feature, and not only a part of it. */
  readonly isRoot: boolean;
}

function checkTransform({ outcomes }: SystemDefinition, { name, node, isRoot }: Placed, refuse: Refuse): void {
  const where = `features.${name}`;
  const { outcome, class: one } = node.options;
  const kind = outcome === undefined ? undefined : outcomes[String(outcome)]?.kind;
  if (outcome !== undefined && kind === undefined)
    refuse(where, `must name a declared outcome (${Object.keys(outcomes).join(", ")}). Got "${String(outcome)}"`);
  if (one !== undefined && kind !== "text") refuse(where, `names a class, but \`${String(outcome)}\` is ${kind}`);
  const isWide = transformOf(node).isWide(node.options) || (kind === "text" && one === undefined);
  if (isWide && !isRoot)
    refuse(where, `goes on with ${node.transform}, which gives several columns and has to be a feature by itself`);
}
