import { actShares, type Judged, metrics } from "../evaluate/index.ts";
import { known } from "../kernel/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { Compute } from "../store/index.ts";
import { blendMetrics } from "./blend-metrics.ts";
import type { Dataset } from "./dataset.ts";
import type { FittedHead } from "./fit-heads.ts";
import { headLabel, isLabelled } from "./head-label.ts";
import { pickRows } from "./join.ts";
import type { JudgedRun, LearnedRun, Verdict } from "./judge-run.ts";
import { metricKernel } from "./metric-kernel.ts";
import type { TrainResult } from "./result.ts";
import { shareNumbers } from "./share.ts";

type HeadMetrics = Readonly<Record<string, Estimated>>;

export interface HeadCase {
  readonly dataset: Dataset;
  /** Numbers of the judged rows. */
  readonly rows: Int32Array;
  /** 1 where the policy acts: what precision and recall speak of. Null for a system that answers. */
  readonly actions: Uint8Array | null;
}

/** Every metric of a head's task, by camel-cased name, on the rows that the head had not seen. */
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
    ...(actions === null ? {} : { actions: Uint8Array.from(seen, (i) => actions[i] as number) }),
    ...(lists === null ? {} : { groups: seen.map((i) => lists[rows[i] as number] as number) }),
  };
  const fitting = metrics.filter(({ tasks }) => tasks.includes(head.task));
  const inputs = fitting.map(({ name }) => ({ metric: name, predictions }));
  const found = await compute.map(metricKernel, inputs);
  return Object.fromEntries(fitting.map(({ name }, i) => [camel(name), known(found[i], "a metric")]));
}

/** 1 where a competitor acts with certainty or by the larger chance. */
export function likelyActions(who: Parameters<typeof actShares>[0], judged: Judged): Uint8Array {
  return Uint8Array.from(actShares(who), (share, row) => (share >= 0.5 && judged.blocked[row] === 0 ? 1 : 0));
}

function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Every head's metrics on the judged rows, by head and metric. */
export async function measureHeads(
  { heads, dataset, rows, verdict }: LearnedRun & JudgedRun,
  compute: Compute,
): Promise<TrainResult["metrics"]> {
  const actions = actionsOf(verdict);
  const measured: Record<string, HeadMetrics> = {};
  for (const head of heads) measured[head.name] = await headMetrics(head, { dataset, rows, actions }, compute);
  return measured;
}

function actionsOf(verdict: Verdict): Uint8Array | null {
  if (verdict.kind === "answer") return null;
  const { candidate, judged } = verdict;
  return likelyActions({ score: candidate.score, cutoff: judged.cutoff }, candidate.judged);
}
