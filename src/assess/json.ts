import { type ActAssessmentJson, actJson } from "./act-json.ts";
import { type AnswerAssessmentJson, answerJson } from "./answers/answer-json.ts";
import type { Assessment } from "./assess.ts";
import type { ActAssessment } from "./assessment.ts";

/** An assessment for programs, of a system that acts or of one that answers, by its `kind`. */
export type AssessmentJson = ActAssessmentJson | AnswerAssessmentJson;

/** Turns an assessment into plain JSON; what could not be computed says why. */
export function assessmentJson(assessment: ActAssessment): ActAssessmentJson;
export function assessmentJson(assessment: Assessment): AssessmentJson;
export function assessmentJson(assessment: Assessment): AssessmentJson {
  return assessment.kind === "act" ? actJson(assessment) : answerJson(assessment);
}
