import { isInsufficient } from "../../kernel/index.ts";
import {
  type Document,
  estimate,
  formatNumber,
  type KeyValue,
  keyValues,
  paragraph,
  percent,
  type Section,
  table,
  type Value,
} from "../../report/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import { experimentSection, experimentWords, type PlannedExperiment } from "../experiment-section.ts";
import { gapWords } from "../feasibility/feasibility-sections.ts";
import {
  amountsIn,
  breakEvenEntry,
  chainSection,
  questionSections,
  reasonSections,
  scaleOf,
  signSection,
  verdictOnTop,
  warningSections,
  yearEntry,
} from "../report-sections.ts";
import { groundSections, moneySections } from "../whole-sections.ts";
import { capitalised, wordCount, wordGain, wordShare } from "../words.ts";
import type { AnswerFacts } from "./answer-facts.ts";
import { wordSkill } from "./answer-words.ts";
import type { AnswerWorth } from "./answer-worth.ts";
import type { AnswerAssessment } from "./assessment.ts";

/** The assessment of a system that answers: the summary and the verdict first, then what they rest on. */
export function answerReport(assessment: AnswerAssessment, system: SystemDefinition): Document {
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

/** The best answer that looks at nothing, as the last of the entrants is. */
function blindName({ entrants }: AnswerWorth): string {
  return entrants.at(-1)?.name ?? "looking at nothing";
}

function plannedBy({ plan, worth }: AnswerAssessment): PlannedExperiment | null {
  if (plan === null || worth === null) return null;
  const { currency, overRule, overConstant } = worth;
  return {
    plan,
    other: plan.overConstant,
    against: `answering ${blindName(worth)}`,
    currency,
    gains: [overRule, overConstant],
  };
}

function summaryOf({ data, signal, worth }: AnswerAssessment): readonly string[] {
  const seen = seenWords(data);
  if (signal === null || worth === null) return [seen, "Nothing was fitted."];
  const basis = worth.basis === "assumed" ? ", assumed" : "";
  return [
    seen,
    `A quick fit has a skill of ${wordSkill(signal.skill)} on unseen rows (0 is knowing nothing, 1 is knowing all) and gains ${wordGain(worth.overRule, worth.currency)} over the declared rule${basis}.`,
  ];
}

/** Labels that are named with their shares. */
const NAMED = 4;

function seenWords({ answers, outcomes, rows, shares, spread, lists }: AnswerFacts): string {
  const name = `\`${outcomes[0] ?? ""}\``;
  const counted = `${wordCount(rows)} rows`;
  const told = shares.slice(0, NAMED).map(({ label, rows: of }) => `“${label}” ${wordShare(of / rows)}`);
  const more = shares.length > NAMED ? ` and ${wordCount(shares.length - NAMED)} more` : "";
  if (answers === "label" && shares.length > 0)
    return `${name} takes ${wordCount(shares.length)} labels in ${counted}: ${told.join(", ")}${more}.`;
  if (answers === "labels" && shares.length > 0)
    return `Of ${counted}, so many have each label: ${told.join(", ")}${more}.`;
  if (spread !== null)
    return `${name} is ${formatNumber(spread.mean, "number")} on average in ${counted}, with a standard deviation of ${formatNumber(spread.sd, "number")}.`;
  if (lists !== null) return `${counted} compete in ${wordCount(lists)} lists, ordered by ${name}.`;
  return `${counted} are there.`;
}

function value({ worth, path }: AnswerAssessment): readonly Section[] {
  if (worth === null) return [];
  const { whole, each, per } = amountsIn(worth, worth.overRule, worth.overConstant);
  const entries: readonly KeyValue[] = [
    { name: "Gain over the declared rule", value: each(worth.overRule), note: `${per}: the same unseen decisions` },
    { name: "Gain over looking at nothing", value: each(worth.overConstant), note: `${per}: ${blindName(worth)}` },
    yearEntry(worth.perYear === null ? null : whole(worth.perYear.overRule), worth.decisionsPerYear),
    breakEvenEntry(worth.breakEven, worth.currency, path?.costs.from === "budget"),
  ];
  return [
    {
      title: "Is it worth it?",
      lead: "Money on decisions that the quick fit had not seen; a full training usually does a little better.",
      blocks: [keyValues(entries), entrantsTable(worth), paragraph(MEANING)],
    },
  ];
}

const MEANING =
  "Answers are priced by the objective's payoff and the outcomes of the history. What people do differently because of an answer is not in it; an experiment tells.";

function entrantsTable(worth: AnswerWorth): ReturnType<typeof table> {
  const { entrants, currency, basis } = worth;
  const { times, per } = scaleOf(worth.overRule, worth.overConstant);
  const facts = entrants[0]?.facts ?? [];
  const money = (found: AnswerWorth["overRule"]): Value =>
    isInsufficient(found)
      ? found
      : estimate(
          { ...found, value: found.value * times, low: found.low * times, high: found.high * times },
          { currency },
          { basis },
        );
  return table(
    ["Answers", `Money ${per}`, ...facts.map(({ name }) => name)],
    entrants.map((one) => [
      capitalised(one.name),
      money(one.perDecision),
      ...one.facts.map(({ value: fact, unit }) =>
        fact === null ? "not known" : unit === "percent" ? percent(fact) : fact,
      ),
    ]),
  );
}
