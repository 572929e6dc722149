import { isInsufficient } from "../../kernel/index.ts";
import { byLoss, type Told } from "../../learn/index.ts";
import {
  type Block,
  barPlot,
  commandLine,
  type Document,
  estimate,
  formatNumber,
  intervalPlot,
  linePlot,
  list,
  parallelPlot,
  quantity,
  type Section,
  table,
  type Value,
  type Verdict,
} from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { counted } from "../check/counted.ts";
import { searchCurves } from "./curves.ts";
import { shownLoss } from "./objective.ts";
import type { SearchResult } from "./result.ts";
import { learnerSnippet } from "./snippet.ts";

/** A search for people: the verdict, what to paste, what it is worth, and how it was found. */
export function searchDocument(result: SearchResult): Document {
  const { settings, trials, seconds, id } = result;
  const failed = trials.failed > 0 ? `, ${trials.failed} of all ${trials.run} failed` : "";
  return {
    title: `Search for ${settings.head} of ${result.system}`,
    subtitle: `${id}: ${settings.method}, ${studiesWords(result)}${failed}, ${formatNumber(Math.round(seconds * 1_000), "duration")}`,
    verdict: verdictOf(result),
    summary: [],
    sections: [pasteSection(result), worthSection(result), importanceSection(result), trialsSection(result)],
  };
}

/** Each point is tried in the study that chooses, and again in those that check how well such a choice does. */
function studiesWords({ trials, honest, settings }: SearchResult): string {
  const checks = honest.choices.length;
  const each = trials.run / (1 + checks);
  const points = each === settings.trials ? counted(each, "point") : counted(each, "trial");
  return `${points} in each of ${1 + checks} studies (one that chooses, ${checks} that ${checks === 1 ? "checks" : "check"} it)`;
}

function verdictOf({ verdict, honest, settings }: SearchResult): Verdict {
  const gain = honest.rivals[0]?.gain;
  const numbers = gain === undefined || isInsufficient(gain) ? "" : `: ${wordGain(gain)} ${settings.objective}`;
  switch (verdict) {
    case "better":
      return { tone: "good", text: `Searching beats the file's parameters on rows that it has not seen${numbers}.` };
    case "worse":
      return {
        tone: "bad",
        text: `Searching does worse than the file's parameters on rows that it has not seen${numbers}.`,
      };
    case "no-better":
      return { tone: "neutral", text: "Nothing that was tried is better than what the file says." };
    case "unclear":
      return { tone: "unknown", text: `It is not clear that searching beats the file's parameters${numbers}.` };
  }
}

function wordGain(gain: Exclude<Estimated, { kind: "insufficient" }>): string {
  const word = (value: number): string => formatNumber(Number(value.toPrecision(3)), "number");
  return `gain ${word(gain.value)} (${word(gain.low)} to ${word(gain.high)})`;
}

function pasteSection({ settings, learner, best, verdict }: SearchResult): Section {
  const changed = Object.entries(best.params).map(([name, value]) => [
    name,
    wordValue(settings.start[name]),
    wordValue(value),
  ]);
  const isProven = verdict === "better";
  return {
    title: "To paste into the system file",
    ...(isProven
      ? {}
      : { lead: "Nothing has shown this to be better than what the file says: there is no need to change it." }),
    blocks: [
      commandLine(`learner: ${learnerSnippet(learner)}`),
      table(["Parameter", "In the file", "Chosen"], changed),
    ],
  };
}

/** As it is written in the file: 80 and 0.1 are not lined up as 80.0. */
function wordValue(value: unknown): Value {
  return value === undefined ? "" : String(value);
}

function worthSection({ honest, settings, best, verdict }: SearchResult): Section {
  const { objective } = settings;
  const scores = [{ name: "chosen by search", score: honest.score }, ...honest.rivals].map(({ name, score }) => ({
    name,
    estimate: score,
    tone: name === "chosen by search" && verdict === "better" ? ("good" as const) : ("neutral" as const),
  }));
  const value = { label: objective };
  const rivals = honest.rivals.map(({ name, score, gain }) => [name, shown(score), shownGain(gain)]);
  return {
    title: "What it is worth",
    lead: `Each choice was made without the ${formatNumber(honest.rows, "count")} rows that judge it. The score that chose, ${formatNumber(best.score, "number")}, may flatter.`,
    blocks: [
      intervalPlot({ title: `${objective} on rows that no choice has seen`, value, items: scores }),
      table(["Against", objective, "Gain"], [["chosen by search", shown(honest.score), ""], ...rivals]),
      list(honest.choices.map((choice, i) => `Without part ${i + 1}: ${wordPoint(choice)}`)),
    ],
  };
}

/** The same parameters everywhere say the same, row by row. */
function shownGain(gain: Estimated): Value {
  return isInsufficient(gain) && gain.reason === "zero-variance" ? "the same" : shown(gain);
}

function shown(found: Estimated): Value {
  return isInsufficient(found) ? found : estimate(found);
}

function wordPoint(point: Readonly<Record<string, unknown>>): string {
  return Object.entries(point)
    .map(([name, value]) => `${name} ${String(value)}`)
    .join(", ");
}

function importanceSection({ importance }: SearchResult): Section {
  const title = "What mattered";
  if (isInsufficient(importance)) return { title, blocks: [table(["Importance"], [[importance]])], detail: true };
  const bars = Object.entries(importance)
    .map(([name, value]) => ({ name, value }))
    .sort((a, b) => b.value - a.value);
  return {
    title,
    lead: "The share of the differences between trials that each parameter explains by itself; the rest is interplay and noise.",
    blocks: [barPlot({ title: "Importance of the parameters", value: { label: "share", unit: "percent" }, bars })],
  };
}

function trialsSection(result: SearchResult): Section {
  const { told, settings } = result;
  const full = told.filter(({ share, loss }) => share === 1 && loss !== null);
  const score = ({ loss }: Told): number => shownLoss(settings.objective, loss ?? Number.NaN);
  const names = Object.keys(settings.space);
  const sorted = [...full].sort(byLoss);
  const blocks: Block[] = [
    linePlot({
      title: "Trials over all rows",
      x: { label: "trial", unit: "count" },
      y: { label: settings.objective },
      series: Object.entries(searchCurves(result)).map(([name, points]) => ({ name, points })),
    }),
    parallelPlot({
      title: "Parameters of the trials, the best in front",
      axes: [...names.map((name) => ({ name, log: isLog(settings.space[name]) })), { name: settings.objective }],
      lines: sorted.map((one) => ({
        name: `trial ${one.number + 1}`,
        values: [...names.map((name) => cell(one.params[name])), score(one)],
      })),
    }),
  ];
  const rows = sorted.map((one) => [
    quantity(one.number + 1, "count"),
    score(one),
    ...names.map((name) => cell(one.params[name]) ?? ""),
  ]);
  return {
    title: "The trials",
    blocks: [...blocks, table(["Trial", settings.objective, ...names], rows)],
    detail: true,
  };
}

function isLog(dimension: SearchResult["settings"]["space"][string] | undefined): boolean {
  return dimension?.kind === "between" && dimension.log;
}

function cell(value: unknown): number | string | null {
  if (typeof value === "number") return value;
  return value === undefined ? null : String(value);
}
