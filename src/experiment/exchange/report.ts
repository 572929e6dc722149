import { type Insufficient, isInsufficient } from "../../kernel/index.ts";
import {
  count,
  type Document,
  estimate,
  keyValues,
  list,
  type ScatterFit,
  type Section,
  scatterPlot,
  table,
  type Unit,
} from "../../report/index.ts";
import { criticalValue, type Estimate } from "../../stats/index.ts";
import { MONEY_PER_DECISION } from "../archive/comparison.ts";
import type { Delta } from "../archive/delta.ts";
import { forecastLift } from "./forecast.ts";
import type { ExchangeQuestion } from "./pairs.ts";
import { differsBySystem, type ExchangeRate } from "./rate.ts";
import {
  exchangeSentence,
  leftOutSentences,
  perPortion,
  portionOf,
  type TargetScale,
  targetScale,
  wordMetric,
} from "./words.ts";

/** What a metric has been worth online: the sentence, the picture, and what it rests on. */
export function exchangeReport(rate: ExchangeRate | Insufficient, question: ExchangeQuestion): Document {
  const { metric, target = MONEY_PER_DECISION, where = "offline" } = question;
  const title = `What ${wordMetric(metric)} has been worth`;
  const text = exchangeSentence(rate, question);
  const subject = `${where} ${wordMetric(metric)} against online ${wordMetric(target)}`;
  if (isInsufficient(rate)) {
    const next = "Finished experiments fill the archive; `alidade experiments add` takes those of another tool.";
    return {
      title,
      subtitle: subject,
      verdict: { tone: "unknown", text },
      summary: [next],
      sections: [],
    };
  }
  const { low, high } = rate.rate;
  const tone = low > 0 ? "good" : high < 0 ? "bad" : "unknown";
  return {
    title,
    subtitle: `${subject}; randomised comparisons, corrected for the noise of both`,
    verdict: { tone, text },
    summary: [scatterSentence(rate), "It tells what to expect of a candidate. It is a forecast, and no proof."],
    sections: [pictureSection(rate), systemsSection(rate), fitSection(rate)],
  };
}

/** How well the metric tells the lift, in words. A few dozen comparisons know a share to a tenth at best. */
function scatterSentence({ model, target, currency, comparisons }: ExchangeRate): string {
  const explained = (model.slope * model.spread) ** 2;
  const all = explained + model.scatter ** 2;
  const share = all === 0 ? 0 : explained / all;
  const scale = targetScale({ target, currency }, model.scatter);
  const part = share < 0.05 ? "next to nothing" : `about ${10 * Math.round(share * 10)}%`;
  return `Of what makes true lifts differ, the metric accounts for ${part}; the rest scatters by ${scale.amount(model.scatter)} ${scale.per} (one standard deviation, ${comparisons} comparisons).`;
}

function interval({ value, standardError }: Delta, by = 1): Omit<Estimate, "level"> {
  const half = criticalValue(0.95) * standardError;
  return { value: value * by, low: (value - half) * by, high: (value + half) * by };
}

function scaleOf(rate: ExchangeRate): { readonly scale: TargetScale; readonly unit: Unit; readonly label: string } {
  const sizes = rate.pairs.map(({ y }) => Math.abs(y.value)).sort((a, b) => a - b);
  const scale = targetScale(rate, sizes[sizes.length >> 1] ?? 0);
  if (rate.target !== MONEY_PER_DECISION) return { scale, unit: "number", label: `Online lift in ${rate.target}` };
  return { scale, unit: { currency: rate.currency }, label: `Online lift in ${rate.currency} ${scale.per}` };
}

function pictureSection(rate: ExchangeRate): Section {
  const { scale, unit, label } = scaleOf(rate);
  const where = rate.where === "offline" ? "Offline" : "Online";
  return {
    title: "Promised and kept",
    lead: "Each dot is one finished comparison; its whiskers are what chance leaves open (95%). The band is where the next comparison's true lift should fall.",
    blocks: [
      scatterPlot({
        title: `${where} ${wordMetric(rate.metric)} against online ${wordMetric(rate.target)}`,
        x: { label: `${where} delta in ${wordMetric(rate.metric)}` },
        y: { label, unit },
        dots: rate.pairs.map(({ system, experiment, x, y }) => ({
          name: `${system}, ${experiment}`,
          group: system,
          x: interval(x),
          y: interval(y, scale.times),
        })),
        fit: fitOf(rate, scale),
        references: [
          { axis: "x", at: 0, label: "no difference" },
          { axis: "y", at: 0, label: "no lift" },
        ],
      }),
    ],
  };
}

const STEPS = 40;

/** The line and the prediction band of a system that nobody has seen yet, for deltas known exactly. */
function fitOf(rate: ExchangeRate, { times }: TargetScale): ScatterFit {
  const deltas = rate.pairs.map(({ x }) => x.value);
  const [from, to] = [Math.min(...deltas, 0), Math.max(...deltas, 0)];
  const places = Array.from({ length: STEPS + 1 }, (_, i) => from + ((to - from) * i) / STEPS);
  const lifts = places.flatMap((at) => {
    const lift = forecastLift(rate, { system: "", delta: { value: at, standardError: 0 } });
    return isInsufficient(lift) ? [] : [{ at, lift }];
  });
  return {
    name: "What was fitted",
    points: lifts.map(({ at, lift }) => [at, lift.value * times] as const),
    band: lifts.map(({ at, lift }) => [at, lift.low * times, lift.high * times] as const),
  };
}

function systemsSection(rate: ExchangeRate): Section {
  const portion = portionOf(rate.metric);
  const scale = targetScale(rate, perPortion(rate.rate, portion).value);
  const unit: Unit = scale.per === "" ? "number" : { currency: rate.currency };
  const shown = (found: Estimate) => {
    const { value, low, high } = perPortion(found, portion);
    return estimate({ value: value * scale.times, low: low * scale.times, high: high * scale.times }, unit, {
      signed: true,
    });
  };
  return {
    title: "By system",
    lead: differsBySystem(rate)
      ? "Each system's own rate, pulled towards all systems' as far as its comparisons are few."
      : "One rate for all: too few comparisons of each system to tell them apart.",
    blocks: [
      table(
        [
          "System",
          { name: "comparisons", unit: "count" },
          { name: `worth of ${portion.size} ${scale.per}`.trim(), align: "right" },
        ],
        [
          ...rate.systems.map(({ system, comparisons, rate: own }) => [system, comparisons, shown(own)]),
          ["all", rate.comparisons, shown(rate.rate)],
        ],
      ),
    ],
  };
}

function fitSection(rate: ExchangeRate): Section {
  const { model } = rate;
  const left = leftOutSentences(rate);
  return {
    title: "What it rests on",
    detail: true,
    blocks: [
      keyValues([
        { name: "Comparisons", value: count(rate.comparisons) },
        { name: "p-value", value: rate.rate.pValue, note: "of no relation at all" },
        { name: "Spread of true deltas", value: model.spread, note: "one standard deviation, noise taken off" },
        { name: "Lift at a delta of nothing", value: model.intercept },
        { name: "Scatter of true lifts", value: model.scatter, note: "around the line" },
        { name: "Spread of rates between systems", value: model.slopeSpread },
      ]),
      ...(left.length === 0 ? [] : [list(left)]),
    ],
  };
}
