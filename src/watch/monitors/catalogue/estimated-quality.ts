import { isInsufficient, milliseconds } from "../../../kernel/index.ts";
import { isAnswerPayoff, type Stakes, stakesOf } from "../../../objective/index.ts";
import { DEFAULT_LEVEL, type WeightedMoments } from "../../../stats/index.ts";
import { isActing, outcomesOf, type SystemDefinition, targetsOf } from "../../../system/index.ts";
import { estimateQuality, type QualityBeforeLabels, type QualityEstimate } from "../../quality/estimate-quality.ts";
import { type Reconciled, reconcile } from "../../quality/reconcile.ts";
import type { Seen } from "../../seen/seen.ts";
import { either } from "../evidence/combine.ts";
import { beyondEvidence } from "../followed/beyond.ts";
import { type CaseSpread, caseVariance, learnSpread, noSpread, type Spreads } from "../followed/case-spread.ts";
import { type Followed, follow, type Heard, readingsOfHeard, type Subject } from "../followed/followed.ts";
import { reachOfHead } from "../followed/heads.ts";
import { wordNumber, wordUsual } from "../followed/words.ts";
import { defineMonitor, type Monitor, type MonitorContext, type Reading } from "../monitor.ts";

/** An estimate of the log loss that labels have not confirmed yet. */
export interface Pending {
  readonly from: number;
  readonly to: number;
  readonly n: number;
  readonly value: number;
  readonly fromSampling: number;
  readonly fromCalibration: number;
}

export interface EstimateState {
  readonly followed: Followed;
  /** By head, oldest first. */
  readonly pending: Readonly<Record<string, readonly Pending[]>>;
  /** By head, how far cases differ in what is estimated of them. */
  readonly spreads: Spreads;
}

/** Estimates that wait for labels, at most; where windows are longer than so many periods nothing is reconciled. */
const MOST_PENDING = 2_200;

/**
 * Quality of probabilities before labels are known, from the reference's calibration; once labels are, whether the truth was
 * inside the interval: where it was not, what the estimate assumes did not hold.
 */
export const estimatedQuality: Monitor<Record<never, never>, EstimateState> = defineMonitor({
  about: "quality before labels are known, and whether labels then agree",
  kinds: ["quality.estimated-worse", "quality.estimate-failed"],
  params: {},
  restartsWithReference: true,
  start: (): EstimateState => ({ followed: {}, pending: {}, spreads: {} }),
  step(state, period, { context }) {
    let { followed, pending, spreads } = state;
    const readings = binaryHeads(context.system).flatMap((name): readonly Reading[] => {
      const estimate = estimateOf(name, period, context);
      const waiting = [...(pending[name] ?? []), ...pendingOf(estimate, period)];
      const due = dueIn(name, period, context);
      pending = { ...pending, [name]: waiting.filter(({ to }) => to > due.to).slice(-MOST_PENDING) };
      const reconciled = reconciledOf(waiting, due, period.labels[name]?.loss);
      const spread = spreadOf(spreads[name] ?? noSpread, estimate, context);
      spreads = { ...spreads, [name]: spread };
      const before = estimate === undefined ? [] : estimateSubjects({ name, estimate, spread }, context);
      const after = reconciled === undefined ? [] : [reconcileSubject({ name, reconciled }, context)];
      const next = follow(followed, { ...context, from: period.from }, [...before, ...after]);
      followed = next.followed;
      return next.heard.flatMap((heard) =>
        heard.subject === after[0] && reconciled !== undefined
          ? againstInterval(heard, reconciled)
          : readingsOfHeard(heard),
      );
    });
    return { state: { followed, pending, spreads }, readings };
  },
});

function binaryHeads({ heads }: SystemDefinition): readonly string[] {
  return Object.entries(heads).flatMap(([name, { task }]) => (task === "binary" ? [name] : []));
}

function outcomeOf({ heads }: SystemDefinition, name: string): string | undefined {
  const head = heads[name];
  return head === undefined ? undefined : outcomesOf(head)[0];
}

function estimateOf(
  name: string,
  { heads, acted }: Seen,
  { system, reference }: MonitorContext,
): QualityBeforeLabels | undefined {
  const layout = reference?.layout.heads[name];
  const output = heads[name];
  if (layout === undefined || output === undefined) return undefined;
  const known = reference?.seen.labels[name];
  const decided = isActing(system) ? { count: acted } : { from: 0.5 };
  const estimate = estimateQuality({ layout, output, known, acted: decided, stakes: stakesIn(system, name) });
  return isInsufficient(estimate) ? undefined : estimate;
}

/** What is at stake where one head alone decides whether to act, by the outcome that it predicts. */
function stakesIn(system: SystemDefinition, name: string): Stakes | undefined {
  const { objective, heads } = system;
  const isAlone = Object.keys(heads).length === 1 && targetsOf(system)[0] === outcomeOf(system, name);
  return isAlone && isActing(system) && !isAnswerPayoff(objective.payoff) ? stakesOf(objective) : undefined;
}

function pendingOf(estimate: QualityBeforeLabels | undefined, { from, to }: Seen): readonly Pending[] {
  const loss = estimate?.measures.logLoss;
  if (estimate === undefined || loss === undefined) return [];
  const { value, fromSampling, fromCalibration } = loss;
  return [{ from, to, n: estimate.n, value, fromSampling, fromCalibration }];
}

/** When the decisions were made whose window closed in the period. */
function dueIn(
  name: string,
  { from, to }: Seen,
  { system }: MonitorContext,
): { readonly from: number; readonly to: number } {
  const outcome = system.outcomes[outcomeOf(system, name) ?? ""];
  const within = outcome === undefined ? 0 : milliseconds(outcome.within);
  return { from: from - within, to: to - within };
}

/** The estimates of those decisions as one, against what labels showed: the calibration's error is common to all. */
function reconciledOf(
  waiting: readonly Pending[],
  due: { readonly from: number; readonly to: number },
  found: WeightedMoments | undefined,
): Reconciled | undefined {
  const of = waiting.filter(({ from, to }) => from < due.to && to > due.from);
  const n = of.reduce((sum, one) => sum + one.n, 0);
  if (found === undefined || n === 0) return undefined;
  const mean = (value: (one: Pending) => number): number => of.reduce((sum, one) => sum + one.n * value(one), 0) / n;
  const reconciled = reconcile({
    ...{ n, found },
    estimate: {
      ...{ value: mean(({ value }) => value), level: DEFAULT_LEVEL },
      fromSampling: Math.hypot(...of.map((one) => (one.n * one.fromSampling) / n)),
      fromCalibration: mean(({ fromCalibration }) => fromCalibration),
    },
  });
  return isInsufficient(reconciled) ? undefined : reconciled;
}

/** What is followed: money where it can be said, else the log loss. */
function followedMeasure({
  measures: { moneyPerDecision, logLoss },
}: QualityBeforeLabels): QualityEstimate | undefined {
  return moneyPerDecision ?? logLoss;
}

function spreadOf(
  before: CaseSpread,
  estimate: QualityBeforeLabels | undefined,
  { periodMs }: MonitorContext,
): CaseSpread {
  const measure = estimate === undefined ? undefined : followedMeasure(estimate);
  if (estimate === undefined || measure === undefined) return before;
  return learnSpread(before, { n: estimate.n, squares: (estimate.n * measure.fromCases) ** 2, periodMs });
}

interface BeforeLabels {
  readonly name: string;
  readonly estimate: QualityBeforeLabels;
  readonly spread: CaseSpread;
}

/** Standard deviation between periods that is thought usual, in those of single cases. */
const GUESS = 0.05;

/** Nothing while cases do not differ: then the estimate cannot get worse by which of them come. */
function estimateSubjects({ name, estimate, spread }: BeforeLabels, { system }: MonitorContext): readonly Subject[] {
  const followed = followedMeasure(estimate);
  const perCase = caseVariance(spread);
  if (followed === undefined || perCase === 0) return [];
  const { moneyPerDecision, rocAuc } = estimate.measures;
  const isMoney = moneyPerDecision !== undefined;
  const unit = isMoney ? system.objective.currency : "log loss";
  const { value, low, high } = followed;
  const auc = rocAuc === undefined ? "" : `, with a ROC AUC of ${wordNumber(rocAuc.value)}`;
  return [
    {
      ...{ key: `estimated ${name}`, measure: { value, variance: perCase / estimate.n } },
      guess: GUESS * Math.sqrt(perCase),
      side: isMoney ? "below" : "above",
      reading: ({ usual }) => ({
        ...{ kind: "quality.estimated-worse", about: { part: "head", name }, reach: reachOfHead(system, name), unit },
        says: `before labels, ${isMoney ? "a decision" : "the log loss"} of ${name} is estimated at ${wordNumber(value)} ${unit} (${wordNumber(low)} to ${wordNumber(high)})${wordUsual(usual, wordNumber)}${auc}, if scores mean what they meant`,
      }),
    },
  ];
}

interface AfterLabels {
  readonly name: string;
  readonly reconciled: Reconciled;
}

function reconcileSubject({ name, reconciled }: AfterLabels, { system }: MonitorContext): Subject {
  const { z, found, low, high, isInside } = reconciled;
  const verdict = isInside ? "as it stated" : "outside of it: scores no longer mean what they meant";
  return {
    ...{ key: `reconciled ${name}`, measure: { value: z, variance: 1 }, guess: 0.5 },
    reading: () => ({
      ...{
        kind: "quality.estimate-failed",
        about: { part: "head", name },
        unit: "log loss",
        reach: reachOfHead(system, name),
      },
      says: `before labels the log loss of ${name} was put between ${wordNumber(low)} and ${wordNumber(high)}, and labels showed ${wordNumber(found)}, ${verdict}`,
    }),
  };
}

/** So far out, in standard deviations, the error of one calibration alone does not put all periods. */
const SURELY = 3;

/**
 * Half on what is usual of the distance, half on its own size: a promise that fails from the first day on never looks unusual.
 * Labels of one period may have a cause in common, such as the prices of a day, so its size is told by how periods scatter, and
 * nothing while that is being learned.
 */
function againstInterval({ looked, subject }: Heard, { z, found, low, high }: Reconciled): readonly Reading[] {
  const { expected } = looked;
  const scatter = expected === null ? Number.NaN : Math.max(1, (expected.high - expected.mean) / 3);
  const outside = beyondEvidence({ value: Math.abs(z), line: SURELY, deviation: scatter, wrong: "above" });
  return readingsOfHeard({ looked, subject }).map((reading) => ({
    ...{ ...reading, value: found, expected: [low, high] as const },
    evidence: reading.over === "day" ? reading.evidence : either(reading.evidence, outside),
  }));
}
