import { type Enforced, isMissing } from "../../data/index.ts";
import { evaluate } from "../../features/index.ts";
import { known } from "../../kernel/index.ts";
import { type Outcome, type SystemDefinition, targetsOf } from "../../system/index.ts";
import { type Dataset, pricedOutcome } from "../dataset/dataset.ts";
import type { LabelColumn } from "../dataset/truth.ts";
import type { PlannedFit } from "../fit/fit-plan.ts";
import { planFor } from "../fit/plan-for.ts";

/** What is looked at: a system, the rows that keep its contract, and those of them that teach. */
export interface AdequacyCase {
  readonly system: SystemDefinition;
  readonly inspected: Enforced;
  readonly dataset: Dataset;
  /** As of when; absent where nobody said. */
  readonly now?: number;
}

/** The outcome that matters most, its name and its label. */
export function pricedLabel({ system, dataset }: AdequacyCase): {
  readonly name: string;
  readonly outcome: Outcome;
  readonly label: LabelColumn;
} {
  const name = pricedOutcome(system);
  const outcome = known(system.outcomes[name], `outcome ${name}`);
  return { name, outcome, label: known(dataset.labels[name], `label ${name}`) };
}

/** How many classes a label has; 0 for a value. */
export function classCount({ outcome, label }: { readonly outcome: Outcome; readonly label: LabelColumn }): number {
  if (outcome.kind === "flag") return 2;
  return outcome.kind === "text" ? label.classes.length : 0;
}

/** The first of the planned fits whose rows are judged. Throws `data.folds-impossible`. */
export function judgedFit({ system, dataset }: AdequacyCase): PlannedFit {
  const plan = planFor(system, dataset);
  return known(plan.fits[plan.judged[0] ?? 0], "a planned fit");
}

/** 1 for every row of the table whose targets are all known. */
export function labelledRows({ system, inspected: { table } }: AdequacyCase): Float64Array {
  const targets = targetsOf(system).map((name) =>
    evaluate(known(system.outcomes[name], `outcome ${name}`).history, table, "label"),
  );
  return Float64Array.from({ length: table.rows }, (_, row) =>
    targets.every((target) => !isMissing(target, row)) ? 1 : 0,
  );
}
