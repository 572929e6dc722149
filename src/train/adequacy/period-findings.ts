import { conceptShift, labelShift, type PeriodCase, separability } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { Finding } from "../check/finding.ts";
import { type AdequacyCase, classCount, pricedLabel } from "./adequacy-case.ts";
import { quickTrees } from "./classify.ts";
import { area, isDifferent, share, tellingFields } from "./words.ts";

/** Whether the earlier and the later half of the data are of one kind: their features, their label, and what one says of the other. */
export function periodFindings(all: AdequacyCase): readonly Finding[] {
  const { system, dataset } = all;
  const { time, features, entity } = dataset;
  if (time === null) return [];
  const middle = time.slice().sort()[time.length >> 1] as number;
  const later = time.map((at) => (at >= middle ? 1 : 0));
  const periods = { features, later, entity, seed: system.seed, classify: quickTrees };
  const told = pricedLabel(all);
  const label = classCount(told) === 2 && told.outcome.kind === "flag" ? told.label.values : undefined;
  return [
    ...featureFindings(periods),
    ...(label === undefined ? [] : labelFindings(told.name, { label, later })),
    ...(label === undefined ? [] : conceptFindings(told.name, { ...periods, label })),
  ];
}

function featureFindings({ later, ...periods }: Omit<PeriodCase, "label">): readonly Finding[] {
  const found = separability({ ...periods, side: later });
  if (isInsufficient(found)) return [];
  if (!isDifferent(found))
    return [
      {
        code: "drift.none",
        finding: "ok",
        message: `Earlier and later rows are alike: a classifier tells them apart with ROC-AUC ${area(found.area)}.`,
      },
    ];
  return [
    {
      code: "drift.within",
      finding: "warning",
      message: `The data changed within their own time: a classifier tells the later half from the earlier one with ROC-AUC ${area(found.area)}.${tellingFields(found)}`,
      advice:
        "Leave out what has become another thing, and retrain often: the newest rows, by which it is judged, are what comes next.",
    },
  ];
}

/** Chance explains it in fewer than one of a thousand checks … */
const SIGNIFICANT = 0.001;
/** … and it is not small: Cohen, 1988. */
const SMALL = 0.2;

function labelFindings(name: string, periods: Pick<PeriodCase, "label" | "later">): readonly Finding[] {
  const found = labelShift(periods);
  if (isInsufficient(found) || found.pValue > SIGNIFICANT || found.effect < SMALL) return [];
  return [
    {
      code: "drift.label",
      finding: "warning",
      message: `\`${name}\` is yes in ${share(found.after)} of the later half of the rows and in ${share(found.before)} of the earlier one.`,
      advice: "Ask whether it means the same as before. A threshold and a forecast of money rest on the newer share.",
    },
  ];
}

/** What was learned from older rows orders the newer ones so much worse. */
const WORSE = 0.03;

function conceptFindings(name: string, periods: PeriodCase): readonly Finding[] {
  const found = conceptShift(periods);
  if (isInsufficient(found)) return [];
  const { fromEarlier, fromLater } = found;
  if (isInsufficient(fromEarlier) || isInsufficient(fromLater)) return [];
  if (fromLater.value - fromEarlier.value < WORSE || fromLater.low <= fromEarlier.high) return [];
  return [
    {
      code: "drift.concept",
      finding: "warning",
      message: `What fields say of \`${name}\` changed: later rows are ordered with ROC-AUC ${area(fromLater)} by what was learned from other later rows, and with ${area(fromEarlier)} by what was learned from earlier ones.`,
      advice:
        "Learn from newer rows alone, or weigh them more, and retrain often: older rows teach what no longer holds.",
    },
  ];
}
