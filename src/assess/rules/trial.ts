import { known } from "../../kernel/index.ts";
import { type FitPlan, judgedRows } from "../../train/index.ts";

/** What a rule is looked for in: 0 or 1 per row, and who each row is about. */
export interface RuleData {
  readonly label: Float64Array;
  readonly entity: Int32Array;
  readonly plan: FitPlan;
}

/** Scores on unseen rows beside the truth. */
export interface Trial {
  readonly scores: Float64Array;
  readonly truth: Float64Array;
  readonly entity: Int32Array;
}

/** Makes a rule from learning rows; the rule gives each row that it is asked about the rate of positives to expect. */
export type RuleMaker = (train: Int32Array) => (rows: Int32Array) => Float64Array;

/** Makes a rule from the learning rows of each judged fit and lets it score the others: no row is judged by a rule that saw it. */
export function trialOf(data: RuleData, make: RuleMaker): Trial {
  const rows = judgedRows(data.plan);
  const scores = data.plan.judged.flatMap((number) => {
    const fit = known(data.plan.fits[number], "a planned fit");
    return [...make(fit.train)(fit.score)];
  });
  return {
    scores: Float64Array.from(scores),
    truth: Float64Array.from(rows, (row) => data.label[row] as number),
    entity: Int32Array.from(rows, (row) => data.entity[row] as number),
  };
}
