/** Assessing: is ML the right tool, feasible, worth it; how long would an experiment take. Before anything is built. */
export { type AssessDeps, assess } from "./assess.ts";
export type { Assessment } from "./assessment.ts";
export type { ChainLink } from "./chain.ts";
export type { DataFacts } from "./data-facts.ts";
export type { Duplicates } from "./duplicates.ts";
export { answersUnassessed } from "./errors.ts";
export type { ExperimentOutlook, ExperimentSize } from "./experiment-plan.ts";
export { type AssessmentJson, assessmentJson } from "./json.ts";
export type { Signal } from "./quick-fit.ts";
export { assessmentReport } from "./report.ts";
export type { FoundRule } from "./rules/found-rule.ts";
export type { Sign } from "./signs.ts";
export type { AssessmentVerdict, VerdictKind, VerdictReason } from "./verdict.ts";
export type { EffectWorth, Worth } from "./worth.ts";
