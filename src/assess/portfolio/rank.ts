import { formatNumber, type Interval } from "../../report/index.ts";
import type { Assessment } from "../assess.ts";
import { gapsIn } from "../feasibility/feasibility.ts";
import { LONGEST_DAYS } from "../value/value-path.ts";
import { plainVerdict } from "../views/plain-verdict.ts";
import { counted, lowered, stopless, wordDays } from "../words.ts";
import { isWorthwhile } from "../worthwhile.ts";
import type { Portfolio, PortfolioCase, RankedSystem, SystemApart } from "./portfolio.ts";
import { type Rankable, standingOf } from "./standing.ts";

/**
 * Ranks systems by what is left in a year when costs are paid, or by the value alone where somebody's cost is not known.
 * What is unstated, advised against or infeasible stands apart, as does what is priced in another currency than the most.
 */
export function rankPortfolio(cases: readonly PortfolioCase[]): Portfolio {
  const standings = cases.map(standingOf);
  const apart = standings.filter((one): one is SystemApart => "why" in one);
  const rankable = standings.filter((one): one is Rankable => !("why" in one));
  const currency = commonest(rankable.map((one) => one.currency));
  const others = rankable.filter((one) => one.currency !== currency);
  const mine = rankable.filter((one) => one.currency === currency);
  const by = mine.every(({ cost }) => cost !== null) ? "net" : "value";
  const sorted = [...mine].sort((a, b) => b[by].value - a[by].value);
  return {
    currency,
    by,
    ranked: sorted.map((one, place) => ranked(one, place, { next: sorted[place + 1], by })),
    apart: [...apart, ...others.map((one) => inAnother(one, currency))],
  };
}

function commonest(names: readonly string[]): string | null {
  const count = (name: string): number => names.filter((one) => one === name).length;
  return names.reduce<string | null>((best, name) => (best === null || count(name) > count(best) ? name : best), null);
}

function inAnother({ system, verdict, currency: own }: Rankable, currency: string | null): SystemApart {
  return {
    system,
    verdict,
    why: `It is priced in ${own}, the others in ${currency}.`,
    missing: ["One currency for all of them."],
  };
}

interface Among {
  readonly next: Rankable | undefined;
  readonly by: Portfolio["by"];
}

function ranked(whole: Rankable, place: number, { next, by }: Among): RankedSystem {
  const { currency: _currency, assessment, ...one } = whole;
  const tied = next !== undefined && mayBeChance(one[by], next[by]);
  const gaps = gapsIn(assessment.needs).map(({ name, found }) => `Not met: ${lowered(name)} (${stopless(found)}).`);
  const proof =
    !isWorthwhile(assessment) || one.days === null
      ? []
      : [
          one.days > LONGEST_DAYS
            ? `Its gain over the rule is out of reach of an experiment: ${wordDays(one.days)} at this traffic.`
            : `An experiment of ${wordDays(one.days)} proves its gain over the rule.`,
        ];
  const cost =
    one.cost === null
      ? ["What it costs nobody has said."]
      : one.cost.from === "budget"
        ? ["Its cost is taken to be the whole budget."]
        : [];
  const chance = tied ? [`That it stands before ${next?.system} may be chance: their intervals do not part them.`] : [];
  return {
    ...one,
    rank: place + 1,
    tied,
    reasons: [bringWords(whole), ...proof, ...cost, ...metWords(assessment), ...gaps, ...chance],
  };
}

/** What it brings, of that by a model, and why a rule is enough where it is. */
function bringWords({ value, overRule, way, assessment, currency }: Rankable): string {
  const amount = (of: number): string => formatNumber(of, { currency }, 0);
  if (way === "rule")
    return `${plainVerdict(assessment).text} That brings about ${amount(value.value)} a year over deciding without looking.`;
  const over = assessment.kind === "act" ? "acting on nobody" : "deciding without looking";
  const beside = overRule === null ? "" : `, and gains ${amount(overRule.value)} over the declared rule`;
  return `A model brings about ${amount(value.value)} a year over ${over}${beside}.`;
}

/** How much of what is required is met; nothing where nothing is. */
function metWords({ needs }: Assessment): readonly string[] {
  const met = needs.filter(({ status }) => status === "met").length;
  return needs.length === 0
    ? []
    : [`${met} of ${counted(needs.length, "requirement")} ${met === 1 ? "is" : "are"} met.`];
}

/** Whether the difference of two independent estimates may be nothing: their ends are added as independent errors are. */
export function mayBeChance(more: Interval, less: Interval): boolean {
  return more.value - less.value <= Math.hypot(more.value - more.low, less.high - less.value);
}
