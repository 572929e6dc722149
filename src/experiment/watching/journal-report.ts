import { isInsufficient } from "../../kernel/index.ts";
import { count, type Document, formatNumber, type KeyValue, type Section, type Tone } from "../../report/index.ts";
import { armsSection } from "../journal-readout/report.ts";
import { amount, counted, type ReadoutWording, scaleOf, tooEarly } from "../journal-readout/words.ts";
import { noveltySection, segmentSection, toldOf } from "../readout/detail-sections.ts";
import { effectSections, trustSection } from "../readout/experiment-report.ts";
import { experimentSentence, moneyOf, moneyScale, toneOfCall } from "../readout/experiment-words.ts";
import { wordReason } from "../readout/reasons.ts";
import type { JournalExperiment } from "./read-journal.ts";

/** The verdict in one sentence; that it is too early while every window is open. */
export function journalSentence({ whole, plain, preliminary }: JournalExperiment, wording: ReadoutWording): string {
  const early = whole.verdict.call === "invalid" ? undefined : tooEarly(plain);
  if (early !== undefined) return early;
  return `${experimentSentence(whole, wording)}${preliminary ? " Preliminary: money is still to come." : ""}`;
}

/** The report on an experiment of the journal: what to do, why, then the numbers for whoever checks. */
export function journalReport(found: JournalExperiment, wording: ReadoutWording): Document {
  const { whole, plain } = found;
  const { unit = "entity" } = wording;
  const units = plain.arms.reduce((sum, arm) => sum + arm.units, 0);
  const decisions = plain.arms.reduce((sum, arm) => sum + arm.decisions, 0);
  return {
    title: `Experiment ${whole.experiment}`,
    subtitle: `${counted(units, unit)}, ${counted(decisions, "decision")}, ${Object.keys(whole.units).join(" against ")}; randomised, measured`,
    verdict: { tone: toneOf(found), text: journalSentence(found, wording) },
    summary: [
      ...broughtWords(found, wording),
      ...whole.verdict.reasons.map(wordReason),
      ...resampledWords(found, wording),
      ...pastWords(found, wording),
      ...unreadableWords(found),
    ],
    sections: [
      ...effectSections(whole, wording),
      armsSection(plain, wording, scaleOf(plain, wording)),
      trustSection(whole, factsOf(found, wording)),
      ...detailSections(found, wording),
    ],
  };
}

function toneOf({ whole, plain }: JournalExperiment): Tone {
  return whole.verdict.call !== "invalid" && tooEarly(plain) !== undefined ? "unknown" : toneOfCall(whole);
}

/** What each of the two arms brought, as it came. Two losses read better as two costs: less is then plainly better. */
function broughtWords({ whole, plain }: JournalExperiment, wording: ReadoutWording): readonly string[] {
  const { unit = "entity" } = wording;
  const effect = moneyOf(whole)?.effects.find(({ arm }, i) =>
    whole.verdict.arm === null ? i === 0 : arm === whole.verdict.arm,
  );
  const [control, treated] = [whole.control, effect?.arm].map((name) => plain.arms.find(({ arm }) => arm === name));
  if (effect === undefined || control === undefined || treated === undefined) return [];
  if (isInsufficient(control.moneyPerUnit) || isInsufficient(treated.moneyPerUnit)) return [];
  const scale = scaleOf(plain, wording);
  const [old, now] = [control.moneyPerUnit.value, treated.moneyPerUnit.value];
  const lot = `Each ${unit} was given to one arm by lot and stayed in it.`;
  if (old < 0 && now < 0)
    return [
      `${lot} “${treated.arm}” cost ${amount(-now, scale)} ${scale.words} against ${amount(-old, scale)} for “${control.arm}”.`,
    ];
  const share = isInsufficient(effect.relative) ? "" : relativeWords(effect.relative.value);
  return [
    `${lot} “${treated.arm}” brought ${amount(now, scale)} ${scale.words}, “${control.arm}” ${amount(old, scale)}${share}.`,
  ];
}

function relativeWords(share: number): string {
  return `: ${formatNumber(Math.abs(share), "percent", 0)} ${share < 0 ? "less" : "more"}`;
}

/** What adjusting by the past was good for. */
function pastWords({ whole, past }: JournalExperiment, { unit = "entity" }: ReadoutWording): readonly string[] {
  const kept = moneyOf(whole)?.effects.map((effect) => effect.kept) ?? [];
  if (past === null || kept.length === 0) return [];
  const saved = 1 - Math.max(...kept);
  const known = `${counted(past.units, unit)} had been decided for in the ${past.days} days before`;
  return saved < 0.005
    ? [`${known}; what they did then says nothing of their money now.`]
    : [
        `${known}; what they did then takes ${formatNumber(saved, "percent", 0)} off the variance of the money (CUPED).`,
      ];
}

/** What resampling says where a few units carry the difference. */
function resampledWords({ whole, resampled }: JournalExperiment, wording: ReadoutWording): readonly string[] {
  const scale = moneyScale(whole, wording);
  return resampled.flatMap(({ arm, difference }) =>
    isInsufficient(difference)
      ? []
      : [
          `Resampled ${formatNumber(1_000)} times, “${arm}” brings ${amount(difference.low, scale)} to ${amount(difference.high, scale)} ${scale.words} more: an interval that follows the skew.`,
        ],
  );
}

function unreadableWords({ unreadable }: JournalExperiment): readonly string[] {
  if (unreadable.length === 0) return [];
  const names = unreadable.map((name) => `“${name}”`).join(", ");
  return [
    `Not read here: ${names}. They speak of the whole system and are no mean over units; \`alidade metrics\` tells them.`,
  ];
}

function detailSections({ whole, stretch }: JournalExperiment, wording: ReadoutWording): readonly Section[] {
  const scale = moneyScale(whole, wording);
  const metricOf = (name: string) => whole.metrics.find(({ metric }) => metric.name === name)?.metric;
  const stretches = { days: stretch ?? 1, label: "money per decision" };
  return [
    ...whole.segments
      .filter(({ effects }) => effects.length > 1)
      .map((one) => segmentSection(one, toldOf(metricOf(one.metric), scale))),
    ...whole.novelty.filter(({ course }) => course !== "unknown").map((one) => noveltySection(one, stretches)),
  ];
}

function factsOf(
  { plain: { labels, leftOut } }: JournalExperiment,
  { unit = "entity" }: ReadoutWording,
): readonly KeyValue[] {
  return [
    { name: "Labels known", value: count(labels.known) },
    { name: "Labels pending", value: count(labels.pending), note: "their window is open and nothing came" },
    { name: "Outcomes too late", value: count(labels.late), note: "after the attribution window; not counted" },
    { name: "Decisions too young", value: count(leftOut.immature), note: "left out: their window is still open" },
    {
      name: "Decisions left out",
      value: count(leftOut.ineligible + leftOut.anonymous),
      note: `not eligible, or without a known ${unit}`,
    },
  ];
}
