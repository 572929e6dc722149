import { decisionScale } from "../evaluate/index.ts";
import { isInsufficient } from "../kernel/index.ts";
import {
  type Block,
  callout,
  type Document,
  estimate,
  type KeyValue,
  keyValues,
  list,
  paragraph,
  type Section,
  type Tone,
  type Value,
  words,
} from "../report/index.ts";
import { type Estimated, mapEstimate } from "../stats/index.ts";
import type { AssessmentCore } from "./assessment.ts";
import type { ChainLink } from "./chain/chain-link.ts";
import type { VerdictKind } from "./decision-table.ts";
import type { Sign } from "./signs.ts";
import { capitalised, lowered, wordCost } from "./words.ts";
import type { Worth } from "./worth.ts";

const VERDICT: Readonly<Record<VerdictKind, { readonly tone: Tone; readonly text: string }>> = {
  "use-ml": { tone: "good", text: "Use ML." },
  "use-rule": { tone: "neutral", text: "Use a rule, not ML." },
  "collect-first": { tone: "unknown", text: "Get the data right first." },
  dont: { tone: "bad", text: "Do not build this." },
};

/** The verdict as the first thing on the page. */
export function verdictOnTop({ verdict }: AssessmentCore): NonNullable<Document["verdict"]> {
  const { tone, text } = VERDICT[verdict.kind];
  return { tone, text: `${text} ${verdict.reasons[0]?.message ?? ""}` };
}

/** Further reasons for the verdict. */
export function reasonSections({ verdict }: AssessmentCore): readonly Section[] {
  const more = verdict.reasons.slice(1).map(({ message }) => message);
  return more.length === 0 ? [] : [{ title: "Also in favour of this verdict", blocks: [list(more)] }];
}

const SAYS: Readonly<Record<Sign["says"], Value>> = {
  for: words("for ML", { tone: "good" }),
  against: words("against ML", { tone: "bad" }),
  neither: words("neither"),
  ask: words("asked", { tone: "unknown" }),
};

/** What was looked for, and what was found. */
export function signSection(assessment: AssessmentCore): Section {
  const entries = assessment.signs.map(({ name, says, message }) => ({ name, value: SAYS[says], note: message }));
  return {
    title: "Is ML the right tool?",
    lead: "What was looked for in the data, and what was found; asked is what the data cannot tell.",
    blocks: [keyValues(entries)],
  };
}

/** Told for 1,000 decisions where a cent is too coarse for one. */
export function scaleOf(...gains: readonly Estimated[]): { readonly times: number; readonly per: string } {
  const found = gains.find((gain) => !isInsufficient(gain) && gain.value !== 0);
  const { times, per } = decisionScale(found === undefined || isInsufficient(found) ? 0 : found.value);
  return { times, per: times === 1 ? "per decision" : per };
}

/** From how many decisions a year a gain pays its cost. */
export function breakEvenEntry(found: Worth["breakEven"], currency: string, isBudgeted = false): KeyValue {
  const name = "Break-even";
  if (found === null) {
    const value = words("not known: nobody has said what it would cost", { tone: "unknown" });
    return isBudgeted ? { name, value, note: "when it has paid for the whole budget is told below" } : { name, value };
  }
  const { decisionsPerYear, costPerYear } = found;
  const note = `decisions a year, to pay ${wordCost(costPerYear, currency)}`;
  return {
    name,
    value: isInsufficient(decisionsPerYear) ? decisionsPerYear : estimate(decisionsPerYear, "count"),
    note,
  };
}

const STATUS: Readonly<Record<ChainLink["status"], Value>> = {
  proven: words("proven", { tone: "good" }),
  refuted: words("refuted", { tone: "bad" }),
  open: words("open", { tone: "unknown" }),
};

/** From the business goal to the loss. */
export function chainSection(assessment: AssessmentCore): Section {
  const entries = assessment.chain.map(({ link, sentence, status, because, proof }) => ({
    name: capitalised(link),
    value: STATUS[status],
    note: `${sentence} ${because}${proof === "" ? "" : ` To prove it: ${lowered(proof)}`}`,
  }));
  return {
    title: "From the business goal to the loss",
    lead: "Each link is a hypothesis: proven, refuted or open.",
    blocks: [keyValues(entries)],
  };
}

/** What nobody has said. */
export function questionSections(assessment: AssessmentCore): readonly Section[] {
  if (assessment.questions.length === 0) return [];
  return [{ title: "Open questions", blocks: [list(assessment.questions, { ordered: true })] }];
}

/** What a person should know, and that nothing was stored. */
export function warningSections(assessment: AssessmentCore): readonly Section[] {
  const { warnings: found } = assessment;
  if (found.length === 0) return [];
  const blocks: readonly Block[] = found.map(({ message }) => callout("warning", message));
  return [{ title: "Warnings", blocks: [...blocks, paragraph("Nothing was stored.")] }];
}

/** The gain over the rule in a year, or that nobody has said how many decisions there are. */
export function yearEntry(overRule: Value | null, decisionsPerYear: number | null): KeyValue {
  if (overRule === null)
    return {
      name: "Gain in a year",
      value: words("not known: nobody has said how many decisions there are", { tone: "unknown" }),
    };
  const note = `${Math.round(decisionsPerYear ?? 0).toLocaleString("en-US")} decisions`;
  return { name: "Gain over the rule in a year", value: overRule, note };
}

/** How amounts are shown: as they are, and scaled to one decision or to a thousand. */
export interface Amounts {
  readonly whole: (found: Estimated) => Value;
  readonly each: (found: Estimated) => Value;
  readonly per: string;
}

/** Shows gains in a currency, on a scale on which the first of them that is known can be read. */
export function amountsIn(
  { currency, basis }: Pick<Worth, "currency" | "basis">,
  ...gains: readonly Estimated[]
): Amounts {
  const { times, per } = scaleOf(...gains);
  const whole = (found: Estimated): Value =>
    isInsufficient(found) ? found : estimate(found, { currency }, { basis, signed: true });
  const each = (found: Estimated): Value =>
    whole(isInsufficient(found) ? found : mapEstimate(found, (amount) => amount * times));
  return { whole, each, per };
}
