import { actShares, type Judged, metrics } from "../evaluate/index.ts";
import type { Estimated } from "../stats/index.ts";
import type { CandidateCase } from "./candidate.ts";
import type { Dataset } from "./dataset.ts";
import type { FittedHead } from "./fit-heads.ts";
import type { JudgedRun, LearnedRun } from "./judge-run.ts";
import type { TrainResult } from "./result.ts";

export interface HeadCase {
  readonly dataset: Dataset;
  readonly rows: Int32Array;
  readonly candidate: CandidateCase;
  /** 1 where the policy acts: what precision and recall speak of. */
  readonly actions: Uint8Array;
}

/** Every metric of a head's task, by camel-cased name, on the rows that the head had not seen. */
export function headMetrics(
  head: FittedHead,
  { dataset, rows, candidate, actions }: HeadCase,
): Readonly<Record<string, Estimated>> {
  const label = dataset.labels[head.head.label]?.values ?? new Float64Array(0);
  const seen = Int32Array.from(rows, (_, i) => i).filter((i) => !Number.isNaN(label[rows[i] as number] as number));
  const predictions = {
    scores: Float64Array.from(
      { length: seen.length * head.outputs },
      (_, i) =>
        head.unseen[(seen[Math.floor(i / head.outputs)] as number) * head.outputs + (i % head.outputs)] as number,
    ),
    labels: Float64Array.from(seen, (i) => label[rows[i] as number] as number),
    clusters: Int32Array.from(seen, (i) => candidate.judged.entity[i] as number),
    actions: Uint8Array.from(seen, (i) => actions[i] as number),
    classes: head.outputs,
  };
  const fitting = metrics.filter(({ tasks }) => tasks.includes(head.head.task));
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
export function measureHeads({
  heads,
  dataset,
  rows,
  candidate,
  verdict,
}: LearnedRun & JudgedRun): TrainResult["metrics"] {
  const actions = likelyActions({ score: candidate.score, cutoff: verdict.cutoff }, candidate.judged);
  return Object.fromEntries(heads.map((head) => [head.name, headMetrics(head, { dataset, rows, candidate, actions })]));
}
