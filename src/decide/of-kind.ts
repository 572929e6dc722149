import type { Kind } from "../data/index.ts";

const TYPE = { number: "number", text: "string", flag: "boolean", time: "number" } as const;

/** Whether a cell can stand under a kind; one that is missing can under any. */
export function isOfKind(value: unknown, kind: Kind): boolean {
  return value === null || typeof value === TYPE[kind];
}
