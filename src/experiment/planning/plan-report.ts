import { type Insufficient, isInsufficient, wordInsufficient } from "../../kernel/index.ts";
import {
  type Block,
  callout,
  money as cash,
  count,
  type Document,
  formatNumber,
  keyValues,
  percent,
  quantity,
  type Section,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import { money } from "../designs/reading.ts";
import type { Outlook, Size } from "./outlook.ts";
import type { PlannedComparison } from "./plan-case.ts";
import { wordSaturation } from "./saturation.ts";
import { guardWords, watchedSections } from "./watched-section.ts";

/** Nobody waits longer than this for an answer. Days. */
const LONGEST = 365;

const ASSUME = "`--sd` and `--per-day` say what you assume instead.";
const NO_HISTORY = `No plan: the journal holds no decision whose outcome is known. ${ASSUME}`;

/** A plan for whoever decides whether to run it: first how long, then why, then what would shorten it. */
export function planReport(plan: PlannedComparison): Document {
  const { outlook, system, saturation, currency } = plan;
  const { tone, text } = verdictOf(plan);
  const warned = saturation === null ? [] : [wordSaturation(saturation, currency)];
  return {
    title: `An experiment on ${system}, planned`,
    subtitle: `${plan.basis === "measured" ? "From the journal" : "From assumed figures"}; nothing was started`,
    verdict: { tone, text },
    summary: [...warned, ...guardWords(plan), ...remarksOn(plan)],
    sections: isInsufficient(outlook)
      ? [basisSection(plan)]
      : [sizesSection(plan, outlook), ...watchedSections(plan), basisSection(plan)],
  };
}

function verdictOf(plan: PlannedComparison): NonNullable<Document["verdict"]> {
  const { outlook, question, currency, saturation } = plan;
  if (plan.basis === "measured" && plan.history === null) return { tone: "unknown", text: NO_HISTORY };
  if (isInsufficient(outlook)) return { tone: "unknown", text: `No plan: ${wordInsufficient(outlook)}. ${ASSUME}` };
  const { lift } = question;
  if (lift === null) return detectableVerdict(outlook, currency);
  const { units, days } = outlook.read;
  const wanted = `${money(Math.abs(lift), currency)} per entity`;
  if (isInsufficient(units)) return { tone: "unknown", text: `No plan: ${wordInsufficient(units)}.` };
  const size = `${formatNumber(units, "count")} entities`;
  if (isInsufficient(days))
    return {
      tone: "bad",
      text: `To find ${wanted} takes ${size}, and ${wordLack(days)}.`,
    };
  const text = `To find ${wanted} takes ${size}: ${wordDays(days)} at this traffic.`;
  return { tone: days > LONGEST || saturation?.saturated === true ? "bad" : "good", text };
}

function detectableVerdict({ detectable }: Outlook, currency: string): NonNullable<Document["verdict"]> {
  const found = detectable.filter(({ lift }) => !isInsufficient(lift)).at(-2) ?? detectable.at(-1);
  if (found === undefined || isInsufficient(found.lift)) return { tone: "unknown", text: "No plan: nobody comes." };
  const lift = money(found.lift, currency);
  return {
    tone: "unknown",
    text: `In ${found.weeks} weeks a lift of ${lift} per entity would be found; say with \`--lift\` what is worth finding.`,
  };
}

function remarksOn({ outlook, question, currency }: PlannedComparison): readonly string[] {
  if (isInsufficient(outlook)) return [];
  const { sequential, cost } = outlook;
  const { power, alpha, treatments } = question;
  const share = (value: number): string => formatNumber(value, "percent", 0);
  const what = question.lift === null ? "“Found” means" : "It then finds a lift of that size";
  return [
    `${what} in ${share(power)} of the cases, and one where there is none in ${share(alpha)}` +
      `${treatments > 1 ? `, all ${treatments} comparisons together` : ""}.`,
    ...(isInsufficient(sequential) || isInsufficient(sequential.expectedDays)
      ? []
      : [
          `Looked at every day and ended when the always-valid interval leaves zero, it takes ${wordDays(sequential.expectedDays)} on average.`,
        ]),
    ...(isInsufficient(cost)
      ? []
      : [
          `What it costs: ${money(cost.ifBetter, currency)} that the control forgoes if the treatment is as good as hoped, ` +
            `${money(cost.ifWorse, currency)} if it is as bad.`,
        ]),
  ];
}

function sizesSection({ question, currency, saturation }: PlannedComparison, outlook: Outlook): Section {
  const { plain, cuped, triggered, sequential, detectable } = outlook;
  const rows: readonly (readonly [string, Size])[] = [
    ["Plain comparison", plain],
    ["With each entity's own past (CUPED)", cuped],
    ...(saturation === null ? [] : [["Counting only where they differ", triggered] as const]),
    ["Looked at every day, on average", sequentialSize(sequential)],
  ];
  const sizes: readonly Block[] =
    question.lift === null
      ? []
      : [
          table(
            ["Way", { name: "Entities", align: "right" }, { name: "Days", align: "right" }],
            rows.map(([name, size]) => [name, whole(size.units), whole(size.days)]),
          ),
        ];
  return {
    title: "How large, how long",
    lead: "Entities that come, all arms together. Days until the last has entered; the attribution window comes on top.",
    blocks: [
      ...sizes,
      ...(saturation?.saturated === true ? [callout("bad", wordSaturation(saturation, currency), "Saturated")] : []),
      table(
        ["After", { name: "Smallest lift per entity that would show", align: "right" }],
        detectable.map(({ weeks, lift }) => [
          weeks === 1 ? "1 week" : `${weeks} weeks`,
          isInsufficient(lift) ? lift : cash(lift, currency),
        ]),
      ),
    ],
  };
}

function sequentialSize(found: Outlook["sequential"]): Size {
  return isInsufficient(found)
    ? { units: found, days: found }
    : { units: found.expectedUnits, days: found.expectedDays };
}

function whole(value: number | Insufficient): Value {
  if (!isInsufficient(value)) return count(value);
  return TOO_FEW.has(value.reason) ? words("too few come", { tone: "bad" }) : value;
}

const TOO_FEW: ReadonlySet<string> = new Set(["population-too-small", "no-traffic"]);

/** Why so many never come. */
function wordLack(why: Insufficient): string {
  if (!TOO_FEW.has(why.reason) || why.have === undefined) return `how many come is not known: ${wordInsufficient(why)}`;
  return `only ${formatNumber(why.have, "count")} ever came: nobody new comes any more`;
}

function basisSection({
  history,
  cuped,
  sdPerUnit,
  unitsPerDay,
  question,
  currency,
  basis,
}: PlannedComparison): Section {
  const measured = basis === "measured" && history !== null;
  return {
    title: "What it rests on",
    lead: leadOf({ history, basis }),
    blocks: [
      keyValues([
        {
          name: "Standard deviation of an entity's money",
          value: isInsufficient(sdPerUnit) ? sdPerUnit : cash(sdPerUnit, currency),
        },
        {
          name: "New entities a day",
          value: isInsufficient(unitsPerDay) ? unitsPerDay : quantity(unitsPerDay, "number"),
        },
        { name: "Traffic that takes part", value: percent(question.traffic) },
        ...(measured
          ? [
              { name: "Decisions per entity", value: quantity(history.decisionsPerUnit, "number") },
              {
                name: "Variance that an entity's past explains",
                value: isInsufficient(cuped) ? cuped : percent(1 - cuped.variance),
                note: "what CUPED saves in entities; the readout adjusts by the same 28 days before",
              },
            ]
          : []),
      ]),
    ],
  };
}

function leadOf({ history, basis }: Pick<PlannedComparison, "history" | "basis">): string {
  if (basis === "assumed")
    return history === null
      ? "Figures that were given on the command line, not measured."
      : "Figures of the command line, not measured, before those of the journal.";
  if (history === null) return "Nothing yet: neither the journal nor anybody has said it.";
  const { decisions, units, days } = history;
  const span = wordDays(Math.max(1, Math.round(days)));
  return `${formatNumber(decisions, "count")} decisions of ${formatNumber(units, "count")} entities in ${span}.`;
}

function wordDays(days: number): string {
  return days === 1 ? "1 day" : `${formatNumber(days, "count")} days`;
}
