/** Search for parameters: trials of one head, judged so that the reported score is honest, and kept as they end. */
export {
  allFailed,
  headUnknown,
  notASearch,
  objectiveUnfit,
  searchChanged,
  spaceMissing,
} from "./errors.ts";
export { type SearchJson, searchJson } from "./json.ts";
export { objectivesFor, type SearchObjective } from "./objective.ts";
export { searchDocument } from "./report.ts";
export type { Honest, SearchResult, SearchRival } from "./result.ts";
export { type SearchDeps, type SearchRequest, searchParams } from "./run-search.ts";
export { SEARCH_DEFAULTS, type SearchSettings } from "./settings.ts";
export { learnerSnippet } from "./snippet.ts";
