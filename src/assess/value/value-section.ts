import { type Block, estimate, linePlot, money, paragraph, percent, type Section, table } from "../../report/index.ts";
import { wordPaidBack, wordRamp } from "./ramp-words.ts";
import type { MonthValue, ValuePath } from "./value-path.ts";

/** Gain and cost by month: the curve, when it has paid for itself unless that is told already, and the months in a table. */
export function valuePathSection(path: ValuePath | null, currency: string, isTold = false): readonly Section[] {
  if (path === null) return [];
  return [
    {
      title: "When does the money come in?",
      lead: wordRamp(path.ramp),
      blocks: [curve(path, currency), paragraph(isTold ? BAND : `${wordPaidBack(path)} ${BAND}`)],
    },
    { title: "Month by month", detail: true, blocks: [monthTable(path.months, currency)] },
  ];
}

const BAND = "The band holds what the data leave open and, where an effect of acting is assumed, all of its range.";

function curve({ months, costs }: ValuePath, currency: string): Block {
  const known = costs.build !== null || costs.perYear !== null;
  return linePlot({
    title: known ? "Gain over the rule less costs, so far" : "Gain over the rule so far, costs not known",
    x: { label: "Month" },
    y: { label: known ? "Gain less costs" : "Gain", unit: { currency } },
    series: [
      {
        name: "So far",
        points: months.map(({ month, sofar }) => [month, sofar.value]),
        band: months.map(({ month, sofar }) => [month, sofar.low, sofar.high]),
      },
    ],
    references: [{ axis: "y", at: 0, label: "paid for itself" }],
  });
}

function monthTable(months: readonly MonthValue[], currency: string): Block {
  return table(
    ["Month", "Decisions that are the model's", "Gain", "Cost", "So far"],
    months.map(({ month, share, gain, cost, sofar }) => [
      String(month),
      percent(share),
      estimate(gain, { currency }),
      money(cost, currency),
      estimate(sofar, { currency }),
    ]),
  );
}
