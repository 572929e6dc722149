import { effectiveSize } from "../../../stats/index.ts";
import { type CalibrationEffects, noCalibrationEffects, stepEffects } from "../../quality/calibration-effects.ts";
import { withoutDaysOf } from "../../quality/days-of-others.ts";
import { promisedBy } from "../../quality/promised-effect.ts";
import { recalibration } from "../../quality/recalibration.ts";
import type { LabelSeen, Seen } from "../../seen/seen.ts";
import { type Measure, measureShare, shareAt } from "../evidence/measures.ts";
import type { Stand } from "../followed/beyond.ts";
import { type Followed, follow, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { type LabelledHead, labelledHeads, reachOfHead } from "../followed/heads.ts";
import { labelFreedom, labelVariance } from "../followed/label-chance.ts";
import { wordNumber, wordShare } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext, type Reading } from "../monitor.ts";

/** By name of what is measured what is usual, and by head how labels depart from what it foresaw. */
export interface CalibrationState {
  readonly followed: Followed;
  readonly effects: Readonly<Record<string, CalibrationEffects>>;
}

/** Whether probabilities and values still mean what they say: too high or too low at all, or too sure of themselves. */
export const liveCalibration: Monitor<Record<never, never>, CalibrationState> = defineMonitor({
  about: "whether probabilities still mean what they say, as labels become known",
  kinds: ["calibration.gap", "calibration.slope"],
  params: {},
  restartsWithReference: true,
  start: (): CalibrationState => ({ followed: {}, effects: {} }),
  step({ followed: before, effects: of }, period, { context }) {
    const { effects, days } = daysOf(of, context, period);
    const { followed, heard } = follow(before, { ...context, from: period.from }, subjectsOf(context, period));
    const periods = withoutDaysOf(days, heard.flatMap(readingsOfHeard));
    return { state: { followed, effects }, readings: [...periods, ...days] };
  },
});

/** Days, of heads whose labels become known one by one: of a yes or no more is told than what closed windows say. */
function daysOf(
  before: CalibrationState["effects"],
  { system, periodMs, reference }: MonitorContext,
  period: Seen,
): { readonly effects: CalibrationState["effects"]; readonly days: readonly Reading[] } {
  let effects = before;
  const days = labelledHeads(system, period).flatMap((one): readonly Reading[] => {
    const { name } = one;
    const step = stepEffects(effects[name] ?? noCalibrationEffects, one, {
      ...{ from: period.from, periodMs },
      promised: promisedBy(reference?.seen.labels[name]),
    });
    effects = { ...effects, [name]: step.effects };
    const of = { about: { part: "head", name }, reach: reachOfHead(system, name) } as const;
    return step.readings.map((reading) => ({ ...reading, ...of }));
  });
  return { effects, days };
}

function subjectsOf(context: MonitorContext, period: Seen): readonly Subject[] {
  return labelledHeads(context.system, period).flatMap((one) => [...gapOf(one, context), ...slopeOf(one, context)]);
}

/** Labels less predictions, on average: of yes and no as angles, since few of something rare are no normal number. */
function gapOf(one: LabelledHead, { system, reference }: MonitorContext): readonly Subject[] {
  const { name, seen, outcome, isBinary } = one;
  const n = effectiveSize(seen.labels);
  if (n < 2) return [];
  const { labels, predicted } = seen;
  const gap = isBinary ? angleGap(seen, n) : valueGap(seen, n);
  const word = isBinary ? wordShare : wordNumber;
  return [
    {
      ...{ key: `gap ${name}`, guess: gap.guess, measure: gap.measure, shown: gap.shown },
      stand: standOf(reference?.seen.labels[name], gap.scale, isBinary),
      reading: () => ({
        ...{ kind: "calibration.gap", about: { part: "head", name }, reach: reachOfHead(system, name) },
        unit: isBinary ? "share" : "",
        says: `${name} foresaw ${word(predicted.mean)} where ${outcome} came to ${word(labels.mean)}`,
      }),
    },
  ];
}

/** A gap, how far one label is from its prediction on the same scale, what periods are thought to add, and what people read. */
interface Gap {
  readonly measure: Measure;
  readonly scale: number;
  readonly guess: number;
  readonly shown: (gap: number) => number;
}

/** An angle has the variance 1 / n of labels that are all foreseen alike; of others it is less by the part that predictions tell apart. */
function angleGap(seen: LabelSeen, n: number): Gap {
  const { labels, predicted } = seen;
  const share = Math.min(1 - 1e-6, Math.max(1e-6, predicted.mean));
  const left = Math.min(1, labelVariance(seen) / (share * (1 - share)));
  const [scale, foreseen] = [Math.sqrt(left), angleAt(share, n)];
  return {
    measure: { value: angleAt(labels.mean, n) - foreseen, variance: left / (n + 0.5) },
    ...{ scale, guess: SCATTER * scale, shown: (gap) => shareAt(foreseen + gap) - share },
  };
}

function valueGap({ labels, predicted, loss }: LabelSeen, n: number): Gap {
  const scale = Math.sqrt(loss.mean);
  const measure = { value: labels.mean - predicted.mean, variance: loss.mean / n };
  return { measure, scale, guess: 0.05 * scale, shown: (gap) => gap };
}

function angleAt(share: number, n: number): number {
  return measureShare(Math.min(1, Math.max(0, share)) * n, n)?.value ?? 0;
}

/** What periods add to a gap, and what may differ from training: so many times as much as labels vary. */
const SCATTER = 0.02;
const TOLERANCE = 0.05;

/** The gap of the training data. */
function standOf(known: LabelSeen | undefined, scale: number, isBinary: boolean): Stand {
  const n = known === undefined ? 0 : effectiveSize(known.labels);
  const expected =
    known === undefined || n < 2 ? 0 : (isBinary ? angleGap(known, n) : valueGap(known, n)).measure.value;
  return { expected, tolerance: TOLERANCE * scale, scatter: SCATTER * scale };
}

/** How much more log-odds of labels move than those of predictions: below 1, predictions are too sure of themselves. */
function slopeOf({ name, seen, isBinary }: LabelledHead, { system }: MonitorContext): readonly Subject[] {
  const fitted = isBinary ? recalibration(seen) : undefined;
  if (fitted === undefined) return [];
  const { slope, variance } = fitted;
  const freedom = labelFreedom(seen);
  return [
    {
      ...{ key: `slope ${name}`, guess: 0.05, measure: { value: slope, variance, freedom } },
      reading: ({ usual }) => ({
        ...{ kind: "calibration.slope", about: { part: "head", name }, reach: reachOfHead(system, name), unit: "" },
        says: `${name} is ${sureness(slope, usual ?? 1)}: log-odds of what happens grow by ${wordNumber(slope)} for each 1 that it says${usual === null ? "" : `, usually by ${wordNumber(usual)}`}`,
      }),
    },
  ];
}

const sureness = (slope: number, usual: number): string =>
  slope < usual ? "surer of itself than it may be" : "less sure of itself than it may be";
