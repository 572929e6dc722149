import { isInsufficient } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { TableRow } from "./decision-table.ts";
import { type Standing, standingOf } from "./evidence.ts";
import { wordCost, wordCount, wordEstimate, wordGain } from "./words.ts";

/** What a model gains, per decision, over the declared rule and over the best that looks at nothing. */
export interface GainsInMoney {
  readonly currency: string;
  readonly overRule: Estimated;
  readonly overConstant: Estimated;
  readonly ruleOverConstant: Estimated;
  /** The gain in a year, and what building and running would cost in one; null while nobody has said. */
  readonly perYear: { readonly overRule: Estimated } | null;
  readonly breakEven: { readonly costPerYear: number } | null;
}

/** How many rows there are, how many were judged, and of how many drawn ones; null when all were looked at. */
export interface RowCounts {
  readonly all: number;
  readonly judged: number;
  readonly sampled: number | null;
}

/** Whether a gain is shown by its whole interval. */
export function earns(gain: Estimated): boolean {
  return !isInsufficient(gain) && gain.low > 0;
}

/** The rows of a decision table that speak of money: a gain that is likely, not there, less than it costs, or shown. */
export function moneyRows(worth: GainsInMoney, counts: RowCounts): readonly TableRow[] {
  const reach = counts.sampled === null ? 1 : counts.all / counts.sampled;
  const rows = { judged: counts.judged, all: counts.judged * reach };
  const [overRule, overConstant] = [standingOf(worth.overRule, rows), standingOf(worth.overConstant, rows)];
  const either = (kind: Standing["kind"]): boolean => overRule.kind === kind || overConstant.kind === kind;
  const gains = `${wordGain(worth.overRule, worth.currency)} over the declared rule, ${wordGain(worth.overConstant, worth.currency, worth.overRule)} over the best decision that looks at nothing`;
  const cost = costOf(worth);
  return [
    {
      code: "gain.unproven",
      kind: "collect-first",
      applies: either("likely") && !either("none") && !either("unknown"),
      message: `A gain is likely and not shown: ${gains}. About ${wordCount(Math.max(needed(overRule), needed(overConstant)))} judged rows would settle it.`,
    },
    {
      code: "gain.none",
      kind: earns(worth.ruleOverConstant) ? "use-rule" : "dont",
      applies: either("none"),
      message: `A model has no gain to show: ${gains}.`,
    },
    {
      code: "gain.below-cost",
      kind: earns(worth.ruleOverConstant) ? "use-rule" : "dont",
      applies: cost?.says === "below",
      message: `It would not pay. A model gains ${cost?.yearly} in a year over the declared rule, and building and running it would cost ${cost?.cost}.`,
    },
    {
      code: "gain.shown",
      kind: "use-ml",
      applies: overRule.kind === "shown" && overConstant.kind === "shown",
      message: `A model gains ${gains}.${cost === null ? "" : ` In a year that is ${cost.yearly} over the rule, and building and running it would cost ${cost.cost}: ${PAYS[cost.says]}.`}`,
    },
  ];
}

interface Cost {
  readonly says: "below" | "open" | "above";
  readonly yearly: string;
  readonly cost: string;
}

const PAYS: Readonly<Record<Cost["says"], string>> = {
  below: "it does not pay",
  open: "these rows do not tell whether it pays",
  above: "it pays",
};

/** What a year's gain over the rule is beside the cost of a year; null where one of them is not known. */
function costOf({ perYear, breakEven, currency }: GainsInMoney): Cost | null {
  if (perYear === null || breakEven === null || isInsufficient(perYear.overRule)) return null;
  const { overRule } = perYear;
  const { costPerYear } = breakEven;
  const says = overRule.high < costPerYear ? "below" : overRule.low > costPerYear ? "above" : "open";
  return { says, yearly: wordEstimate(overRule, { currency }), cost: wordCost(costPerYear, currency) };
}

function needed(standing: Standing): number {
  return standing.kind === "likely" ? standing.rows : 0;
}
