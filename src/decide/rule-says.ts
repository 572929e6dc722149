import type { Cell, Row } from "../data/index.ts";
import { evaluateRow } from "../features/index.ts";
import { ruleNodes, type SystemDefinition } from "../system/index.ts";
import { attempt } from "./score.ts";

/** What the rule says of a row, by the names of its expressions; nothing where it throws. */
export function ruleSays(system: SystemDefinition, row: Row): Readonly<Record<string, Cell>> {
  return attempt(() => evaluateRow(ruleNodes(system), row)) ?? {};
}
