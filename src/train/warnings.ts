import type { Enforced } from "../data/index.ts";
import { leakSuspects } from "../evaluate/index.ts";
import { OPEN_QUESTIONS } from "../objective/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import { counted, countedWere, whole } from "./counted.ts";
import { type Dataset, pricedOutcome } from "./dataset.ts";

/** Something that a person should know and that did not stop the run. */
export interface Warning {
  /** Stable: `leak.predicts-alone`, `data.quarantined`, `objective.unstated` … */
  readonly code: string;
  readonly message: string;
}

/** What the data and the declaration give reason to warn of, before anything is learned. */
export function warningsOf(system: SystemDefinition, dataset: Dataset, enforced: Enforced): readonly Warning[] {
  return [
    ...leakWarnings(system, dataset),
    ...contractWarnings(enforced),
    ...labelWarnings(dataset, pricedOutcome(system)),
    ...objectiveWarnings(system),
  ];
}

/** Fields that know too much. */
export function leakWarnings(system: SystemDefinition, dataset: Dataset): readonly Warning[] {
  const label = dataset.labels[pricedOutcome(system)]?.values ?? new Float64Array(0);
  const decidedAt = dataset.time === null ? {} : { decidedAt: dataset.time };
  const { before: fields, entity } = dataset;
  const suspects = leakSuspects({ fields, label, entity, ...decidedAt, seed: system.seed });
  return suspects.map(({ why, message }) => ({ code: `leak.${why}`, message }));
}

function contractWarnings({ quarantined, excluded }: Enforced): readonly Warning[] {
  const top = quarantined.reasons[0];
  const aside =
    top === undefined
      ? []
      : [
          {
            code: "data.quarantined",
            message: `${countedWere(quarantined.rows, "row")} set aside, most often because \`${top.field}\` must be ${top.demand} (${counted(top.count, "row")}).`,
          },
        ];
  const out = excluded
    .filter(({ count }) => count > 0)
    .map(({ because, count }) => ({
      code: "data.excluded",
      message: `${countedWere(count, "row")} excluded: ${because}.`,
    }));
  return [...aside, ...out];
}

/** Fewer examples than this of either truth, and every figure about it is shaky. */
const ENOUGH = 100;

function labelWarnings({ labels, rows, unlabelled, acted }: Dataset, outcome: string): readonly Warning[] {
  const yes = labels[outcome]?.values.reduce((sum, value) => sum + value, 0) ?? 0;
  const fewest = Math.min(yes, rows - yes);
  const rare = {
    code: "label.few-examples",
    message: `Only ${whole(fewest)} of ${counted(rows, "row")} show the rarer side of \`${outcome}\`; below ${ENOUGH} every figure is shaky. Predict something coarser, or collect more.`,
  };
  const lost = {
    code: "label.missing",
    message: `${countedWere(unlabelled, "row")} left out because \`${outcome}\` is not known there.`,
  };
  const treated = {
    code: "label.acted",
    message: `${countedWere(acted, "row")} left out because somebody had acted, which changes \`${outcome}\`.`,
  };
  return [...(fewest < ENOUGH ? [rare] : []), ...(unlabelled > 0 ? [lost] : []), ...(acted > 0 ? [treated] : [])];
}

function objectiveWarnings({ objective }: SystemDefinition): readonly Warning[] {
  if (!objective.stated)
    return [
      {
        code: "objective.unstated",
        message: `Nobody has stated the objective: values are in ${objective.currency} and assumed. Open questions: ${OPEN_QUESTIONS.join(" ")}`,
      },
    ];
  if (objective.effect?.basis !== "assumed") return [];
  const [low, high] = objective.effect.range;
  return [
    {
      code: "objective.effect-assumed",
      message: `The effect of acting is assumed (${objective.effect.value}, between ${low} and ${high}); every value is, until an experiment has measured it.`,
    },
  ];
}
