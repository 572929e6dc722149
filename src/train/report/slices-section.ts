import type { SliceResult } from "../../evaluate/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import {
  type Block,
  count,
  estimate,
  type IntervalPlot,
  intervalPlot,
  paragraph,
  percent,
  type Section,
  type TableBlock,
  table,
  type Value,
} from "../../report/index.ts";
import { counted } from "../check/counted.ts";
import { toneOf } from "./competitors.ts";
import type { Facts } from "./facts.ts";
import { moneyCell, moneyLabel, moneyUnit, perThousand } from "./wording.ts";

/** A plot of more rows than this is not read. */
const MOST_PLOTTED = 25;

/** Where the model helps and where it does not, worst first; absent when no slices are declared. */
export function sliceSections(facts: Facts): readonly Section[] {
  const { slices } = facts.result.judgement;
  if (slices.length === 0 || facts.result.models.length === 0) return [];
  const judged = worstFirst(slices.filter(({ overRule }) => !isInsufficient(overRule)));
  const few = slices.filter(({ overRule }) => isInsufficient(overRule));
  return [
    {
      title: "Slices",
      lead: "Parts of the data looked at separately, the smallest gain over the rule first. Among many slices a few look bad by chance; the gate allows for that.",
      blocks: [
        ...(judged.length === 0 ? [] : [slicesPlot(facts, judged), slicesTable(facts, judged)]),
        ...fewBlocks(few),
      ],
    },
  ];
}

function worstFirst(slices: readonly SliceResult[]): readonly SliceResult[] {
  const gain = ({ overRule }: SliceResult): number => (isInsufficient(overRule) ? Infinity : overRule.value);
  return [...slices].sort((a, b) => gain(a) - gain(b));
}

function nameOf({ field, value }: SliceResult): string {
  return `${field}: ${value}`;
}

function slicesPlot({ result: { currency } }: Facts, slices: readonly SliceResult[]): IntervalPlot {
  const shown = slices.slice(0, MOST_PLOTTED);
  const which = shown.length < slices.length ? `, the ${MOST_PLOTTED} smallest` : "";
  return intervalPlot({
    title: `${moneyLabel("Gain over the rule", currency)}${which}`,
    value: { label: moneyLabel("Gain over the rule", currency), unit: moneyUnit(currency) },
    items: shown.map((slice) => ({
      name: nameOf(slice),
      estimate: perThousand(slice.overRule),
      tone: toneOf(slice.overRule),
    })),
    reference: { at: 0, label: "as good as the rule" },
  });
}

function slicesTable(facts: Facts, slices: readonly SliceResult[]): TableBlock {
  const tells = facts.kind === "act";
  const gain = { name: moneyLabel("Gain over the rule", facts.result.currency), align: "right" } as const;
  return table(
    ["Slice", "Rows", ...(tells ? ["Share true", { name: "ROC-AUC", align: "right" } as const] : []), gain],
    slices.map((slice) => [
      nameOf(slice),
      count(slice.rows),
      ...(tells ? told(slice) : []),
      moneyCell(slice.overRule, facts, { signed: true }),
    ]),
  );
}

function told({ positives, rocAuc, rows }: SliceResult): readonly Value[] {
  const area = rocAuc === null ? "" : isInsufficient(rocAuc) ? rocAuc : estimate(rocAuc);
  return [percent((positives ?? 0) / rows), area];
}

function fewBlocks(slices: readonly SliceResult[]): readonly Block[] {
  if (slices.length === 0) return [];
  const named = slices.map((slice) => `${nameOf(slice)} (${counted(slice.rows, "row")})`).join(", ");
  return [paragraph(`Too few rows to say anything: ${named}.`)];
}
