import { isInsufficient } from "../../kernel/index.ts";
import { estimateJson, type JsonEstimated, type ReadoutJson, readoutJson } from "../journal-readout/readout-json.ts";
import type { ReadoutWording } from "../journal-readout/words.ts";
import { moneyOf } from "../readout/experiment-words.ts";
import type { ExperimentReadout, MetricReadout } from "../readout/read-statistics.ts";
import { wordReason } from "../readout/reasons.ts";
import type { Segmented } from "../readout/segments.ts";
import { journalSentence } from "./journal-report.ts";
import { type JournalExperiment, moneyKind } from "./read-journal.ts";

/** One metric for other programs, in its own unit. */
export interface MetricJson {
  readonly name: string;
  readonly role: string;
  readonly direction: string;
  readonly arms: readonly { readonly arm: string; readonly value: JsonEstimated }[];
  readonly effects: readonly ({
    readonly arm: string;
    /** Share of the variance that the units' past has left. */
    readonly kept: number;
    /** Chance that the arm is better; null where it cannot be said. */
    readonly better: number | null;
    /** Corrected for the number of success metrics and arms; null where the metric is none. */
    readonly corrected: number | null;
  } & Readonly<Record<"fixed" | "alwaysValid" | "relative", JsonEstimated>> & {
      /** For a guardrail. */
      readonly aboveMargin?: JsonEstimated;
    })[];
}

/** A readout in all metrics for other programs: that of the money, and beside it every metric. */
export interface ExperimentJson extends Omit<ReadoutJson, "verdict"> {
  readonly verdict: Omit<ReadoutJson["verdict"], "reasons"> & {
    readonly reasons: readonly { readonly code: string; readonly message: string }[];
  };
  readonly metrics: readonly MetricJson[];
  readonly segments: readonly Segmented[];
  readonly novelty: ExperimentReadout["novelty"];
  readonly past: JournalExperiment["past"];
  /** The money of arms whose difference a few units carry, by resampling. */
  readonly resampled: readonly { readonly arm: string; readonly difference: JsonEstimated }[];
}

/** The readout in the shape that other tools rely on. */
export function experimentJson(found: JournalExperiment, wording: ReadoutWording): ExperimentJson {
  const { whole, plain, preliminary, past } = found;
  const { arm, call, rule, wrong } = whole.verdict;
  const reasons = whole.verdict.reasons.map((reason) => ({ ...reason, message: wordReason(reason) }));
  const sentence = journalSentence(found, wording);
  const base = readoutJson(plain, wording);
  return {
    ...base,
    verdict: {
      ...{ call, kind: moneyKind(whole), rule, wrong, preliminary, sentence, reasons },
      ...(arm === null ? {} : { arm }),
    },
    lifts: base.lifts.map((lift) => ({ ...lift, ...adjusted(whole, lift.arm) })),
    metrics: whole.metrics.map((metric) => metricJson(metric, whole)),
    segments: whole.segments,
    novelty: whole.novelty,
    past,
    resampled: found.resampled.map(({ arm, difference }) => ({ arm, difference: estimateJson(difference) })),
  };
}

/** The money as the verdict sees it. */
function adjusted(
  whole: ExperimentReadout,
  arm: string,
): Partial<Pick<ReadoutJson["lifts"][number], "perUnit" | "alwaysValid" | "relative">> {
  const effect = moneyOf(whole)?.effects.find((one) => one.arm === arm);
  if (effect === undefined) return {};
  const { fixed, alwaysValid, relative } = effect;
  return { perUnit: estimateJson(fixed), alwaysValid: estimateJson(alwaysValid), relative: estimateJson(relative) };
}

function metricJson({ metric, arms, effects, corrected }: MetricReadout, { verdict }: ExperimentReadout): MetricJson {
  const { name, role, direction } = metric;
  return {
    ...{ name, role, direction },
    arms: arms.map(({ arm, value }) => ({ arm, value: estimateJson(value) })),
    effects: effects.map(({ arm, fixed, alwaysValid, relative, belief, kept, aboveMargin }, i) => {
      const margin = aboveMargin?.[verdict.rule === "fixed-horizon" ? "fixed" : "alwaysValid"];
      return {
        ...{ arm, kept, corrected: corrected[i] ?? null },
        better: isInsufficient(belief) ? null : belief.better,
        fixed: estimateJson(fixed),
        alwaysValid: estimateJson(alwaysValid),
        relative: estimateJson(relative),
        ...(margin === undefined ? {} : { aboveMargin: estimateJson(margin) }),
      };
    }),
  };
}
