import { type Block, intervalPlot, list, paragraph, type Section } from "../../report/index.ts";
import { counted } from "../check/counted.ts";
import { VEILED } from "../look/example.ts";
import type { Look } from "../look/look.ts";
import { dependencePlots } from "./dependence-plots.ts";
import type { Facts } from "./facts.ts";
import { featureMoneySections } from "./feature-money-section.ts";
import { usedWords, useSections } from "./importance-section.ts";
import { learningBlocks } from "./learning-blocks.ts";
import { share } from "./wording.ts";

/** What the model looks at, how, why in one case, and how it learned; absent without a head to tell of. */
export function lookSections(facts: Facts): readonly Section[] {
  const { look } = facts.run;
  if (look === null || facts.head === null) return [];
  if (look.kind === "none") return useSections(facts, look.why);
  return [
    {
      title: "What it looks at",
      lead: leadOf(look),
      blocks: [
        ...worthBlocks(look),
        paragraph(useWords(facts, look)),
        ...dependencePlots(facts, look),
        ...togetherBlocks(look),
      ],
    },
    ...featureMoneySections(facts, look),
    ...exampleSections(facts, look),
    ...learningSections(facts, look),
  ];
}

function leadOf({ rows, worth }: Look): string {
  const asked = `It was asked about ${counted(rows, "case")} that it had not seen.`;
  const how =
    worth === null
      ? ""
      : " One feature after the other had its values dealt out to the wrong cases: the more the answers suffer, the more the model relies on it.";
  return `${asked}${how} All of this says what the model does, not what causes the outcome.`;
}

/** Bars that a page has room for. */
const MOST = 12;

function worthBlocks({ worth }: Look): readonly Block[] {
  if (worth === null || worth.length === 0) return [];
  const shown = worth.slice(0, MOST);
  return [
    intervalPlot({
      title: shown.length < worth.length ? `The ${MOST} features it relies on most` : "Features by what they are worth",
      value: { label: "How much larger its error is without the feature", unit: "percent" },
      items: shown.map(({ feature, rise }) => ({ name: feature, estimate: rise })),
      reference: { at: 0, label: "no difference" },
    }),
  ];
}

/** How many features it uses, and of how many these cases do not show that they help. */
function useWords(facts: Facts, { worth }: Look): string {
  const idle = (worth ?? []).filter(({ rise }) => !("low" in rise) || rise.low <= 0).length;
  if (worth === null || idle === 0) return usedWords(facts);
  const shown = idle === worth.length ? "any single one" : `${idle} of the ${worth.length} that were tried`;
  return `${usedWords(facts)} Of ${shown} these cases do not show that it helps: the interval reaches down to 0.`;
}

/** Less than this share is nothing to speak of. */
const SLIGHT = 0.01;

function togetherBlocks({ together }: Look): readonly Block[] {
  if (together === null) return [];
  const [a, b] = together.features;
  if (together.share < SLIGHT)
    return [paragraph("These features do not depend on each other: their effects, as drawn, add up.")];
  return [
    paragraph(
      `Of these, “${a}” and “${b}” depend most on each other: ${share(Number(together.share.toPrecision(2)))} of what the two do together is not the sum of what each does alone (Friedman’s H²).`,
    ),
  ];
}

function exampleSections(facts: Facts, { example, about }: Look): readonly Section[] {
  if (example === null) return [];
  const { expected, after, answer, reasons, hides } = example;
  const worded = wordedBy(facts);
  const named = about === null ? "" : ` for “${about}”`;
  const rest = worded(after) === worded(answer) ? "leave it there" : `take it to ${worded(answer)}`;
  const hidden = hides ? " Values of personal fields are not shown." : "";
  return [
    {
      title: "Why, in one case",
      lead: `Of the cases that it was asked about, the one that it rates highest${named}. Of a case of which nothing is known it says ${worded(expected)}; then the features come in, the weightiest first.`,
      blocks: [list(reasons.map(asSentence), { ordered: true }), paragraph(`The other features ${rest}.${hidden}`)],
    },
  ];
}

function wordedBy({ head }: Facts): (value: number) => string {
  const task = head?.head.task;
  if (task === "regression" || task === "ranking" || task === "blend")
    return (value) => Number(value.toPrecision(4)).toLocaleString("en-US");
  return (value) => share(Number(value.toPrecision(2)));
}

/** As the rest of the page writes shares, and without the value of a personal field. */
function asSentence(reason: string): string {
  const text = reason.replaceAll(" %", "%").replace(` is ${VEILED}, which `, " (not shown) ");
  return `${text.replaceAll(/(?<= (?:from|to) )-?\d{4,}/g, (digits) => Number(digits).toLocaleString("en-US"))}.`;
}

function learningSections(facts: Facts, look: Look): readonly Section[] {
  const blocks = learningBlocks(facts, look);
  if (blocks.length === 0) return [];
  return [{ title: "How it learned", blocks, detail: true }];
}
