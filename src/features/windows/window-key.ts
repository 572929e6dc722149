import { hashValue } from "../../kernel/index.ts";
import type { WindowNode } from "../node.ts";

const kept = new WeakMap<WindowNode, string>();

/** The name of the column that holds a window's answers: the same for the same declaration, and no field's name. */
export function windowKey(node: WindowNode): string {
  const before = kept.get(node);
  if (before !== undefined) return before;
  const key = `window ${node.stream}.${node.aggregate} ${hashValue(node).slice(0, 16)}`;
  kept.set(node, key);
  return key;
}
