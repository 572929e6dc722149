import { relative } from "node:path";
import { verdictSentence } from "../../../src/experiment/index.ts";
import { wordsOf } from "../../../src/features/index.ts";
import { insufficient, isInsufficient, wordInsufficient } from "../../../src/kernel/index.ts";
import type { Payoff } from "../../../src/objective/index.ts";
import {
  type Document,
  formatNumber,
  type IntervalItem,
  intervalPlot,
  keyValues,
  list,
  paragraph,
  type Section,
  type Tone,
  words,
} from "../../../src/report/index.ts";
import { type Estimated, mapEstimate } from "../../../src/stats/index.ts";
import system from "../system.mts";
import type { Demo, Findings } from "./demo.ts";
import type { Home } from "./home.ts";

const { currency, baseline, target, by, perYear, asked } = system.objective as Extract<
  typeof system.objective,
  { stated: true }
>;
/** One visitor brings cents. */
const MANY = 1_000;
const whole = (amount: number): string => formatNumber(Number(amount.toPrecision(3)), { currency }, 0);
const number = (value: number): string => formatNumber(value, "count");
const PER = `per ${number(MANY)} visitors`;

function perMany(lift: Estimated): Estimated {
  return isInsufficient(lift) ? lift : mapEstimate(lift, (value) => value * MANY);
}

type Told = Pick<Findings, "promised" | "readout" | "truth" | "days">;

/** Whether the experiment's interval holds the truth. */
export function isCovered({ readout, truth }: Pick<Told, "readout" | "truth">): boolean | null {
  const found = readout.lifts[0]?.perUnit;
  if (found === undefined || isInsufficient(found) || isInsufficient(truth)) return null;
  return found.low <= truth.value && truth.value <= found.high;
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
    : { reference: { at: truth.value * MANY, label: `true: ${exact(truth)}` } };
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
  return formatNumber(value * MANY, { currency });
}

function toneOf(measured: Estimated): Tone {
  if (isInsufficient(measured)) return "unknown";
  if (measured.low > 0) return "good";
  return measured.high < 0 ? "bad" : "neutral";
}

function coverageWords(told: Told): string {
  const { truth } = told;
  const covered = isCovered(told);
  if (covered === null || isInsufficient(truth)) return "There is no interval to hold against the truth.";
  const found = covered
    ? "and the experiment's interval holds it."
    : "and the experiment's interval misses it this time. One in twenty does: that is what 95% means.";
  return `Only a simulator can know: the same visitors would really have brought ${exact(truth)} more, ${found}`;
}

/** One screen for whoever has to decide whether the thing is worth having. */
export function screenOf(findings: Findings, { reports }: Pick<Home, "reports">): Document {
  const { readout, run } = findings;
  return {
    title: "newsfeed: is a model worth having?",
    subtitle:
      "A simulated social network. Everything here ran on this machine; the money is made up, the arithmetic is not.",
    verdict: {
      tone: readout.verdict.kind === "better" ? "good" : readout.verdict.kind === "worse" ? "bad" : "unknown",
      text: verdictSentence(readout, { currency, unit: "visitor" }),
    },
    summary: [goalWords(), promiseWords(run)],
    sections: [truthSection(findings), whatHappened(findings), whatNext(findings, reports)],
  };
}

function goalWords(): string {
  const { show } = system.objective.payoff as { readonly show: Payoff };
  const cents = (value: number): string =>
    `${Math.abs(Math.round(value * 100))} ${Math.abs(value) === 0.01 ? "cent" : "cents"}`;
  return `The goal, set by the ${asked}: from ${whole(baseline)} a year to ${whole(target)} by ${by}, by showing suggested posts to whoever wants them. An engagement earns ${cents(show.yes)}, an unwanted post loses ${cents(show.no)}. Today a rule decides: show where ${wordsOf(system.rule)}.`;
}

function promiseWords({ result }: Findings["run"]): string {
  const { gate, judgedRows, judgement } = result;
  const year = perYear ?? 0;
  const of = (perDecision: Estimated): string =>
    isInsufficient(perDecision) ? wordInsufficient(perDecision) : whole(perDecision.value * year);
  const passed = {
    pass: "passed its gate",
    refuse: "was refused by its gate",
    insufficient: "got no verdict from its gate",
  };
  return `On ${number(judgedRows)} past decisions that it had not seen, a model would have brought ${of(judgement.model.perDecision)} a year and the rule ${of(judgement.rule.perDecision)}. It ${passed[gate.verdict]}; that is a promise, so it was put to the test.`;
}

function whatHappened({ readout, visited, visitSeconds, early, design, days }: Findings): Section {
  const units = readout.arms.reduce((sum, arm) => sum + arm.units, 0);
  const planned = design.planned === undefined ? "" : `; ${number(design.planned.units)} were planned`;
  const rate = `${number(Math.round((visited.decisions + visited.reported + visited.repeated) / visitSeconds))} requests a second`;
  const split = isInsufficient(readout.srm.pValue) ? "" : `, p = ${readout.srm.pValue.toFixed(2)}`;
  return {
    title: "How it was measured",
    blocks: [
      keyValues([
        { name: "Visitors", value: `${number(units)}, each given the rule or the model by lot${planned}` },
        { name: "Decisions", value: `${number(visited.decisions)} over HTTP in ${days} virtual days (${rate})` },
        {
          name: "Outcomes",
          value: `${number(visited.reported)} reported; ${number(visited.repeated)} sent twice and counted once; ${number(visited.late)} too late and not counted`,
        },
        {
          name: "Patience",
          value: `on the last day ${number(early.labels.pending)} labels were pending; it was read out when none was`,
        },
        {
          name: "Fair split",
          value: readout.srm.ok ? words(`yes${split}`, { tone: "good" }) : words(`no${split}`, { tone: "bad" }),
        },
      ]),
    ],
  };
}

function whatNext(findings: Findings, reports: Home["reports"]): Section {
  const shown = (file: string): string => relative(process.cwd(), file);
  return {
    title: "What next",
    blocks: [
      list([
        decisionWords(findings),
        `Is ML the right tool? ${shown(reports.assessment)}`,
        `What the model promised: ${shown(reports.model)}`,
        `What the experiment measured: ${shown(reports.experiment)}`,
      ]),
    ],
  };
}

function decisionWords({ chosen, readout }: Findings): string {
  if (chosen === "rule") return "The rule serves everybody again. Look at where the model loses, and try another.";
  const arm = readout.arms.find((candidate) => candidate.arm === chosen);
  const lift = readout.lifts[0]?.perThousandDecisions;
  if (arm === undefined || lift === undefined || isInsufficient(lift) || isInsufficient(arm.moneyPerUnit))
    return "The model now serves everybody.";
  const year = (perDecision: number): number => perDecision * (perYear ?? 0);
  const now = year((arm.moneyPerUnit.value * arm.units) / arm.decisions);
  const [low, high] = [whole(year(lift.low / 1_000)), whole(year(lift.high / 1_000))];
  const reached = now >= target ? "above" : "below";
  return `The model now serves everybody. At this rate it brings ${whole(now)} a year, ${reached} the target, and ${whole(year(lift.value / 1_000))} of it (${low} to ${high}) is its own doing.`;
}

/** A command that asks the running server a question, for a shell. */
export function curlLine({ url, question }: Pick<Demo, "url" | "question">): string {
  const body = JSON.stringify(question).replaceAll("'", "'\\''");
  return `curl -s ${url}/v1/decide -H 'content-type: application/json' -d '${body}'`;
}
