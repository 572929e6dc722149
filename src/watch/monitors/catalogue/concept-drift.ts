import { effectiveSize } from "../../../stats/index.ts";
import { type LossWatch, openLossWatch, watchLosses } from "../../quality/loss-watch.ts";
import { FEWEST_LABELS, type Surprise, surprise } from "../../quality/surprise.ts";
import type { LabelSeen } from "../../seen/seen.ts";
import { either } from "../evidence/combine.ts";
import { type Followed, follow, type Heard, type Subject } from "../followed/followed.ts";
import { type LabelledHead, labelledHeads, reachOfHead } from "../followed/heads.ts";
import { labelFreedom } from "../followed/label-chance.ts";
import { wordNumber } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext, type Reading } from "../monitor.ts";

export interface ConceptState {
  readonly followed: Followed;
  /** Detectors of change in the order of losses, by head. */
  readonly losses: Readonly<Record<string, LossWatch>>;
}

/**
 * Whether the same score stands for another chance, or another amount, than it did: labels are held against what the reference
 * showed at the same score, so that other cases (covariate shift) do not count. Detectors of change look at the order of losses.
 */
export const conceptDrift: Monitor<Record<never, never>, ConceptState> = defineMonitor({
  about: "whether the same score still stands for the same outcome",
  kinds: ["concept.drifted"],
  params: {},
  restartsWithReference: true,
  start: (): ConceptState => ({ followed: {}, losses: {} }),
  step(state, period, { context }) {
    let { followed, losses } = state;
    const heads = labelledHeads(context.system, period);
    const readings = heads.flatMap((one): readonly Reading[] => {
      const found = surprise(one.seen, knownOf(context, one), one.kind);
      if (found === undefined) return [];
      const before = losses[one.name] ?? openLossWatch(knownOf(context, one)?.loss.mean);
      const watch = watchLosses(before, one.seen.losses);
      const next = follow(followed, { ...context, from: period.from }, subjectsOf(one, found));
      followed = next.followed;
      losses = { ...losses, [one.name]: watch };
      return conceptReadings({ one, found, watch, heard: next.heard }, context);
    });
    const counts = heads.map(({ seen }) => effectiveSize(seen.labels));
    const most = {
      kinds: ["concept.drifted"],
      of: "labels of a head",
      n: Math.max(0, ...counts),
      least: FEWEST_LABELS,
    };
    return { state: { followed, losses }, readings, ...(heads.length === 0 ? {} : { counted: [most] }) };
  },
});

function knownOf({ reference }: MonitorContext, { name }: LabelledHead): LabelSeen | undefined {
  return reference?.seen.labels[name];
}

/** What is held against its usual size: labels at the same score, and the loss that these do not explain. */
function subjectsOf({ name, seen }: LabelledHead, { gaps, loss }: Surprise): readonly Subject[] {
  const reading: Subject["reading"] = () => ({
    ...{ kind: "concept.drifted", about: { part: "head", name }, unit: "log loss", reach: 1, says: name },
  });
  const common = { side: "above", reading } as const;
  const ofGaps: Subject = {
    ...{ ...common, key: `gaps ${name}`, measure: gaps, guess: 0.5 },
    stand: { expected: 0, tolerance: 0, scatter: 0, side: "above" },
  };
  if (loss === undefined) return [ofGaps];
  const tolerance = TOLERANCE * Math.max(0.05, loss.expected);
  return [
    ofGaps,
    {
      ...common,
      key: `excess ${name}`,
      measure: { ...loss.excess, freedom: labelFreedom(seen) },
      guess: 0.4 * tolerance,
      stand: { expected: 0, tolerance, scatter: 0.4 * tolerance, side: "above" },
    },
  ];
}

/** By which part the loss may be more than scores let expect: heads are never calibrated to the last digit. */
const TOLERANCE = 0.05;

interface Heads {
  readonly one: LabelledHead;
  readonly found: Surprise;
  readonly watch: LossWatch;
  readonly heard: readonly Heard[];
}

/** One bet, spread evenly over what was looked at. Until there is a baseline the detectors have none either. */
function conceptReadings({ one, found, watch, heard }: Heads, { system }: MonitorContext): readonly Reading[] {
  const isKnown = heard.every(({ looked }) => looked.expected !== null);
  const evidence = either(...heard.map(({ looked }) => looked.evidence), ...(isKnown ? [watch.evidence] : []));
  const reading: Reading = {
    ...{
      kind: "concept.drifted",
      about: { part: "head", name: one.name },
      reach: reachOfHead(system, one.name),
      evidence,
    },
    ...worded(one, found, watch),
  };
  const days = heard.flatMap(({ looked: { day } }) => (day === undefined ? [] : [day]));
  return days.length === 0 ? [reading] : [reading, { ...reading, evidence: either(...days), over: "day" }];
}

function worded(
  { name, outcome, seen }: LabelledHead,
  { gaps, loss }: Surprise,
  { changed }: LossWatch,
): Pick<Reading, "value" | "expected" | "unit" | "says"> {
  const heard = changed.length === 0 ? "" : `; in the order of losses a change was seen by ${changed.join(", ")}`;
  if (loss === undefined) {
    const says = `where ${name} says the same, ${outcome} is ${wordNumber(seen.labels.mean)}, and it foresaw ${wordNumber(seen.predicted.mean)}${heard}`;
    return { value: gaps.value, expected: [-3, 3], unit: "standard deviations", says };
  }
  const { found, expected, excess } = loss;
  const spread = 3 * Math.sqrt(excess.variance);
  return {
    ...{ value: found, expected: [expected - spread, expected + spread], unit: "log loss" },
    says: `the log loss of ${name} is ${wordNumber(found)} where its own scores let expect ${wordNumber(expected)}${heard}`,
  };
}
