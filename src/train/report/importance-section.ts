import { type Block, barPlot, paragraph, type Section } from "../../report/index.ts";
import { counted } from "../counted.ts";
import type { Facts } from "./facts.ts";

const MOST = 15;

/** What the model looks at; absent without a head for the priced outcome. */
export function importanceSections({ result, head }: Facts): readonly Section[] {
  if (head === null) return [];
  const all = Object.entries(result.importance).sort(([, a], [, b]) => b - a);
  const used = all.filter(([, value]) => value > 0);
  return [
    {
      title: "What it looks at",
      lead: "Each feature's share of what the model learned. It says what the model uses, not what causes the outcome.",
      blocks: [...barsOf(used), paragraph(restWords(all.length, used.length))],
    },
  ];
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

function restWords(all: number, used: number): string {
  if (used === 0) return "The model uses no feature: it says the same of everyone.";
  const unused = all - used;
  return `It uses ${used} of ${counted(all, "feature")}${unused === 0 ? "" : `; ${unused} could be left out without changing it`}.`;
}
