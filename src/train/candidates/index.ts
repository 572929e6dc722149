/** The candidates of a head compared: by loss, by money under every way to answer, by time. */
export { candidatesNone } from "./errors.ts";
export { candidatesDocument } from "./report.ts";
export type { CandidatesResult, CandidateWorth, WayWorth } from "./result.ts";
export { compareCandidates } from "./run-candidates.ts";
