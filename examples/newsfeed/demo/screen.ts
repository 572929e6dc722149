import { relative } from "node:path";
import { verdictSentence } from "../../../src/experiment/index.ts";
import { type Node, wordsOf } from "../../../src/features/index.ts";
import { isInsufficient, wordInsufficient } from "../../../src/kernel/index.ts";
import type { Payoff } from "../../../src/objective/index.ts";
import { type Document, formatNumber, keyValues, list, type Section, words } from "../../../src/report/index.ts";
import type { Estimated } from "../../../src/stats/index.ts";
import system from "../system.mts";
import type { Demo } from "./demo.ts";
import type { Home } from "./home.ts";
import type { Findings } from "./stage.ts";
import { truthSection } from "./truth-section.ts";

const { currency, baseline, target, by, perYear, asked } = system.objective as Extract<
  typeof system.objective,
  { stated: true }
>;
const whole = (amount: number): string => formatNumber(Number(amount.toPrecision(3)), { currency }, 0);
const number = (value: number): string => formatNumber(value, "count");

/** One screen for whoever has to decide whether the thing is worth having. */
export function screenOf(findings: Findings, home: Pick<Home, "reports" | "state">): Document {
  const { readout, run } = findings;
  return {
    title: "newsfeed: is a model worth having?",
    subtitle: "A simulated social network: the money is made up, the arithmetic is not.",
    verdict: {
      tone: readout.verdict.kind === "better" ? "good" : readout.verdict.kind === "worse" ? "bad" : "unknown",
      text: verdictSentence(readout, { currency, unit: "visitor" }),
    },
    summary: [goalWords(), promiseWords(run)],
    sections: [truthSection(findings), whatHappened(findings), whatNext(findings, home)],
  };
}

function goalWords(): string {
  const { show } = system.objective.payoff as { readonly show: Payoff };
  const cents = (value: number): string =>
    `${Math.abs(Math.round(value * 100))} ${Math.abs(value) === 0.01 ? "cent" : "cents"}`;
  return `The goal of the ${asked}: from ${whole(baseline)} a year to ${whole(target)} by ${by}, by showing suggested posts to whoever wants them: an engagement earns ${cents(show.yes)}, an unwanted post loses ${cents(show.no)}. Today a rule decides: show where ${wordsOf(system.rule as Node)}.`;
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
  return `On ${number(judgedRows)} past decisions that it had not seen, a model would have brought ${of(judgement.model.perDecision)} a year and the rule ${of(judgement.rule.perDecision)}. It ${passed[gate.verdict]}. That was a promise; this is the test.`;
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
          value: `read out when no outcome was awaited any more; on the last day ${number(early.labels.pending)} were`,
        },
        {
          name: "Fair split",
          value: readout.srm.ok ? words(`yes${split}`, { tone: "good" }) : words(`no${split}`, { tone: "bad" }),
        },
      ]),
    ],
  };
}

/** A path as short as it can be from here. */
function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}

function whatNext(findings: Findings, { reports, state }: Pick<Home, "reports" | "state">): Section {
  return {
    title: "What next",
    blocks: [
      list([
        decisionWords(findings),
        `Is ML the right tool? ${shown(reports.assessment)}`,
        `What the model promised: ${shown(reports.model)}`,
        `What the experiment measured: ${shown(reports.experiment)}`,
        `Everything that happened: node bin/alidade.js history newsfeed --dir ${shown(state)}`,
      ]),
    ],
  };
}

function decisionWords({ chosen, readout }: Findings): string {
  if (readout.verdict.kind === "worse")
    return "The rule serves everybody again. Look at where the model loses, and try another.";
  if (chosen === "rule")
    return "The rule serves everybody again: no gain was shown. If the promise is worth it, test it with more visitors.";
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
