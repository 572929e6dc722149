import { type Block, keyValues, list, paragraph, type Section, type Value, words } from "../../report/index.ts";
import { lowered, stopless } from "../words.ts";
import { gapsIn } from "./feasibility.ts";
import type { Need, NeedArea } from "./need.ts";

const STATUS: Readonly<Record<Need["status"], Value>> = {
  met: words("met", { tone: "good" }),
  gap: words("gap", { tone: "bad" }),
  unknown: words("not known", { tone: "unknown" }),
};

/** What is required, what was found, and what can be done about each gap. `areas`: only these. */
export function feasibilitySection(all: readonly Need[], areas?: readonly NeedArea[]): readonly Section[] {
  const needs = areas === undefined ? all : all.filter(({ area }) => areas.includes(area));
  if (needs.length === 0) return [];
  const entries = needs.map(({ name, status, needed, found }) => ({
    name,
    value: STATUS[status],
    note: `Needed: ${needed}. Found: ${stopless(found)}.`,
  }));
  return [
    {
      title: "Can it be done?",
      lead: "What is required, against what was found before anything is built.",
      blocks: [keyValues(entries), ...gapsIn(needs).flatMap(optionsOf)],
    },
  ];
}

function optionsOf({ name, options }: Need): readonly Block[] {
  return [paragraph(`What can be done about “${name}”:`), list(options)];
}

/** What stands most in the way comes first. */
const ORDER: readonly NeedArea[] = ["deployment", "scale", "infrastructure", "money", "proof", "algorithm", "data"];

/** What is not feasible, as one sentence for the summary; none where nothing is known to be in the way. */
export function gapWords(needs: readonly Need[]): readonly string[] {
  const gaps = [...gapsIn(needs)].sort((a, b) => ORDER.indexOf(a.area) - ORDER.indexOf(b.area));
  const [first] = gaps;
  if (first === undefined) return [];
  const more =
    gaps.length === 1
      ? ""
      : ` ${gaps.length - 1} more ${gaps.length === 2 ? "requirement is" : "requirements are"} not met.`;
  return [`Not as required: ${lowered(first.name)}. Needed: ${first.needed}; found: ${first.found}.${more}`];
}
