import { type ActingSystem, type AnsweringSystem, isActing, type SystemDefinition } from "../system/index.ts";
import { assessAnswers } from "./answers/assess-answers.ts";
import type { AnswerAssessment } from "./answers/assessment.ts";
import { assessActs } from "./assess-acts.ts";
import type { ActAssessment } from "./assessment.ts";
import type { AssessDeps } from "./deps.ts";

/** What is known before anything is built, of a system that acts or of one that answers. */
export type Assessment = ActAssessment | AnswerAssessment;

/**
 * Answers before anything is built: is ML the right tool, is it feasible, is it worth it, how long would an experiment
 * take. Reads the source under its contract and throws the errors of both; too few examples are an answer, not an error.
 */
export function assess(system: ActingSystem, deps: AssessDeps): Promise<ActAssessment>;
export function assess(system: AnsweringSystem, deps: AssessDeps): Promise<AnswerAssessment>;
export function assess(system: SystemDefinition, deps: AssessDeps): Promise<Assessment>;
export function assess(system: SystemDefinition, deps: AssessDeps): Promise<Assessment> {
  return isActing(system) ? assessActs(system, deps) : assessAnswers(system as AnsweringSystem, deps);
}
