import {
  type Block,
  type Document,
  type KeyValue,
  keyValues,
  paragraph,
  percent,
  type Section,
} from "../report/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { ActAssessment } from "./assessment.ts";
import { experimentSection, experimentWords, type PlannedExperiment } from "./experiment-section.ts";
import { gapWords } from "./feasibility/feasibility-sections.ts";
import {
  amountsIn,
  breakEvenEntry,
  chainSection,
  questionSections,
  reasonSections,
  signSection,
  verdictOnTop,
  warningSections,
  yearEntry,
} from "./report-sections.ts";
import { groundSections, moneySections } from "./whole-sections.ts";
import { wordArea, wordGain, wordShare } from "./words.ts";

/** The assessment of a system that acts or not: the summary and the verdict first, then what they rest on. */
export function actReport(assessment: ActAssessment, system: SystemDefinition): Document {
  const planned = plannedBy(assessment);
  return {
    title: `Assessment of ${system.name}`,
    summary: [
      ...summaryOf(assessment),
      ...(planned === null ? [] : experimentWords(planned)),
      ...gapWords(assessment.needs),
    ],
    verdict: verdictOnTop(assessment),
    sections: [
      ...reasonSections(assessment),
      signSection(assessment),
      ...value(assessment),
      ...moneySections(assessment, system),
      ...(planned === null ? [] : [experimentSection(planned)]),
      ...groundSections(assessment, system),
      chainSection(assessment),
      ...questionSections(assessment),
      ...warningSections(assessment),
    ],
  };
}

function plannedBy({ plan, worth }: ActAssessment): PlannedExperiment | null {
  if (plan === null || worth === null) return null;
  const { currency, overRule, overNothing } = worth;
  return { plan, other: plan.overNothing, against: "acting on nobody", currency, gains: [overRule, overNothing] };
}

function summaryOf({ data, signal, worth }: ActAssessment): readonly string[] {
  const rate = data.rows === 0 ? "" : ` (${wordShare(data.positives / data.rows)})`;
  const seen = `\`${data.outcome}\` is yes in ${data.positives.toLocaleString("en-US")} of ${data.rows.toLocaleString("en-US")} rows${rate}.`;
  if (signal === null || worth === null) return [seen, "Nothing was fitted."];
  const basis = worth.basis === "assumed" ? ", assumed" : "";
  return [
    seen,
    `A quick fit ranks unseen rows with ROC-AUC ${wordArea(signal.rocAuc)} and gains ${wordGain(worth.overRule, worth.currency)} over the declared rule${basis}.`,
  ];
}

function value({ worth, path }: ActAssessment): readonly Section[] {
  if (worth === null) return [];
  const { currency } = worth;
  const { whole, each, per } = amountsIn(worth, worth.overRule, worth.overNothing);
  const entries: readonly KeyValue[] = [
    { name: "Gain over acting on nobody", value: each(worth.overNothing), note: per },
    {
      name: "Gain over the declared rule",
      value: each(worth.overRule),
      note: `${per}: the same unseen decisions, the same capacity`,
    },
    {
      name: "Gain over the best short rule in the data",
      value: each(worth.found.over),
      note: `${per}: as if it were the declared one, acting when ${worth.found.words}`,
    },
    { name: "Share acted on", value: percent(worth.actRate), note: `the rule: ${wordShare(worth.ruleActRate)}` },
    yearEntry(worth.perYear === null ? null : whole(worth.perYear.overRule), worth.decisionsPerYear),
    ...worth.overEffect.map(({ effect, overNothing, overRule }) => ({
      name: `If acting changes ${wordShare(effect)}`,
      value: each(overNothing),
      note: `${per} over acting on nobody; over the rule ${wordGain(overRule, currency)}`,
    })),
    breakEvenEntry(worth.breakEven, currency, path?.costs.from === "budget"),
  ];
  return [
    {
      title: "Is it worth it?",
      lead: "Money on decisions that the quick fit had not seen; a full training usually does a little better.",
      blocks: [keyValues(entries), ...effectNote(worth)],
    },
  ];
}

function effectNote({ overEffect }: NonNullable<ActAssessment["worth"]>): readonly Block[] {
  if (overEffect.length === 0) return [];
  const text =
    "The ends of the assumed effect are counted with a threshold that follows the effect: where acting achieves less, fewer are acted on. `alidade train` keeps the same decisions at both ends, so its figure for the low end can be lower, even below zero.";
  return [paragraph(text)];
}
