import { leakSuspects } from "../../evaluate/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Finding } from "../check/finding.ts";
import { LEAK_QUESTION } from "../check/warnings.ts";
import { type Dataset, pricedOutcome } from "../dataset/dataset.ts";

/** Fields that know too much of a yes or no: wrong where hardly anything but a leak looks so, else a question. */
export function leakFindings(system: SystemDefinition, dataset: Dataset): readonly Finding[] {
  if (system.outcomes[pricedOutcome(system)]?.kind !== "flag") return [NONE];
  const label = dataset.labels[pricedOutcome(system)]?.values ?? new Float64Array(0);
  const decidedAt = dataset.time === null ? {} : { decidedAt: dataset.time };
  const { before: fields, entity } = dataset;
  const suspects = leakSuspects({ fields, label, entity, ...decidedAt, seed: system.seed });
  if (suspects.length === 0) return [NONE];
  return suspects.map(({ why, certain, message, advice }) => ({
    code: certain ? `leak.${why}` : LEAK_QUESTION,
    finding: certain ? "fail" : "warning",
    message,
    advice,
  }));
}

const NONE: Finding = {
  code: "leak.none",
  finding: "ok",
  message: "No field knows more about the outcome than it plausibly can.",
};
