import { groupsOf } from "../../data/index.ts";
import { type Maturity, maturityOf, separability } from "../../evaluate/index.ts";
import { evaluateAll, inputsOf } from "../../features/index.ts";
import { isInsufficient, milliseconds } from "../../kernel/index.ts";
import { formatDuration } from "../../report/index.ts";
import { normalSurvival } from "../../stats/index.ts";
import { counted, countedWere } from "../check/counted.ts";
import type { Finding } from "../check/finding.ts";
import { type AdequacyCase, labelledRows, pricedLabel } from "./adequacy-case.ts";
import { quickTrees } from "./classify.ts";
import { periodFindings } from "./period-findings.ts";
import { area, isDifferent, share, tellingFields } from "./words.ts";

/** Whether the rows that teach are like those of which nothing is known, like one another over time, and old enough. */
export function rowFindings(all: AdequacyCase): readonly Finding[] {
  return [...selectionFindings(all), ...periodFindings(all), ...ageFindings(all)];
}

/** Whether rows without a label are like those that have one; nothing where every row has one. */
export function selectionFindings(all: AdequacyCase): readonly Finding[] {
  const { system, inspected, dataset } = all;
  if (dataset.unlabelled === 0) return [];
  const { table } = inspected;
  const found = separability({
    features: evaluateAll(inputsOf(system.features), table),
    side: labelledRows(all),
    ...(system.entity === undefined ? {} : { entity: groupsOf(table, system.entity).ids }),
    seed: system.seed,
    classify: quickTrees,
  });
  const without = `${counted(dataset.unlabelled, "row")} ${dataset.unlabelled === 1 ? "has" : "have"} no label`;
  if (isInsufficient(found))
    return [{ code: "selection.few", finding: "ok", message: `${without}: too few to say whether they differ.` }];
  if (!isDifferent(found))
    return [
      {
        code: "selection.none",
        finding: "ok",
        message: `${without}, and a classifier cannot tell them from the others: ROC-AUC ${area(found.area)}.`,
      },
    ];
  return [
    {
      code: "selection.bias",
      finding: "warning",
      message: `${without}, and a classifier tells them from the others with ROC-AUC ${area(found.area)}.${tellingFields(found)}`,
      advice:
        "What is learned holds for rows like the labelled ones. Label some of the others at random, or say for whom the model is.",
    },
  ];
}

/** Chance does not explain it … */
const SIGNIFICANT = 0.01;
/** … and a month is no age. */
const MONTH = 30 * 86_400_000;
/** The newest row is older than this share of the time that the data span. */
const LONG_AGO = 0.25;

function ageFindings(all: AdequacyCase): readonly Finding[] {
  const { dataset, now } = all;
  const { outcome, name, label } = pricedLabel(all);
  if (dataset.time === null || outcome.kind !== "flag") return [];
  const within = milliseconds(outcome.within);
  const found = maturityOf({ decidedAt: dataset.time, label: label.values, within, now: now ?? Number.NaN });
  const old: Finding = {
    code: "rows.old",
    finding: "warning",
    message: `The newest row is ${formatDuration(found.gap)} old, and the data span ${formatDuration(found.span)}.`,
    advice: "What is served will differ from what was learned: bring newer rows, and watch drift from the first day.",
  };
  const young: Finding = {
    code: "label.young",
    finding: "warning",
    message: `${countedWere(found.young, "row")} decided less than ${outcome.within} before the data end, so \`${name}\` had no time to happen: ${share(found.yesYoung)} of them are yes, ${share(found.yesOlder)} of the others.`,
    advice: "Leave their label empty until the window has closed.",
  };
  return [
    ...(areTooYoung(found, dataset.rows) ? [young] : []),
    ...(found.gap > MONTH && found.gap > LONG_AGO * found.span ? [old] : []),
  ];
}

/** Whether yes is rarer among the young rows than chance and a tenth explain. */
function areTooYoung({ young, yesYoung, yesOlder }: Maturity, rows: number): boolean {
  const older = rows - young;
  if (young === 0 || older === 0 || yesYoung > 0.9 * yesOlder) return false;
  const all = (young * yesYoung + older * yesOlder) / rows;
  const error = Math.sqrt(all * (1 - all) * (1 / young + 1 / older));
  return normalSurvival((yesOlder - yesYoung) / error) < SIGNIFICANT;
}
