import { wordInsufficient } from "../../kernel/index.ts";
import { type Document, intervalPlot, list, type Section, table, type Value, words } from "../../report/index.ts";
import { wordEstimate, wordGain } from "../words.ts";
import { isShown, type Opportunities, type Opportunity, wordRows } from "./opportunity.ts";

/** Where the next money is, for a person to read: the best first, each with the next command. */
export function opportunitiesReport(all: Opportunities): Document {
  const { system, found, apart, rows, whole, judged } = all;
  return {
    title: `Opportunities of ${system}`,
    verdict: verdictOf(all),
    summary: [
      `Looked at on ${wordRows(all)} rows, ${judged.toLocaleString("en-US")} of them judged by models that had not seen them.`,
      ...(rows < whole
        ? [`What more rows would bring is seen on all of them alone: \`--rows ${whole}\`, which takes longer.`]
        : []),
      ...(all.perYear === null
        ? [
            "Nobody has said how many decisions a year there are: `perYear` in the objective, or `--per-year`, turns this into money a year.",
          ]
        : []),
    ],
    sections: [
      ...(found.length === 0 ? [] : [plotSection(all), ...found.slice(0, MOST).map((one) => ownSection(one, all))]),
      ...apartSection(apart),
    ],
  };
}

function verdictOf(all: Opportunities): NonNullable<Document["verdict"]> {
  const [first] = all.found;
  if (first === undefined) return NONE;
  return isShown(first) ? { tone: "good", text: `${first.says} ${wordMoney(first, all)}` } : NOTHING;
}

const MOST = 12;
const NONE = { tone: "unknown", text: "Nothing was found that would bring more." } as const;
const NOTHING = {
  tone: "neutral",
  text: "Nothing is shown to bring more. What is likely stands below, the largest first.",
} as const;

function wordMoney({ perDecision, perYear }: Opportunity, { currency }: Opportunities): string {
  if (perYear !== null) return `Worth ${wordEstimate(perYear, { currency })} a year.`;
  return `Worth ${wordGain(perDecision, currency)}.`;
}

function plotSection({ found, currency, perYear }: Opportunities): Section {
  return {
    title: "Where the money is",
    lead: "Those whose whole interval lies above zero first, each group by expected money. They overlap: what one brings, another may bring too.",
    blocks: [
      intervalPlot({
        title: `Money a ${perYear === null ? "decision" : "year"}`,
        value: { label: `Money a ${perYear === null ? "decision" : "year"}`, unit: { currency } },
        items: found.slice(0, MOST).map((one) => ({
          name: nameOf(one),
          estimate: one.perYear ?? one.perDecision,
          tone: isShown(one) ? "good" : "neutral",
        })),
        reference: { at: 0, label: "nothing gained" },
      }),
    ],
  };
}

const KINDS: Readonly<Record<Opportunity["kind"], string>> = {
  slice: "part",
  missing: "missing values",
  labels: "labels",
  "more-data": "more rows",
  cutoff: "threshold",
  weights: "weights",
  effect: "unmeasured",
};

function nameOf({ kind, name }: Opportunity): string {
  return `${KINDS[kind]}: ${name}`;
}

function ownSection(one: Opportunity, all: Opportunities): Section {
  const tone = isShown(one) ? "good" : "unknown";
  const rows: readonly (readonly Value[])[] = [
    ["Worth", words(wordMoney(one, all), { tone })],
    ["Known", one.basis],
    ["Rests on", one.rests],
    ["Next", one.next.map((line) => `\`${line}\``).join(" or ")],
  ];
  return { title: nameOf(one), lead: one.says, blocks: [table(["", ""], rows)] };
}

function apartSection(apart: Opportunities["apart"]): readonly Section[] {
  if (apart.length === 0) return [];
  return [
    {
      title: "What could not be looked at",
      blocks: [list(apart.map(({ what, why }) => `${what}: ${wordInsufficient(why)}`))],
    },
  ];
}
