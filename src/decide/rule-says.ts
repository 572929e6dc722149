import type { Cell, Row } from "../data/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { preparedOf } from "./prepared.ts";
import { attempt } from "./score.ts";

/** What the rule says of a row, by the names of its expressions; nothing where it throws. */
export function ruleSays(system: SystemDefinition, row: Row): Readonly<Record<string, Cell>> {
  return attempt(() => preparedOf(system).rule(row)) ?? {};
}
