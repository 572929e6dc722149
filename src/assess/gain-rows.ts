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
  /** What a short rule that was found in the data comes to, as if it were declared; left out where none was priced. */
  readonly found?: FoundGains;
  /** The gain in a year, and what building and running would cost in one; null while nobody has said. */
  readonly perYear: { readonly overRule: Estimated; readonly overFound?: Estimated } | null;
  readonly breakEven: { readonly costPerYear: number } | null;
}

/** What a model gains, per decision, over a rule that was found, and that over the best that looks at nothing. */
export interface FoundGains {
  readonly words: string;
  readonly over: Estimated;
  readonly overConstant: Estimated;
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

/** How the gains stand, and which rule earns without a model. */
interface Standings {
  readonly all: readonly Standing[];
  /** Whether the gain over the declared rule, or over what looks at nothing, stands so. */
  either(kind: Standing["kind"]): boolean;
  /** Whether any rule earns. */
  readonly ruleEarns: boolean;
  /** Whether the rule that was found is the answer, and the declared one is not. */
  readonly foundIsEnough: boolean;
}

function standingsOf({ overRule, overConstant, ruleOverConstant, found }: GainsInMoney, counts: RowCounts): Standings {
  const reach = counts.sampled === null ? 1 : counts.all / counts.sampled;
  const rows = { judged: counts.judged, all: counts.judged * reach };
  const [rule, constant] = [standingOf(overRule, rows), standingOf(overConstant, rows)];
  const either = (kind: Standing["kind"]): boolean => rule.kind === kind || constant.kind === kind;
  const declaredEarns = earns(ruleOverConstant);
  if (found === undefined) return { all: [rule, constant], either, ruleEarns: declaredEarns, foundIsEnough: false };
  const [overFound, foundEarns] = [standingOf(found.over, rows), earns(found.overConstant)];
  const declaredIsEnough = rule.kind === "none" && declaredEarns;
  return {
    all: [rule, constant, overFound],
    either,
    ruleEarns: declaredEarns || foundEarns,
    foundIsEnough: overFound.kind === "none" && !declaredIsEnough && (constant.kind === "shown" || foundEarns),
  };
}

/** The rows of a decision table that speak of money: a gain that is likely, not there, less than it costs, or shown. */
export function moneyRows(worth: GainsInMoney, counts: RowCounts): readonly TableRow[] {
  const { all, either, ruleEarns, foundIsEnough } = standingsOf(worth, counts);
  const gains = wordGains(worth);
  const cost = costOf(worth);
  return [
    {
      code: "rule.earns-as-much",
      kind: "use-rule",
      applies: foundIsEnough,
      message: `A short rule earns as much as a model: act when ${worth.found?.words ?? ""}. A model gains ${gains}. State it as the \`rule\`.`,
    },
    {
      code: "gain.unproven",
      kind: "collect-first",
      applies: all.some(({ kind }) => kind === "likely") && !either("none") && !either("unknown"),
      message: `A gain is likely and not shown: ${gains}. About ${wordCount(Math.max(...all.map(needed)))} judged rows would settle it.`,
    },
    {
      code: "gain.none",
      kind: ruleEarns ? "use-rule" : "dont",
      applies: either("none"),
      message: `A model has no gain to show: ${gains}.`,
    },
    {
      code: "gain.below-cost",
      kind: ruleEarns ? "use-rule" : "dont",
      applies: cost?.says === "below",
      message: `It would not pay. A model gains ${cost?.yearly} in a year over ${cost?.rule}, and building and running it would cost ${cost?.cost}.`,
    },
    {
      code: "gain.shown",
      kind: "use-ml",
      applies: all.every(({ kind }) => kind === "shown"),
      message: `A model gains ${gains}.${cost === null ? "" : ` In a year that is ${cost.yearly} over ${cost.rule}, and building and running it would cost ${cost.cost}: ${PAYS[cost.says]}.`}`,
    },
  ];
}

/** Every gain per decision, in one scale. */
function wordGains({ currency, overRule, overConstant, found }: GainsInMoney): string {
  const beside = (gain: Estimated): string => wordGain(gain, currency, overRule);
  const overFound = found === undefined ? "" : `, ${beside(found.over)} over the best short rule in the data`;
  return `${beside(overRule)} over the declared rule${overFound}, ${beside(overConstant)} over the best decision that looks at nothing`;
}

interface Cost {
  readonly says: "below" | "open" | "above";
  /** Which rule earns more without a model. */
  readonly rule: string;
  readonly yearly: string;
  readonly cost: string;
}

const PAYS: Readonly<Record<Cost["says"], string>> = {
  below: "it does not pay",
  open: "these rows do not tell whether it pays",
  above: "it pays",
};

/** What a year's gain over the better rule is beside the cost of a year; null where one of them is not known. */
function costOf({ perYear, breakEven, currency }: GainsInMoney): Cost | null {
  if (perYear === null || breakEven === null || isInsufficient(perYear.overRule)) return null;
  const { overRule, overFound = overRule } = perYear;
  const isFound = !isInsufficient(overFound) && overFound.value < overRule.value;
  const gain = isFound ? overFound : overRule;
  const { costPerYear } = breakEven;
  const says = gain.high < costPerYear ? "below" : gain.low > costPerYear ? "above" : "open";
  const rule = isFound ? "the best short rule in the data" : "the declared rule";
  return { says, rule, yearly: wordEstimate(gain, { currency }), cost: wordCost(costPerYear, currency) };
}

function needed(standing: Standing): number {
  return standing.kind === "likely" ? standing.rows : 0;
}
