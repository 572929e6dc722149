import { basename, relative } from "node:path";
import { type Document, formatNumber, type Section, type TableColumn, table } from "../../../src/report/index.ts";
import { type Alert, wordsOf } from "../../../src/watch/index.ts";
import { daysPlot } from "./days-plot.ts";
import type { Demo, Findings } from "./demo.ts";
import type { Home } from "./home.ts";
import { looksPlot } from "./looks-plot.ts";
import type { Phase } from "./settle.ts";
import { wordDays } from "./word-days.ts";

/** One screen for whoever has to decide whether the thing is worth having. */
export function screenOf(findings: Findings): Document {
  const { proven, days } = findings;
  return {
    title: `newsfeed: ${days.length} virtual days of a simulated network, where the truth is known`,
    verdict: { tone: proven.chosen === "model" ? "good" : "unknown", text: proven.sentence },
    summary: [],
    sections: [
      {
        title: `5 Proved: stopped after ${proven.looks.length} nights, looked at every night`,
        blocks: [looksPlot(proven)],
      },
      { title: "6 – 8 Re-weighed, watched, adapted", lead: adaptedWords(findings), blocks: [daysPlot(findings)] },
      ledgerSection(findings),
    ],
  };
}

/** What the weights, the monitors and the loop did, in a few sentences. */
export function adaptedWords({ reweighed, adapted, counts }: Findings): string {
  const { alert, noticed, turned } = adapted;
  const weights = reweighed === null ? "" : `${reweighWords(reweighed)} `;
  if (alert === null || noticed === null)
    return `${weights}Tastes turned, and no monitor noticed in the days that were played.`;
  const told = `Tastes turned; ${wordDays(turned, noticed)} later: ${shortAlert(alert)}`;
  return `${weights}${told} ${mendedWords(adapted, noticed)}; ${formatNumber(counts.decisions, "count")} decisions over HTTP, ${formatNumber(counts.failed, "count")} failed.`;
}

/** What came of it by itself, in days from the alert. */
function mendedWords({ loops, fellBack, promoted }: Findings["adapted"], noticed: number): string {
  const last = loops.at(-1);
  const count = loops.length === 1 ? "The loop" : `The last of ${formatNumber(loops.length, "count")} loops`;
  if (last === undefined) return "No loop began";
  const week =
    fellBack === null ? "" : `After ${wordDays(noticed, fellBack)} of evidence the loop fell back to the rule. `;
  const again = loops.length > 1 ? ` (loop ${formatNumber(loops.length, "count")})` : "";
  return promoted === null
    ? `${week}${count} ended as ${last.end?.kind ?? last.stage}`
    : `${week}Retrained, tried on a few, serving everybody ${wordDays(noticed, promoted)} after the alert${again}`;
}

function reweighWords({ preview, models }: NonNullable<Findings["reweighed"]>): string {
  const same = Object.keys(models.after).every((head) => models.after[head] === models.before[head]);
  const share = formatNumber(preview.changes.share, "percent", 1);
  return `Violations were given weight: the preview saw ${share} of the decisions change; served with ${same ? "the very same models" : "other models"}.`;
}

/** What the monitor saw; how bad it is, the likely cause and what to do next stand in the alert itself. */
function shortAlert(alert: Alert): string {
  const sign = alert.symptoms.find(({ kind }) => kind.startsWith("value.")) ?? alert.symptoms[0];
  return `“${sign?.says ?? wordsOf(alert).what}”.`;
}

function ledgerSection({ settled, proven, system }: Findings): Section {
  const { phases, ledger, measured } = settled;
  const { currency } = system.objective;
  const cents = (value: number): string => formatNumber(value, { currency }, 2);
  const rows = phases.map(({ name, days, decisions, gained, served, byRule, atBest }) => [
    name,
    days,
    decisions,
    cents(served),
    cents(byRule),
    cents(atBest),
    cents(gained),
  ]);
  const right = (name: string): TableColumn => ({ name, align: "right" });
  const columns = [
    "",
    right("days"),
    right("decisions"),
    right("served"),
    right("rule"),
    right("best"),
    right("gained"),
  ];
  const booked = ledger.launches.reduce((sum, { asMeasured }) => sum + asMeasured, 0);
  const interval = measured === undefined ? "" : ` (${cents(1_000 * measured.low)} to ${cents(1_000 * measured.high)})`;
  const test =
    measured === undefined
      ? "The test measured nothing that can be booked."
      : `The test measured ${cents(1_000 * measured.value)} more per 1,000 decisions${interval}; the truth was ${cents(1_000 * proven.truth)}. The ledger books ${cents(booked)} for it, and nothing for what no test compared.`;
  return {
    title: "9 The ledger beside the truth",
    lead: `${test} True money per 1,000 decisions, and gained over the rule:`,
    blocks: [table(columns, rows)],
  };
}

/** In money, and for how much of the year's traffic. */
export function closingWords({ settled: { phases }, system }: Findings): string {
  const { objective } = system;
  const last = phases.at(-1);
  if (last === undefined || !objective.stated) return "";
  const year = (per: number): string =>
    formatNumber(
      Number(((per / 1_000) * (objective.perYear ?? 0)).toPrecision(3)),
      { currency: objective.currency },
      0,
    );
  const goal = formatNumber(objective.target, { currency: objective.currency }, 0);
  return `At this rate a year brings ${year(last.served)}, of which ${year(gainOf(last))} over the rule; the goal is ${goal}.`;
}

function gainOf({ served, byRule }: Phase): number {
  return served - byRule;
}

/** A path as short as it can be from here. */
function shown(file: string): string {
  const path = relative(process.cwd(), file);
  return path.startsWith("..") ? file : path;
}

/** What to type next: for one's own data first. */
export function nextLines({ folder, reports }: Pick<Home, "folder" | "reports">): string {
  const pages = [reports.assessment, reports.model, reports.experiment].map((file) => basename(file));
  return [
    "Your own data: npx alidade init data.csv --label y",
    `All that happened: node bin/alidade.js history newsfeed --dir ${shown(folder)}/state`,
    `As pages, in ${shown(folder)}: ${pages.join(", ")}`,
  ].join("\n");
}

/** A command that asks the running server a question, for a shell. */
export function curlLine({ url, question }: Pick<Demo, "url" | "question">): string {
  const body = JSON.stringify(question).replaceAll("'", "'\\''");
  return `curl -s ${url}/v1/decide -H 'content-type: application/json' -d '${body}'`;
}
