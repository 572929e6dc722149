import type { Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { type FitDeps, type FittedHead, fitHeads, judgedRows } from "../fit/fit-heads.ts";
import type { FitPlan } from "../fit/fit-plan.ts";
import type { ChampionDeps } from "../judge/champion.ts";
import type { Judging } from "../judge/fresh-rows.ts";
import { keyOfRows } from "../judge/judge-run.ts";
import { type Division, keptHeads, withHeads } from "../judge/kept-heads.ts";
import { keepBeside } from "../recalibrate/keep-beside.ts";
import { recalibratedHeads } from "../recalibrate/recalibrated-heads.ts";

/** What learns from what, and what stays. */
export interface LearnWork {
  readonly system: SystemDefinition;
  /** Id of the snapshot. */
  readonly snapshot: string;
  readonly dataset: Dataset;
  readonly plan: FitPlan;
  readonly division: Division;
  /** By which rows the candidate meets the champion. */
  readonly judging: Judging;
  /** Since when (ms) a calibration was asked to be learned from. */
  readonly since?: number | undefined;
}

export interface LearnDeps extends FitDeps, Pick<ChampionDeps, "registry" | "blobs"> {
  readonly compute: Compute;
}

/** Every head in the order of the file: those that learn fitted by the plan, the others as they serve. */
export async function learnHeads(work: LearnWork, deps: LearnDeps): Promise<readonly FittedHead[]> {
  const { system, snapshot, dataset, plan, division, judging, since: asked } = work;
  const rows = judgedRows(plan);
  const rowsKey = keyOfRows({ system, snapshot, plan }, rows);
  const { registry, blobs, ports } = deps;
  const shelf = { registry, blobs, dataset, rows, rowsKey, ...(ports === undefined ? {} : { ports }) };
  // First what may be refused: learning takes time.
  const from = division.recalibrated;
  const again = await recalibratedHeads({ system, dataset, plan, judging, from, registry, asked, ports });
  const keep = again.length === 0 ? keptHeads : keepBeside;
  const kept = await keep({ ...shelf, system, kept: division.kept });
  const learned = await fitHeads({ system: withHeads(system, division.learning), dataset, plan }, deps);
  const all = new Map([...kept, ...again, ...learned].map((head) => [head.name, head]));
  return Object.keys(system.heads).flatMap((name) => all.get(name) ?? []);
}
