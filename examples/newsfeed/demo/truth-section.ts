import { insufficient, isInsufficient } from "../../../src/kernel/index.ts";
import {
  formatNumber,
  type IntervalItem,
  intervalPlot,
  paragraph,
  type Section,
  type Tone,
} from "../../../src/report/index.ts";
import { type Estimated, mapEstimate } from "../../../src/stats/index.ts";
import system from "../system.mts";
import type { Findings } from "./stage.ts";

const { currency } = system.objective;
/** One visitor brings cents. */
const MANY = 1_000;
const PER = `per ${formatNumber(MANY, "count")} visitors`;

/** For many visitors, to three digits: the same figure as in the verdict above. */
function ofMany(perVisitor: number): number {
  return Number((perVisitor * MANY).toPrecision(3));
}

function perMany(lift: Estimated): Estimated {
  return isInsufficient(lift) ? lift : mapEstimate(lift, ofMany);
}

type Told = Pick<Findings, "promised" | "readout" | "truth" | "days">;

/** Whether the experiment's interval holds the truth; null when there is nothing to compare. */
export function isCovered({ readout, truth }: Pick<Told, "readout" | "truth">): boolean | null {
  const found = readout.lifts[0]?.perUnit;
  return found === undefined || isInsufficient(truth) ? null : holds(found, truth.value);
}

function holds(found: Estimated, value: number): boolean | null {
  return isInsufficient(found) ? null : found.low <= value && value <= found.high;
}

/** The gain of the model over the rule: what was promised and what was measured, beside what is true. */
export function truthSection(told: Told): Section {
  const { promised, readout, truth, days } = told;
  const measured = readout.lifts[0]?.perUnit ?? insufficient("nothing-compared");
  const items: readonly IntervalItem[] = [
    { name: "promised by past decisions", estimate: perMany(promised.lift) },
    { name: "measured by the experiment", estimate: perMany(measured), tone: toneOf(measured) },
  ];
  const highest = items.map(({ estimate }) => (isInsufficient(estimate) ? 0 : estimate.high));
  const lowest = items.map(({ estimate }) => (isInsufficient(estimate) ? 0 : estimate.low));
  const domain = [Math.min(0, ...lowest), Math.max(...highest)] as const;
  const reference = isInsufficient(truth)
    ? {}
    : { reference: { at: ofMany(truth.value), label: `true: ${exact(truth)}` } };
  return {
    title: "What the model brings more than the rule",
    blocks: [
      intervalPlot({
        title: `Money ${PER} in ${days} days, with 95% intervals`,
        value: { label: `Money ${PER}`, unit: { currency }, ...(domain[1] > domain[0] ? { domain } : {}) },
        items,
        ...reference,
      }),
      paragraph(coverageWords(told)),
    ],
  };
}

function exact({ value }: { readonly value: number }): string {
  return formatNumber(ofMany(value), { currency });
}

function toneOf(measured: Estimated): Tone {
  if (isInsufficient(measured)) return "unknown";
  if (measured.low > 0) return "good";
  return measured.high < 0 ? "bad" : "neutral";
}

function coverageWords(told: Told): string {
  const { promised, truth } = told;
  if (isInsufficient(truth)) return "There is no truth to hold the intervals against.";
  const measured = {
    true: "The experiment's interval holds that",
    false: "The experiment's interval misses that, as one in twenty does: that is what 95% means",
    null: "The experiment has no interval to hold it against",
  }[`${isCovered(told)}`];
  const past = { true: "so does the promise's", false: "the promise's does not", null: "nothing was promised" };
  const promise = isCovered(told) === true ? `; ${past[`${holds(promised.lift, truth.value)}`]}` : "";
  return `Only a simulator can know: these visitors would really have brought ${exact(truth)} more per ${formatNumber(MANY, "count")}. ${measured}${promise}.`;
}
