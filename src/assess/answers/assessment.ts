import type { AssessmentCore } from "../assessment.ts";
import type { ExperimentBasics, ExperimentSize } from "../experiment-plan.ts";
import type { AnswerFacts } from "./answer-facts.ts";
import type { AnswerWorth } from "./answer-worth.ts";
import type { AnswerSignal } from "./quick-answers.ts";

/** The experiment against the declared rule, and the one against the best answer that looks at nothing. */
export interface AnswerOutlook extends ExperimentBasics {
  readonly overConstant: ExperimentSize;
}

/** The answer for a system that answers with labels, values or orders. */
export interface AnswerAssessment extends AssessmentCore {
  readonly kind: "answer";
  readonly data: AnswerFacts;
  /** Null, like what follows from it, when there are too few examples to fit anything. */
  readonly signal: AnswerSignal | null;
  /** The one or two features whose lookup is worth most; null also where there are too many labels for a table. */
  readonly lookup: readonly string[] | null;
  readonly worth: AnswerWorth | null;
  /** Null also while nobody has stated the objective: there is no amount to prove. */
  readonly plan: AnswerOutlook | null;
}
