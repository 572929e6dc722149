import { actShares, type Judged, type Metric, metrics, type Predictions } from "../../evaluate/index.ts";
import { known } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import type { Compute } from "../../store/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { headLabel, isLabelled } from "../dataset/head-label.ts";
import type { FittedHead } from "../fit/fit-heads.ts";
import { pickRows } from "../fit/join.ts";
import { shareNumbers } from "../fit/share.ts";
import type { TrainResult } from "../run/result.ts";
import { blendMetrics } from "./blend-metrics.ts";
import type { LearnedRun, Verdict } from "./judge-run.ts";
import { metricKernel } from "./metric-kernel.ts";

type HeadMetrics = Readonly<Record<string, Estimated>>;

export interface HeadCase {
  readonly dataset: Dataset;
  /** Numbers of the judged rows. */
  readonly rows: Int32Array;
  /** 1 where the policy acts: what precision and recall speak of. Null for a system that answers. */
  readonly actions: Promise<Uint8Array | null>;
}

/**
 * Every metric of a head's task, by camel-cased name, on the rows that the head had not seen. What is measured of the
 * scores alone does not wait for the actions.
 */
export async function headMetrics(
  { head, unseen, outputs, classes }: FittedHead,
  { dataset, rows, actions }: HeadCase,
  compute: Compute,
): Promise<HeadMetrics> {
  const label = headLabel(dataset, head);
  const seen = Int32Array.from(rows, (_, i) => i).filter((i) => isLabelled(label, rows[i] as number));
  const own = seen.map((i) => rows[i] as number);
  if (head.task === "blend") {
    const clusters = own.map((row) => dataset.entity[row] as number);
    return blendMetrics(head, label, { rows: own, scores: pickRows(unseen, seen, 1), clusters });
  }
  const { lists } = dataset;
  const predictions = {
    scores: shareNumbers(pickRows(unseen, seen, outputs)),
    labels: pickRows(label.values, own, label.perRow),
    labelsPerRow: label.perRow,
    ...(label.weight === undefined ? {} : { weights: pickRows(label.weight, own, 1) }),
    clusters: seen.map((i) => dataset.entity[rows[i] as number] as number),
    classes: outputs,
    names: classes,
    ...(lists === null ? {} : { groups: seen.map((i) => lists[rows[i] as number] as number) }),
  };
  const fitting = metrics.filter(({ tasks }) => tasks.includes(head.task));
  const [ofScores, ofActions] = [fitting.filter((each) => !each.ofActions), fitting.filter((each) => each.ofActions)];
  const acted = async (): Promise<Named> => {
    const acts = await actions;
    const taken = acts === null ? {} : { actions: Uint8Array.from(seen, (i) => acts[i] as number) };
    const names = namesOf(ofActions);
    return pairs(names, metricKernel.run({ names, predictions: { ...predictions, ...taken } }));
  };
  const found = await Promise.all([measureApart(ofScores, predictions, compute), acted()]);
  const byName = new Map(found.flat());
  return Object.fromEntries(fitting.map(({ name }) => [camel(name), known(byName.get(name), "a metric")]));
}

type Named = readonly (readonly [name: string, Estimated])[];

function namesOf(wanted: readonly Metric[]): readonly string[] {
  return wanted.map(({ name }) => name);
}

/**
 * Measures on two other threads. They get their work at once and not metric by metric, because this thread is about to
 * be too busy to hand it out.
 */
async function measureApart(wanted: readonly Metric[], predictions: Predictions, compute: Compute): Promise<Named> {
  const halves = [0, 1]
    .map((half) => namesOf(wanted.filter((_, i) => i % 2 === half)))
    .filter((names) => names.length > 0);
  const found = await compute.map(
    metricKernel,
    halves.map((names) => ({ names, predictions })),
  );
  return halves.flatMap((names, i) => pairs(names, known(found[i], "half of the metrics")));
}

function pairs(names: readonly string[], found: readonly Estimated[]): Named {
  return names.map((name, i) => [name, known(found[i], `metric ${name}`)]);
}

/** 1 where a competitor acts with certainty or by the larger chance. */
export function likelyActions(who: Parameters<typeof actShares>[0], judged: Judged): Uint8Array {
  return Uint8Array.from(actShares(who), (share, row) => (share >= 0.5 && judged.blocked[row] === 0 ? 1 : 0));
}

function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** What was learned, to be measured on the judged rows. */
export interface MeasuredWork extends Pick<LearnedRun, "heads" | "dataset"> {
  readonly rows: Int32Array;
  /** Metrics of what was done wait for it; the others do not. */
  readonly verdict: Promise<Verdict>;
}

/** Every head's metrics on the judged rows, by head and metric. */
export async function measureHeads(
  { heads, dataset, rows, verdict }: MeasuredWork,
  compute: Compute,
): Promise<TrainResult["metrics"]> {
  const actions = verdict.then(actionsOf);
  // Whoever awaits it first is told; until then nobody is.
  actions.catch(() => undefined);
  const measured: Record<string, HeadMetrics> = {};
  for (const head of heads) measured[head.name] = await headMetrics(head, { dataset, rows, actions }, compute);
  return measured;
}

function actionsOf(verdict: Verdict): Uint8Array | null {
  if (verdict.kind === "answer") return null;
  const { candidate, judged } = verdict;
  return likelyActions({ score: candidate.score, cutoff: judged.cutoff }, candidate.judged);
}
