import { actShares, type Judged, metrics } from "../evaluate/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { Dataset } from "./dataset.ts";
import type { FittedHead } from "./fit-heads.ts";
import { headLabel, isLabelled } from "./head-label.ts";
import { pickRows } from "./join.ts";
import type { JudgedRun, LearnedRun, Verdict } from "./judge-run.ts";
import type { TrainResult } from "./result.ts";

export interface HeadCase {
  readonly dataset: Dataset;
  /** Numbers of the judged rows. */
  readonly rows: Int32Array;
  /** 1 where the policy acts: what precision and recall speak of. Null for a system that answers. */
  readonly actions: Uint8Array | null;
}

/** Every metric of a head's task, by camel-cased name, on the rows that the head had not seen. */
export function headMetrics(
  { head, unseen, outputs, classes }: FittedHead,
  { dataset, rows, actions }: HeadCase,
): Readonly<Record<string, Estimated>> {
  const label = headLabel(dataset, head);
  const seen = Int32Array.from(rows, (_, i) => i).filter((i) => isLabelled(label, rows[i] as number));
  const { lists } = dataset;
  const predictions = {
    scores: pickRows(unseen, seen, outputs),
    labels: pickRows(
      label.values,
      seen.map((i) => rows[i] as number),
      label.perRow,
    ),
    labelsPerRow: label.perRow,
    clusters: seen.map((i) => dataset.entity[rows[i] as number] as number),
    classes: outputs,
    names: classes,
    ...(actions === null ? {} : { actions: Uint8Array.from(seen, (i) => actions[i] as number) }),
    ...(lists === null ? {} : { groups: seen.map((i) => lists[rows[i] as number] as number) }),
  };
  const fitting = metrics.filter(({ tasks }) => tasks.includes(head.task));
  return Object.fromEntries(fitting.map((metric) => [camel(metric.name), metric.compute(predictions)]));
}

/** 1 where a competitor acts with certainty or by the larger chance. */
export function likelyActions(who: Parameters<typeof actShares>[0], judged: Judged): Uint8Array {
  return Uint8Array.from(actShares(who), (share, row) => (share >= 0.5 && judged.blocked[row] === 0 ? 1 : 0));
}

function camel(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

/** Every head's metrics on the judged rows, by head and metric. */
export function measureHeads({ heads, dataset, rows, verdict }: LearnedRun & JudgedRun): TrainResult["metrics"] {
  const actions = actionsOf(verdict);
  return Object.fromEntries(heads.map((head) => [head.name, headMetrics(head, { dataset, rows, actions })]));
}

function actionsOf(verdict: Verdict): Uint8Array | null {
  if (verdict.kind === "answer") return null;
  const { candidate, judged } = verdict;
  return likelyActions({ score: candidate.score, cutoff: judged.cutoff }, candidate.judged);
}
