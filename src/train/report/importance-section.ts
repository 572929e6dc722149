import { type Block, barPlot, paragraph, type Section } from "../../report/index.ts";
import { counted } from "../check/counted.ts";
import type { Facts } from "./facts.ts";

const MOST = 15;

/** What the model uses, read off the model itself; for models that were not asked on unseen rows, and why they were not. */
export function useSections(facts: Facts, why: string): readonly Section[] {
  const used = usedFeatures(facts);
  return [
    {
      title: "What it looks at",
      lead: "Each feature's share of what the model learned. It says what the model uses, not what causes the outcome.",
      blocks: [
        ...barsOf(used),
        paragraph(`${usedWords(facts)} It was not asked on unseen rows what each feature is worth: ${why}.`),
      ],
    },
  ];
}

function usedFeatures({ result }: Facts): readonly (readonly [string, number])[] {
  return Object.entries(result.importance)
    .sort(([, a], [, b]) => b - a)
    .filter(([, value]) => value > 0);
}

function barsOf(used: readonly (readonly [string, number])[]): readonly Block[] {
  if (used.length === 0) return [];
  return [
    barPlot({
      title: used.length > MOST ? `The ${MOST} features it uses most` : "Features by use",
      value: { label: "Share of what was learned", unit: "percent" },
      bars: used.slice(0, MOST).map(([name, value]) => ({ name, value })),
    }),
  ];
}

/** How many features the model uses at all. */
export function usedWords(facts: Facts): string {
  const all = Object.keys(facts.result.importance).length;
  if (all === 0) return "Its format does not say which features it uses.";
  const used = usedFeatures(facts).length;
  if (used === 0) return "The model uses no feature: it says the same of everyone.";
  const unused = all - used;
  return `It uses ${used} of ${counted(all, "feature")}${unused === 0 ? "" : `; ${unused} could be left out without changing it`}.`;
}
