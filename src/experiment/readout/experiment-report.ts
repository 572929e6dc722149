import { isInsufficient } from "../../kernel/index.ts";
import {
  type Block,
  callout,
  type Document,
  estimate,
  type IntervalItem,
  intervalPlot,
  type KeyValue,
  keyValues,
  quantity,
  type Section,
  type Value,
  words,
} from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { counted, type ReadoutWording, type Scale, scaled } from "../journal-readout/words.ts";
import { noveltySection, segmentSection, toldOf } from "./detail-sections.ts";
import type { Effect } from "./effect.ts";
import { decidingLook, experimentSentence, moneyOf, moneyScale, toneOfCall } from "./experiment-words.ts";
import { guardrailSection, metricsSection, shortP, toneOf } from "./metrics-section.ts";
import type { ExperimentReadout } from "./read-statistics.ts";
import { isInvalidating, wordReason } from "./reasons.ts";

/** The report on an experiment in all its metrics: the verdict for whoever decides, the numbers for whoever checks. */
export function experimentReport(readout: ExperimentReadout, wording: ReadoutWording): Document {
  const units = Object.values(readout.units).reduce((sum, count) => sum + count, 0);
  return {
    title: `Experiment ${readout.experiment}`,
    subtitle: `${counted(units, wording.unit ?? "entity")}, ${Object.keys(readout.units).join(" against ")}; randomised, measured`,
    verdict: { tone: toneOfCall(readout), text: experimentSentence(readout, wording) },
    summary: readout.verdict.reasons.map(wordReason),
    sections: [
      ...effectSections(readout, wording),
      ...readout.segments
        .filter(({ metric }) => metric === moneyOf(readout)?.metric.name)
        .map((one) => segmentSection(one, toldOf(moneyOf(readout)?.metric, moneyScale(readout, wording)))),
      ...readout.novelty.map((one) => noveltySection(one)),
      trustSection(readout),
    ],
  };
}

/** What the arms bring: in money, in every metric, and against the guardrails. */
export function effectSections(readout: ExperimentReadout, wording: ReadoutWording): readonly Section[] {
  const guardrails = readout.metrics.filter(({ metric }) => metric.role === "guardrail");
  return [
    moneySection(readout, wording),
    ...(readout.metrics.length > 1 ? [metricsSection(readout, wording)] : []),
    ...(guardrails.length > 0 ? [guardrailSection(readout, guardrails)] : []),
  ];
}

function moneySection(readout: ExperimentReadout, wording: ReadoutWording): Section {
  const scale = moneyScale(readout, wording);
  const effects = moneyOf(readout)?.effects ?? [];
  return {
    title: "What it brings",
    lead: `Money ${scale.words} more than “${readout.control}”.`,
    blocks: [
      intervalPlot({
        title: `Money ${scale.words} more than “${readout.control}”`,
        value: { label: `Money ${scale.words}`, unit: { currency: scale.currency } },
        items: effects.map((effect): IntervalItem => {
          const interval = decidingLook(effect, readout);
          return { name: effect.arm, estimate: scaled(interval, scale), tone: toneOf(interval) };
        }),
        reference: { at: 0, label: "no difference" },
      }),
      ...effects.map((effect) => moneyFacts(effect, scale)),
    ],
  };
}

function signed(found: Estimated, scale: Scale): Value {
  const on = scaled(found, scale);
  return isInsufficient(on) ? on : estimate(on, { currency: scale.currency }, { signed: true });
}

function moneyFacts({ arm, fixed, alwaysValid, relative, belief, kept }: Effect, scale: Scale): Block {
  return keyValues([
    { name: `“${arm}” ${scale.words}`, value: signed(fixed, scale), note: "for one look at a size planned before" },
    { name: "The same, always valid", value: signed(alwaysValid, scale), note: "holds however often one looks" },
    ...(isInsufficient(relative) ? [] : [{ name: "Relative", value: estimate(relative, "percent", { signed: true }) }]),
    {
      name: "Chance that it brings more",
      value: chanceOf(belief),
      note: "for whoever believed nothing before (Bayes)",
    },
    {
      name: "p-value",
      value: isInsufficient(fixed) ? fixed : shortP(fixed.pValue),
      note: "of one look, if there were no difference",
    },
    ...(kept < 1
      ? [{ name: "Variance taken away by its past", value: quantity(1 - kept, "percent"), note: "CUPED" }]
      : []),
  ]);
}

/** Nothing that was measured is certain. */
function chanceOf(belief: Effect["belief"]): Value {
  if (isInsufficient(belief)) return belief;
  if (belief.better > 0.999) return words("above 99.9%");
  return belief.better < 0.001 ? words("below 0.1%") : quantity(belief.better, "percent");
}

/** Whether the data can be concluded from at all, and what else there is to know of them. */
export function trustSection({ split, units, verdict }: ExperimentReadout, more: readonly KeyValue[] = []): Section {
  const broken = verdict.reasons.filter(isInvalidating);
  return {
    title: "Can it be trusted?",
    blocks: [
      ...broken.map((reason) => callout("bad", wordReason(reason))),
      keyValues([
        {
          name: "p-value of the split",
          value: isInsufficient(split) ? split : shortP(split.pValue),
          note: "broken below 0.001",
        },
        ...(more.length > 0
          ? more
          : Object.entries(units).map(([arm, count]) => ({ name: `“${arm}”`, value: quantity(count, "count") }))),
      ]),
    ],
  };
}
