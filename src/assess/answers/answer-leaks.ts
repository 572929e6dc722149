import { leakSuspects } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import type { AnsweringSystem } from "../../system/index.ts";
import type { Dataset, Warning } from "../../train/index.ts";
import type { AnswerFacts } from "./answer-facts.ts";

/** So many labels are looked at, the most frequent first. */
const MOST_LABELS = 5;

/**
 * From this ROC-AUC on, a field that predicts a label alone is suspected. Of one label among several a text may well know
 * most, as the subject of a message does; hardly anything but the answer itself knows all.
 */
const KNOWS_ALL = 0.99;

/** Whether leaks are looked for: a field can know too much of a label, while a value may well follow from one. */
export function looksForLeaks({ answers }: Pick<AnswerFacts, "answers">): boolean {
  return answers === "label" || answers === "labels";
}

/** Fields that know too much of whether a label is the true one; each field once. */
export function answerLeaks(system: AnsweringSystem, dataset: Dataset, facts: AnswerFacts): readonly Warning[] {
  if (!looksForLeaks(facts)) return [];
  const decidedAt = dataset.time === null ? {} : { decidedAt: dataset.time };
  const { before: fields, entity } = dataset;
  const found = new Map<string, Warning>();
  for (const { label } of facts.shares.slice(0, MOST_LABELS))
    for (const { field, why, strength, message, advice } of leakSuspects({
      fields,
      label: flagsOf(dataset, facts, label),
      entity,
      ...decidedAt,
      seed: system.seed,
    }))
      if (!found.has(field) && (why !== "predicts-alone" || strength >= KNOWS_ALL))
        found.set(field, { code: `leak.${why}`, message: `${message} ${advice}` });
  return [...found.values()];
}

function flagsOf(dataset: Dataset, { answers, outcomes }: AnswerFacts, label: string): Float64Array {
  if (answers === "labels") return known(dataset.labels[label], `label ${label}`).values;
  const { values, classes } = known(dataset.labels[outcomes[0] ?? ""], "the label");
  const place = classes.indexOf(label);
  return values.map((value) => (value === place ? 1 : 0));
}
