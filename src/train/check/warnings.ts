import type { Enforced } from "../../data/index.ts";
import { leakSuspects } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import { OPEN_QUESTIONS } from "../../objective/index.ts";
import { type SystemDefinition, targetsOf } from "../../system/index.ts";
import { type Dataset, pricedOutcome } from "../dataset/dataset.ts";
import { headsThatMayHaveSeen, SAW_ROWS } from "../outside/seen-rows.ts";
import { counted, countedWere, whole } from "./counted.ts";
import { loggedWarnings } from "./logged-warnings.ts";
import type { Warning } from "./warning.ts";

export type { Warning } from "./warning.ts";

/** What the data and the declaration give reason to warn of, before anything is learned. */
export function warningsOf(system: SystemDefinition, dataset: Dataset, enforced: Enforced): readonly Warning[] {
  return [
    ...leakWarnings(system, dataset),
    ...contractWarnings(enforced),
    ...targetsOf(system).flatMap((outcome) => rareWarnings(system, dataset, outcome)),
    ...lostWarnings(dataset, targetsOf(system)),
    ...loggedWarnings(system, dataset),
    ...objectiveWarnings(system),
    ...importedWarnings(system),
  ];
}

/** Of a field that may be a leak and may be honest: a person has to say. */
export const LEAK_QUESTION = "leak.question";

/** Fields that know too much of a yes or no. */
export function leakWarnings(system: SystemDefinition, dataset: Dataset): readonly Warning[] {
  if (system.outcomes[pricedOutcome(system)]?.kind !== "flag") return [];
  const label = dataset.labels[pricedOutcome(system)]?.values ?? new Float64Array(0);
  const decidedAt = dataset.time === null ? {} : { decidedAt: dataset.time };
  const { before: fields, entity } = dataset;
  const suspects = leakSuspects({ fields, label, entity, ...decidedAt, seed: system.seed });
  return suspects.map(({ why, certain, message, advice }) => ({
    code: certain ? `leak.${why}` : LEAK_QUESTION,
    message: `${message} ${advice}`,
  }));
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

function rareWarnings({ outcomes }: SystemDefinition, { labels, rows }: Dataset, outcome: string): readonly Warning[] {
  const { values, classes } = known(labels[outcome], `label ${outcome}`);
  if (outcomes[outcome]?.kind === "text") return rareClasses(values, classes, outcome);
  if (outcomes[outcome]?.kind !== "flag") return [];
  const yes = values.reduce((sum, value) => sum + value, 0);
  const fewest = Math.min(yes, rows - yes);
  if (fewest >= ENOUGH) return [];
  const message = `Only ${whole(fewest)} of ${counted(rows, "row")} show the rarer side of \`${outcome}\`; below ${ENOUGH} every figure is shaky. Predict something coarser, or collect more.`;
  return [{ code: "label.few-examples", message }];
}

/** So many rare classes are named. */
const NAMED = 3;

function rareClasses(values: Float64Array, classes: readonly string[], outcome: string): readonly Warning[] {
  const counts = new Float64Array(classes.length);
  for (const place of values) counts[place] = (counts[place] as number) + 1;
  const rare = classes.filter((_, place) => (counts[place] as number) < ENOUGH);
  if (rare.length === 0) return [];
  const more = rare.length > NAMED ? ` and ${rare.length - NAMED} more` : "";
  const named = `${rare
    .slice(0, NAMED)
    .map((one) => `“${one}”`)
    .join(", ")}${more}`;
  const message = `${counted(rare.length, "value")} of \`${outcome}\` ${rare.length === 1 ? "has" : "have"} fewer than ${ENOUGH} examples (${named}); what is said of them is shaky.`;
  return [{ code: "label.few-examples", message }];
}

function lostWarnings({ unlabelled, acted }: Dataset, outcomes: readonly string[]): readonly Warning[] {
  const named = outcomes.map((outcome) => `\`${outcome}\``).join(" or ");
  const lost = {
    code: "label.missing",
    message: `${countedWere(unlabelled, "row")} left out because ${named} is not known there.`,
  };
  const treated = {
    code: "label.acted",
    message: `${countedWere(acted, "row")} left out because somebody had acted, which changes ${named}.`,
  };
  return [...(unlabelled > 0 ? [lost] : []), ...(acted > 0 ? [treated] : [])];
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

/** Of a model that was there before, nobody here knows which rows it has seen. */
function importedWarnings(system: SystemDefinition): readonly Warning[] {
  return headsThatMayHaveSeen(system).map((name) => ({
    code: SAW_ROWS,
    message: `The imported model of \`${name}\` may have learned from the rows that it is judged on here, which flatters it.`,
  }));
}
