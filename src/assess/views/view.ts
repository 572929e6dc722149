import type { View } from "../../objective/index.ts";
import { list, type Section } from "../../report/index.ts";

/** For whom a page can be worded. */
export const VIEWS: readonly View[] = ["executive", "data scientist", "operator", "end user", "IT"];

/** A section of sentences; none where there are none. */
export function sentences(title: string, items: readonly string[], lead?: string): readonly Section[] {
  if (items.length === 0) return [];
  return [{ title, ...(lead === undefined ? {} : { lead }), blocks: [list(items)] }];
}
