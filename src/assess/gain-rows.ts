import { isInsufficient } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { TableRow } from "./decision-table.ts";
import { type Standing, standingOf } from "./evidence.ts";
import { wordCount, wordGain } from "./words.ts";

/** What a model gains, per decision, over the declared rule and over the best that looks at nothing. */
export interface GainsInMoney {
  readonly currency: string;
  readonly overRule: Estimated;
  readonly overConstant: Estimated;
  readonly ruleOverConstant: Estimated;
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

/** The rows of a decision table that speak of money: a gain that is likely, not there, or shown. */
export function moneyRows(worth: GainsInMoney, counts: RowCounts): readonly TableRow[] {
  const reach = counts.sampled === null ? 1 : counts.all / counts.sampled;
  const rows = { judged: counts.judged, all: counts.judged * reach };
  const [overRule, overConstant] = [standingOf(worth.overRule, rows), standingOf(worth.overConstant, rows)];
  const either = (kind: Standing["kind"]): boolean => overRule.kind === kind || overConstant.kind === kind;
  const gains = `${wordGain(worth.overRule, worth.currency)} over the declared rule, ${wordGain(worth.overConstant, worth.currency, worth.overRule)} over the best decision that looks at nothing`;
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
      code: "gain.shown",
      kind: "use-ml",
      applies: overRule.kind === "shown" && overConstant.kind === "shown",
      message: `A model gains ${gains}.`,
    },
  ];
}

function needed(standing: Standing): number {
  return standing.kind === "likely" ? standing.rows : 0;
}
