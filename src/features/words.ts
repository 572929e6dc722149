import { known } from "../kernel/index.ts";
import { transformOf } from "./fitted/transforms.ts";
import type { Node, WindowNode } from "./node.ts";
import { operators } from "./operators/index.ts";

/** An expression in words, for reports and refusals: `number_inpatient ≥ 2`. */
export function wordsOf(node: Node): string {
  const words = phrase(node);
  const inner = words.slice(1, -1);
  return words.startsWith("(") && words.endsWith(")") && balanced(inner) ? inner : words;
}

function phrase(node: Node): string {
  if (node.op === "field") return node.name;
  if (node.op === "literal") return typeof node.value === "string" ? `"${node.value}"` : String(node.value);
  if (node.op === "window") return windowPhrase(node);
  if (node.op === "fitted") return transformOf(node).words(phrase(node.of), node.options);
  const operator = known(operators.get(node.operator), `operator ${node.operator} in the catalogue`);
  return operator.words(node.args.map(phrase), node.options);
}

/** `sum of cost over visits within 30d where kind = "er"`. */
function windowPhrase({ aggregate, stream, of, where, within, unit }: WindowNode): string {
  const what = of === undefined ? "" : ` of ${phrase(of)}`;
  const head: Readonly<Record<WindowNode["aggregate"], string>> = {
    count: `count of ${stream}`,
    sum: `sum${what} over ${stream}`,
    mean: `mean${what} over ${stream}`,
    min: `smallest${what} over ${stream}`,
    max: `largest${what} over ${stream}`,
    last: `last${what} in ${stream}`,
    distinct: `distinct values${what} in ${stream}`,
    "since-last": `${unit}s since the last of ${stream}`,
    trend: `trend${what} a ${unit} over ${stream}`,
  };
  const span = within === undefined ? "" : ` within ${within}`;
  return `${head[aggregate]}${span}${where === undefined ? "" : ` where ${wordsOf(where)}`}`;
}

/** Whether the outer brackets belong together, so that they can go. */
function balanced(text: string): boolean {
  let depth = 0;
  for (const character of text) {
    if (character === "(") depth++;
    if (character === ")") depth--;
    if (depth < 0) return false;
  }
  return depth === 0;
}
