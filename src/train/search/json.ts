import type { SearchResult } from "./result.ts";
import { learnerSnippet } from "./snippet.ts";

/** A search for other programs: everything that was found, and the line to paste. */
export interface SearchJson extends SearchResult {
  readonly snippet: string;
}

/** The result in the shape that other tools rely on. */
export function searchJson(result: SearchResult): SearchJson {
  return { ...result, snippet: learnerSnippet(result.learner) };
}
