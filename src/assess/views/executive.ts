import {
  type Document,
  estimate,
  formatNumber,
  type Interval,
  type KeyValue,
  keyValues,
  type Section,
  words,
} from "../../report/index.ts";
import { assumptionSection, briefOf, riskSections } from "../brief/brief-sections.ts";
import { gapsIn } from "../feasibility/feasibility.ts";
import { gapWords } from "../feasibility/feasibility-sections.ts";
import { breakEvenEntry } from "../report-sections.ts";
import { benefitSection } from "../value/benefits.ts";
import { figureSection, figuresOf } from "../value/figures.ts";
import { wordPaidBack } from "../value/ramp-words.ts";
import { valuePathSection } from "../value/value-section.ts";
import { capitalised, wordCost } from "../words.ts";
import { isWorthwhile } from "../worthwhile.ts";
import type { Gist } from "./gist.ts";
import { plainVerdict } from "./plain-verdict.ts";
import { recommendedBy } from "./recommended.ts";
import { decidedBy, experimentDays, watchedMetrics } from "./shared-sentences.ts";
import { sentences } from "./view.ts";

/** For whoever pays: what it brings, when, what it rests on, and what has to be decided. */
export function executiveView(gist: Gist): Document {
  const { assessment, system } = gist;
  const { objective } = system;
  return {
    title: `${system.name}: is it worth it?`,
    subtitle: "For executives. Assessed before anything is built.",
    summary: [...worthWords(gist), ...gapWords(assessment.needs)],
    verdict: plainVerdict(assessment),
    sections: [
      meaning(gist),
      ...(isWorthwhile(assessment) ? valuePathSection(assessment.path, objective.currency, true) : []),
      ...benefitSection(objective),
      ...sentences("What you decide", decisions(gist)),
      ...sentences("What you must watch", watching(gist)),
      ...riskSections(briefOf(objective)),
      ...assumptionSection(assessment.assumptions, { worst: false }),
      ...figureSection(figuresOf(assessment, system)),
    ],
  };
}

function worthWords(gist: Gist): readonly string[] {
  const { assessment, system, overRule, overNothing, nothing } = gist;
  const { objective } = system;
  if (!objective.stated) return ["Nobody has stated what these decisions are for, so nothing here is in money."];
  const recommended = recommendedBy(assessment);
  const amount = (value: number): string => formatNumber(value, { currency: objective.currency }, 0);
  const range = (year: Interval): string => `between ${amount(year.low)} and ${amount(year.high)}`;
  if (recommended.way === "found rule")
    return [
      `The rule: ${recommended.words}.`,
      ...(overNothing === null
        ? []
        : [
            `In a full year it would bring about ${amount(overNothing.value)} beside ${nothing}, as much as a model and without its upkeep: ${range(overNothing)}.`,
          ]),
    ];
  if (assessment.verdict.kind === "collect-first" && !isWorthwhile(assessment))
    return ["What it would bring is not known before that is settled."];
  if (!isWorthwhile(assessment))
    return [
      `Beside ${recommended.way === "nothing" ? nothing : "the declared rule"} a model gains nothing that is shown, or that is worth its cost.`,
    ];
  if (overRule === null) return ["What it would bring in a year is not known."];
  const assumed = assessment.worth?.basis === "assumed" ? ", with what is assumed of acting" : "";
  return [
    `In a full year a model would bring about ${amount(overRule.value)} more than the declared rule: ${range(overRule)}${assumed}.`,
    ...(assessment.path === null ? [] : [wordPaidBack(assessment.path)]),
  ];
}

function meaning({ assessment, system: { objective }, overRule, overNothing, nothing }: Gist): Section {
  const { currency } = objective;
  const basis = assessment.worth?.basis ?? "assumed";
  const inYear = (name: string, year: Interval | null, note: string): KeyValue => ({
    name,
    value:
      year === null ? words("not known", { tone: "unknown" }) : estimate(year, { currency }, { basis, signed: true }),
    note,
  });
  const volume = objective.perYear;
  const decisions =
    volume === undefined
      ? "nobody has said how many decisions there are in a year"
      : `${volume.toLocaleString("en-US")} decisions`;
  const { way } = recommendedBy(assessment);
  const who = way === "found rule" ? "That rule" : "A model";
  const entries: readonly KeyValue[] = [
    ...(way === "found rule" || assessment.verdict.kind === "dont"
      ? []
      : [inYear("A model beside the declared rule, in a full year", overRule, decisions)]),
    inYear(`${who} beside ${nothing}, in a full year`, overNothing, decisions),
    ...targetEntries(objective),
    ...(isWorthwhile(assessment) ? costEntries(assessment, currency) : []),
  ];
  return {
    title: "What it means for you",
    lead: "The range holds what the data leave open, and what is assumed of acting.",
    blocks: [keyValues(entries)],
  };
}

/** What it costs, and from how many decisions on it pays; that nobody has said is told beside. */
function costEntries({ path, worth }: Gist["assessment"], currency: string): readonly KeyValue[] {
  const { build, perYear, from } = path?.costs ?? { build: null, perYear: null, from: "nobody" };
  const parts = [
    ...(build === null ? [] : [`${wordCost(build, currency)} once`]),
    ...(perYear === null ? [] : [`${wordCost(perYear, currency)} a year`]),
  ];
  const note =
    from === "budget" ? "the whole budget (assumed)" : "as said by whoever asked for this assessment (assumed)";
  return [
    parts.length === 0
      ? { name: "What it costs", value: words("nobody has said", { tone: "unknown" }) }
      : { name: "What it costs", value: parts.join(", "), note },
    ...(worth === null || worth.breakEven === null ? [] : [breakEvenEntry(worth.breakEven, currency)]),
  ];
}

function targetEntries(objective: Gist["system"]["objective"]): readonly KeyValue[] {
  if (!objective.stated) return [];
  const { metric, baseline, target, by, currency, asked } = objective;
  const amount = (value: number): string => (metric.unit === "money" ? wordCost(value, currency) : formatNumber(value));
  return [
    {
      name: "What is wanted",
      value: `${amount(target)} a year by ${by}`,
      note: `${metric.name}; today ${amount(baseline)}; asked for by ${asked}`,
    },
  ];
}

const TO_DECIDE: Readonly<Record<string, string>> = {
  "use-ml": "Whether to build it, at no more than what it brings.",
  "use-rule": "To put the rule to work and spend nothing on a model.",
  "collect-first":
    "Whether to pay for better data first; what is asked for is in the verdict of the data scientists' page.",
  dont: "To stop here, or to ask another question of other data.",
};

function decisions(gist: Gist): readonly string[] {
  const { assessment, system } = gist;
  const { objective } = system;
  const days = experimentDays(gist);
  const approves =
    objective.stated && objective.approves.length > 0 ? [`Who signs: ${objective.approves.join(", ")}.`] : [];
  const proof =
    days === null || !isWorthwhile(assessment)
      ? []
      : [
          `Whether an experiment of ${days} may prove it. Until then the amount is a forecast, and half of the decisions stay as they are.`,
        ];
  const gaps = gapsIn(assessment.needs).map(({ name, options }) => `What is done about “${name}”: ${options[0] ?? ""}`);
  return [
    TO_DECIDE[assessment.verdict.kind] ?? "",
    ...decidedBy(gist, "executive"),
    ...proof,
    ...approves,
    ...gaps,
    ...(isWorthwhile(assessment) || !objective.stated ? assessment.questions : []).map(
      (question) => `An answer to: ${question}`,
    ),
  ];
}

function watching({ assessment, system: { objective } }: Gist): readonly string[] {
  if (!objective.stated || assessment.verdict.kind === "dont") return [];
  return [
    `${capitalised(objective.metric.name)} against the target, by ${objective.by}.`,
    ...watchedMetrics(objective, ["success", "guardrail", "deterioration"]),
    "That what was forecast here comes true: the ledger says what has been proved so far.",
  ];
}
