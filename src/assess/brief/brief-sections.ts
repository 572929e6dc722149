import type { Brief, Consequence, Objective, Stakeholder } from "../../objective/index.ts";
import { type Block, keyValues, list, paragraph, type Section, type Value, words } from "../../report/index.ts";
import { capitalised, stopless, wordCost } from "../words.ts";
import type { CheckedAssumption } from "./checked-assumption.ts";

/** The brief of an objective; empty where nobody wrote one. */
export function briefOf(objective: Objective): Brief {
  return (objective.stated ? objective.brief : undefined) ?? {};
}

const STATUS: Readonly<Record<CheckedAssumption["status"], Value>> = {
  held: words("held", { tone: "good" }),
  refuted: words("refuted", { tone: "bad" }),
  open: words("open", { tone: "unknown" }),
};

/** What is taken for granted, and whether the data bear it out; where it breaks, unless that is of no interest to the reader. */
export function assumptionSection(
  assumptions: readonly CheckedAssumption[],
  { worst = true }: { readonly worst?: boolean } = {},
): readonly Section[] {
  if (assumptions.length === 0) return [];
  const entries = assumptions.map(({ statement, by, status, message }) => ({
    name: statement,
    value: STATUS[status],
    note: by === undefined ? message : `${message} Assumed by ${by}.`,
  }));
  return [
    {
      title: "What is taken for granted, and does it hold?",
      lead: "Every assumption of the brief, held against the data where they can tell.",
      blocks: [keyValues(entries), ...(worst ? assumptions.flatMap(worstBlocks) : [])],
    },
  ];
}

function worstBlocks({ statement, worst }: CheckedAssumption): readonly Block[] {
  return worst.length === 0 ? [] : [paragraph(`Where “${stopless(statement)}” breaks most:`), list(worst)];
}

/** Who is concerned, with what they want and what they decide. */
export function stakeholderSection({ stakeholders = [] }: Brief): readonly Section[] {
  if (stakeholders.length === 0) return [];
  const entries = stakeholders.map((one) => ({ name: capitalised(one.role), value: one.view, note: stakeWords(one) }));
  return [{ title: "Who is concerned?", blocks: [keyValues(entries)] }];
}

function stakeWords({ goals, pains = [], success = [], decides }: Stakeholder): string {
  const part = (name: string, told: readonly string[]): readonly string[] =>
    told.length === 0 ? [] : [`${name}: ${told.map(stopless).join("; ")}.`];
  return [
    ...part("Wants", goals),
    ...part("Suffers from", pains),
    ...part("Would call it a success", success),
    ...part("Decides", decides === undefined ? [] : [decides]),
  ].join(" ");
}

/** How it is done today, and where that falls short. */
export function processSection({ process }: Brief, currency: string): readonly Section[] {
  if (process === undefined) return [];
  const cost =
    process.costPerYear === undefined ? "" : ` It costs ${wordCost(process.costPerYear, currency)} a year (assumed).`;
  const limits = process.limits.length === 0 ? [] : [paragraph("Its limits:"), list(process.limits.map(sentence))];
  return [{ title: "How is it done today?", blocks: [paragraph(`${sentence(process.today)}${cost}`), ...limits] }];
}

/** What follows from a wrong result, the gravest first, and the risks with their answers. */
export function riskSections({ ifWrong = [], risks = [] }: Brief): readonly Section[] {
  if (ifWrong.length + risks.length === 0) return [];
  const wrong = [...ifWrong].sort((a, b) => GRAVITY[b.severity] - GRAVITY[a.severity]);
  const blocks: readonly Block[] = [
    ...(wrong.length === 0 ? [] : [keyValues(wrong.map(consequenceEntry))]),
    ...(risks.length === 0
      ? []
      : [
          paragraph("Risks, and what is done about them:"),
          list(risks.map(({ risk, answer }) => `${capitalised(stopless(risk))}: ${stopless(answer)}.`)),
        ]),
  ];
  return [{ title: "What if it is wrong?", blocks }];
}

const GRAVITY: Readonly<Record<Consequence["severity"], number>> = { low: 0, medium: 1, high: 2 };

const SEVERITY: Readonly<Record<Consequence["severity"], Value>> = {
  low: words("low", { tone: "neutral" }),
  medium: words("medium", { tone: "unknown" }),
  high: words("high", { tone: "bad" }),
};

function consequenceEntry({ of, follows, severity }: Consequence): { name: string; value: Value; note: string } {
  return { name: capitalised(of), value: SEVERITY[severity], note: sentence(follows) };
}

function sentence(text: string): string {
  return `${capitalised(stopless(text))}.`;
}
