import { decisionScale } from "../evaluate/index.ts";
import { isInsufficient } from "../kernel/index.ts";
import {
  type Block,
  callout,
  count,
  type Document,
  estimate,
  type KeyValue,
  keyValues,
  list,
  money,
  paragraph,
  percent,
  type Section,
  type Tone,
  table,
  type Value,
  words,
} from "../report/index.ts";
import { type Estimated, mapEstimate } from "../stats/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { Assessment } from "./assessment.ts";
import type { ExperimentOutlook } from "./experiment-plan.ts";
import type { Sign } from "./signs.ts";
import type { VerdictKind } from "./verdict.ts";
import { wordArea, wordDays, wordEstimate, wordGain, wordShare } from "./words.ts";

const VERDICT: Readonly<Record<VerdictKind, { readonly tone: Tone; readonly text: string }>> = {
  "use-ml": { tone: "good", text: "Use ML." },
  "use-rule": { tone: "neutral", text: "Use a rule, not ML." },
  "collect-first": { tone: "unknown", text: "Get the data right first." },
  dont: { tone: "bad", text: "Do not build this." },
};

/** The assessment as a report: the summary and the verdict first, then what they rest on. */
export function assessmentReport(assessment: Assessment, system: SystemDefinition): Document {
  const { tone, text } = VERDICT[assessment.verdict.kind];
  return {
    title: `Assessment of ${system.name}`,
    summary: summaryOf(assessment),
    verdict: { tone, text: `${text} ${assessment.verdict.reasons[0]?.message ?? ""}` },
    sections: [
      ...reasons(assessment),
      signs(assessment),
      ...value(assessment),
      ...plan(assessment),
      chain(assessment),
      ...questions(assessment),
      ...warnings(assessment),
    ],
  };
}

function summaryOf({ data, signal, worth, plan: outlook }: Assessment): readonly string[] {
  const rate = data.rows === 0 ? "" : ` (${wordShare(data.positives / data.rows)})`;
  const seen = `\`${data.outcome}\` is yes in ${data.positives.toLocaleString("en-US")} of ${data.rows.toLocaleString("en-US")} rows${rate}.`;
  if (signal === null || worth === null) return [seen, "Nothing was fitted."];
  const basis = worth.basis === "assumed" ? ", assumed" : "";
  const gain = `A quick fit ranks unseen rows with ROC-AUC ${wordArea(signal.rocAuc)} and gains ${wordGain(worth.overRule, worth.currency)} over the declared rule${basis}.`;
  return [seen, gain, ...(outlook === null ? [] : experimentWords(outlook))];
}

/** Nobody waits longer than this for an experiment. */
const LONGEST = 730;

/** How long the gain over the rule takes to prove; and, where that is out of reach, the gain over acting on nobody. */
function experimentWords({ days, overNothing }: ExperimentOutlook): readonly string[] {
  if (typeof days !== "number") return [];
  if (days <= LONGEST) return [`An experiment would take ${wordDays(days)} at this traffic to prove that gain.`];
  const beyond = `Proving that gain over the rule is out of reach: ${wordDays(days)} at this traffic.`;
  const isSooner = typeof overNothing.days === "number" && overNothing.days < days;
  return [isSooner ? `${beyond} ${nobodyWords(Number(overNothing.days))}` : beyond];
}

function nobodyWords(days: number): string {
  const gain = "The gain of acting by the model over acting on nobody";
  return days <= LONGEST
    ? `${gain} can be proved in ${wordDays(days)}.`
    : `${gain} takes ${wordDays(days)}, out of reach as well: more decisions a day are needed.`;
}

function reasons({ verdict }: Assessment): readonly Section[] {
  const more = verdict.reasons.slice(1).map(({ message }) => message);
  return more.length === 0 ? [] : [{ title: "Also in favour of this verdict", blocks: [list(more)] }];
}

const SAYS: Readonly<Record<Sign["says"], Value>> = {
  for: words("for ML", { tone: "good" }),
  against: words("against ML", { tone: "bad" }),
  neither: words("neither"),
};

function signs(assessment: Assessment): Section {
  const entries = assessment.signs.map(({ name, says, message }) => ({ name, value: SAYS[says], note: message }));
  return {
    title: "Is ML the right tool?",
    lead: "What was looked for in the data, and what was found.",
    blocks: [keyValues(entries)],
  };
}

function value({ worth }: Assessment): readonly Section[] {
  if (worth === null) return [];
  const { basis, currency } = worth;
  const amount = (found: Estimated): Value =>
    isInsufficient(found) ? found : estimate(found, { currency }, { basis, signed: true });
  const { times, per } = scaleOf(worth.overRule, worth.overNothing);
  const each = (found: Estimated): Value =>
    amount(isInsufficient(found) ? found : mapEstimate(found, (money) => money * times));
  const entries: readonly KeyValue[] = [
    { name: "Gain over acting on nobody", value: each(worth.overNothing), note: per },
    {
      name: "Gain over the declared rule",
      value: each(worth.overRule),
      note: `${per}: the same unseen decisions, the same capacity`,
    },
    { name: "Share acted on", value: percent(worth.actRate), note: `the rule: ${wordShare(worth.ruleActRate)}` },
    ...(worth.perYear === null
      ? [
          {
            name: "Gain in a year",
            value: words("not known: nobody has said how many decisions there are", { tone: "unknown" }),
          },
        ]
      : [
          {
            name: "Gain over the rule in a year",
            value: amount(worth.perYear.overRule),
            note: `${Math.round(worth.decisionsPerYear ?? 0).toLocaleString("en-US")} decisions`,
          },
        ]),
    ...worth.overEffect.map(({ effect, overNothing, overRule }) => ({
      name: `If acting changes ${wordShare(effect)}`,
      value: each(overNothing),
      note: `${per} over acting on nobody; over the rule ${wordGain(overRule, currency)}`,
    })),
    breakEven(worth.breakEven, currency),
  ];
  return [
    {
      title: "Is it worth it?",
      lead: "Money on decisions that the quick fit had not seen; a full training usually does a little better.",
      blocks: [keyValues(entries), ...effectNote(worth)],
    },
  ];
}

/** Told for 1,000 decisions where a cent is too coarse for one. */
function scaleOf(...gains: readonly Estimated[]): { readonly times: number; readonly per: string } {
  const found = gains.find((gain) => !isInsufficient(gain) && gain.value !== 0);
  const { times, per } = decisionScale(found === undefined || isInsufficient(found) ? 0 : found.value);
  return { times, per: times === 1 ? "per decision" : per };
}

function effectNote({ overEffect }: NonNullable<Assessment["worth"]>): readonly Block[] {
  if (overEffect.length === 0) return [];
  const text =
    "The ends of the assumed effect are counted with a threshold that follows the effect: where acting achieves less, fewer are acted on. `alidade train` keeps the same decisions at both ends, so its figure for the low end can be lower, even below zero.";
  return [paragraph(text)];
}

function breakEven(found: NonNullable<Assessment["worth"]>["breakEven"], currency: string): KeyValue {
  const name = "Break-even";
  if (found === null)
    return { name, value: words("not known: nobody has said what it would cost", { tone: "unknown" }) };
  const { decisionsPerYear, costPerYear } = found;
  const note = `a year, to pay ${wordEstimate({ value: costPerYear, low: costPerYear, high: costPerYear, level: 1 }, { currency })}`;
  return {
    name,
    value: isInsufficient(decisionsPerYear) ? decisionsPerYear : estimate(decisionsPerYear, "count"),
    note,
  };
}

function plan({ plan: outlook, worth }: Assessment): readonly Section[] {
  if (outlook === null || worth === null) return [];
  const { currency } = worth;
  const whole = (found: typeof outlook.units): Value => (typeof found === "number" ? count(found) : found);
  const cash = (found: typeof outlook.units): Value => (typeof found === "number" ? money(found, currency) : found);
  const sizes = table(
    ["Model against", "Gain per entity", "Entities", "Days"],
    [["the declared rule", outlook] as const, ["acting on nobody", outlook.overNothing] as const].map(
      ([against, { liftPerUnit, units, days }]) => [against, cash(liftPerUnit), whole(units), whole(days)],
    ),
  );
  const facts = keyValues([
    { name: "Standard deviation per entity", value: cash(outlook.sdPerUnit) },
    { name: "Decisions per entity", value: outlook.decisionsPerUnit, note: "as in the data" },
  ]);
  const { times, per } = scaleOf(worth.overRule, worth.overNothing);
  const detectable = table(
    ["After", `Smallest gain over the rule that would show, ${per}`],
    outlook.detectable.map(({ weeks, perDecision }) => [
      `${weeks} weeks`,
      cash(typeof perDecision === "number" ? perDecision * times : perDecision),
    ]),
  );
  return [
    {
      title: "How long would an experiment take?",
      lead: "Half of the entities in each arm; 80% power, 5% level. Entities count both arms together.",
      blocks: [sizes, facts, detectable],
    },
  ];
}

const STATUS: Readonly<Record<Assessment["chain"][number]["status"], Value>> = {
  stated: words("stated", { tone: "neutral" }),
  measured: words("measured", { tone: "good" }),
  assumed: words("assumed", { tone: "unknown" }),
  open: words("open", { tone: "bad" }),
};

function chain(assessment: Assessment): Section {
  const entries = assessment.chain.map(({ link, sentence, status }) => ({
    name: capitalised(link),
    value: STATUS[status],
    note: sentence,
  }));
  return {
    title: "From the business goal to the loss",
    lead: "Each link is a hypothesis.",
    blocks: [keyValues(entries)],
  };
}

function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

function questions(assessment: Assessment): readonly Section[] {
  if (assessment.questions.length === 0) return [];
  return [{ title: "Open questions", blocks: [list(assessment.questions, { ordered: true })] }];
}

function warnings(assessment: Assessment): readonly Section[] {
  const { warnings: found } = assessment;
  if (found.length === 0) return [];
  const blocks: readonly Block[] = found.map(({ message }) => callout("warning", message));
  return [{ title: "Warnings", blocks: [...blocks, paragraph("Nothing was stored.")] }];
}
