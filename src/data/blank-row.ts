import type { Cell } from "./table.ts";

/**
 * An object with these members, all null, to be copied and filled. A copy is read, spread and written as JSON several times
 * as fast as an object that gets as many members one by one: of such a one the engine makes a hash table.
 */
export function blankRow(names: readonly string[]): Readonly<Record<string, Cell>> {
  // Through JSON, because members that are parsed do not count as given one by one.
  return JSON.parse(JSON.stringify(Object.fromEntries(names.map((name) => [name, null])))) as Record<string, null>;
}
