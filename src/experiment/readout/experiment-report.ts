import { isInsufficient } from "../../kernel/index.ts";
import {
  type Block,
  callout,
  type Document,
  estimate,
  type IntervalItem,
  intervalPlot,
  keyValues,
  quantity,
  type Section,
  type Tone,
  table,
  type Value,
  words,
} from "../../report/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { counted, type ReadoutWording, type Scale, scaled } from "../journal-readout/words.ts";
import type { Effect } from "./effect.ts";
import { decidingLook, experimentSentence, moneyOf, moneyScale, toneOfCall } from "./experiment-words.ts";
import type { Novelty } from "./novelty.ts";
import type { ExperimentReadout, MetricReadout } from "./read-statistics.ts";
import { isInvalidating, wordReason } from "./reasons.ts";
import type { Segmented } from "./segments.ts";

/** The report on an experiment in all its metrics: the verdict for whoever decides, the numbers for whoever checks. */
export function experimentReport(readout: ExperimentReadout, wording: ReadoutWording): Document {
  const units = Object.values(readout.units).reduce((sum, count) => sum + count, 0);
  const guardrails = readout.metrics.filter(({ metric }) => metric.role === "guardrail");
  return {
    title: `Experiment ${readout.experiment}`,
    subtitle: `${counted(units, wording.unit ?? "entity")}, ${Object.keys(readout.units).join(" against ")}; randomised, measured`,
    verdict: { tone: toneOfCall(readout), text: experimentSentence(readout, wording) },
    summary: readout.verdict.reasons.map(wordReason),
    sections: [
      moneySection(readout, wording),
      metricsSection(readout),
      ...(guardrails.length > 0 ? [guardrailSection(readout, guardrails)] : []),
      ...readout.segments.filter(({ metric }) => metric === moneyOf(readout)?.metric.name).map(segmentSection),
      ...readout.novelty.map(noveltySection),
      trustSection(readout),
    ],
  };
}

function toneOf(interval: Estimated, good: 1 | -1 = 1): Tone {
  if (isInsufficient(interval)) return "unknown";
  if (interval.low > 0) return good > 0 ? "good" : "bad";
  if (interval.high < 0) return good > 0 ? "bad" : "good";
  return "neutral";
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
  const chance: Value = isInsufficient(belief) ? belief : quantity(belief.better, "percent");
  return keyValues([
    { name: `“${arm}” ${scale.words}`, value: signed(fixed, scale), note: "for one look at a size planned before" },
    { name: "The same, always valid", value: signed(alwaysValid, scale), note: "holds however often one looks" },
    { name: "Relative", value: isInsufficient(relative) ? relative : estimate(relative, "percent", { signed: true }) },
    { name: "Chance that it brings more", value: chance },
    ...(kept < 1 ? [{ name: "Variance left by what was known before", value: quantity(kept, "percent") }] : []),
  ]);
}

function metricsSection({ metrics, correction, verdict }: ExperimentReadout): Section {
  const rows = metrics.flatMap(({ metric, effects, corrected }) =>
    effects.map((effect, i): readonly Value[] => {
      const interval = decidingLook(effect, { verdict });
      const p = corrected[i] ?? null;
      return [
        metric.role === "success" ? metric.name : `${metric.name} (${metric.role})`,
        effect.arm,
        isInsufficient(interval) ? interval : estimate(interval, "number", { signed: true }),
        isInsufficient(effect.relative) ? "" : quantity(effect.relative.value, "percent", { signed: true }),
        p === null ? "" : shortP(p),
        wordCourse(interval, metric.direction),
      ];
    }),
  );
  const by = correction === "bonferroni" ? "Bonferroni" : "Benjamini and Hochberg";
  return {
    title: "All metrics",
    lead: `Difference from the control. P-values of success metrics are corrected for their number (${by}).`,
    blocks: [table(["Metric", "Arm", "Difference", "Relative", { name: "p", align: "right" }, "Says"], rows)],
  };
}

function wordCourse(interval: Estimated, direction: "increase" | "decrease"): Value {
  if (isInsufficient(interval)) return "";
  const tone = toneOf(interval, direction === "increase" ? 1 : -1);
  const text = { good: "better", bad: "worse", neutral: "not told apart", unknown: "" }[tone];
  return text === "" ? "" : words(text, { tone });
}

function shortP(p: number): Value {
  return p < 0.0001 ? words("below 0.0001") : quantity(Number(p.toPrecision(2)), "number");
}

function guardrailSection({ verdict }: ExperimentReadout, guardrails: readonly MetricReadout[]): Section {
  const items = guardrails.flatMap(({ metric, effects }) =>
    effects.flatMap((effect): readonly IntervalItem[] => {
      const found = effect.aboveMargin?.[verdict.rule === "fixed-horizon" ? "fixed" : "alwaysValid"];
      if (found === undefined) return [];
      return [{ name: `${metric.name}, ${effect.arm}`, estimate: found, tone: toneOf(found) }];
    }),
  );
  return {
    title: "Guardrails",
    lead: "How far each stays above its margin. Wholly right of the line: shown to hold. Wholly left: shown to be broken.",
    blocks: [
      intervalPlot({
        title: "Distance from the margin, in the metric's own unit",
        value: { label: "Distance from the margin" },
        items,
        reference: { at: 0, label: "the margin" },
      }),
    ],
  };
}

function segmentSection({ arm, metric, by, effects, spread, pValue }: Segmented): Section {
  const differ = isInsufficient(pValue) ? "" : ` That it is the same everywhere: p = ${pValue.toPrecision(2)}.`;
  return {
    title: `“${arm}” on ${metric}, by ${by}`,
    lead: `Effects drawn towards what all have in common, as far as their noise demands: what to expect of each.${differ}`,
    blocks: [
      table(
        [by, { name: "measured alone", align: "right" }, { name: "to be expected", align: "right" }],
        effects.map(({ segment, alone, shrunk }) => [segment, plain(alone), plain(shrunk)]),
      ),
      keyValues([
        {
          name: "True effects differ by",
          value: isInsufficient(spread) ? spread : quantity(spread, "number"),
          note: "standard deviation",
        },
      ]),
    ],
    detail: true,
  };
}

function plain(found: Estimated): Value {
  return isInsufficient(found) ? found : estimate(found, "number", { signed: true });
}

function noveltySection({ arm, metric, byDay, change, course }: Novelty): Section {
  const said = {
    steady: "The effect does not move with the days since first exposure.",
    fades: "The effect fades with the days since first exposure.",
    grows: "The effect grows with the days since first exposure.",
    unknown: "Whether the effect moves cannot be said yet.",
  };
  return {
    title: `Does “${arm}” last? ${metric} by day`,
    lead: said[course],
    blocks: [
      intervalPlot({
        title: "Effect by day since first exposure",
        value: { label: metric },
        items: byDay.map((found, day) => ({ name: `day ${day}`, estimate: found, tone: "neutral" })),
        reference: { at: 0, label: "no effect" },
      }),
      keyValues([{ name: "Later half less earlier half", value: plain(change) }]),
    ],
    detail: true,
  };
}

function trustSection({ split, units, verdict }: ExperimentReadout): Section {
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
        ...Object.entries(units).map(([arm, count]) => ({ name: `“${arm}”`, value: quantity(count, "count") })),
      ]),
    ],
  };
}
