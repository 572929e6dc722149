import type { Document } from "../report/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { actReport } from "./act-report.ts";
import { answerReport } from "./answers/answer-report.ts";
import type { Assessment } from "./assess.ts";

/** The assessment as a report: the summary and the verdict first, then what they rest on. */
export function assessmentReport(assessment: Assessment, system: SystemDefinition): Document {
  return assessment.kind === "act" ? actReport(assessment, system) : answerReport(assessment, system);
}
