import { known } from "../../kernel/index.ts";
import type { Compute } from "../../store/index.ts";
import type { SystemDefinition } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import type { HeadLabel } from "../dataset/head-label.ts";
import type { HeldScores } from "../fit/calibrate-head.ts";
import { refWith } from "./candidate-head.ts";
import { lossOf, type RowLosses, type Scoring, scoredRows } from "./objective.ts";
import type { SearchSettings } from "./settings.ts";
import type { RunTrials, StudyDraft } from "./studies.ts";
import { type Common, trialInput } from "./trial-input.ts";
import { type TrialOutput, trialKernel } from "./trial-kernel.ts";
import type { Outcome, TrialBook } from "./trial-record.ts";
import { type Unseen, unseenBy } from "./unseen.ts";

/** What the trials of a search learn from and are judged by. */
export interface Workbench {
  readonly system: SystemDefinition;
  readonly settings: SearchSettings;
  readonly dataset: Dataset;
  readonly label: HeadLabel;
  readonly common: Common;
}

export interface TrialDeps {
  readonly compute: Compute;
  readonly book: TrialBook;
  readonly signal?: { throwIfAborted(): void };
  /** Called with every trial, those of before included. */
  onTrial?(draft: StudyDraft, outcome: Outcome): void;
}

/** Runs what is not in the book yet, and writes each trial into it as soon as it is over. */
export function trialRunner(bench: Workbench, deps: TrialDeps): RunTrials {
  return async (drafts) => {
    deps.signal?.throwIfAborted();
    for (const draft of drafts) tell(deps, draft);
    await runMissing(
      drafts.filter((draft) => deps.book.get(draft) === undefined),
      bench,
      deps,
    );
    return drafts.map((draft) => known(deps.book.get(draft), "a trial that was run").loss);
  };
}

function tell({ book, onTrial }: TrialDeps, draft: StudyDraft): void {
  const before = book.get(draft);
  if (before !== undefined) onTrial?.(draft, before);
}

async function runMissing(missing: readonly StudyDraft[], bench: Workbench, deps: TrialDeps): Promise<void> {
  const keeping = new Map<number, Promise<void>>();
  const keep = (index: number, output: TrialOutput): void => {
    if (keeping.has(index)) return;
    const draft = known(missing[index], "a draft");
    const outcome = outcomeOf(draft, output, bench);
    const kept = deps.book.keep(draft, outcome).then(() => deps.onTrial?.(draft, outcome));
    // Awaited below; until then its failure must not look like one that nobody hears of.
    kept.catch(() => undefined);
    keeping.set(index, kept);
  };
  const { system, settings, common } = bench;
  const ref = known(system.heads[settings.head], "the searched head").learner;
  const inputs = missing.map(({ study, draft }) =>
    trialInput(common, { fits: study.plan.fits, ref: refWith(ref, draft.params), share: draft.share }),
  );
  try {
    const outputs = await deps.compute.map(trialKernel, inputs, (_, index, output) => keep(index, output));
    outputs.forEach((output, index) => void keep(index, output));
  } finally {
    // Whatever ended the rest: what was run is kept.
    await Promise.allSettled(keeping.values());
  }
  await Promise.all(keeping.values());
}

function outcomeOf({ study }: StudyDraft, output: TrialOutput, bench: Workbench): Outcome {
  if ("failed" in output) return { loss: null, why: output.failed, took: output.took };
  const loss = lossOf(bench.settings.objective, lossesOf(bench, unseenBy(heldBy(bench, study.plan, output.scores))));
  return Number.isFinite(loss)
    ? { loss, took: output.took }
    : { loss: null, why: "the models said what is no number", took: output.took };
}

/** Scores of a plan's fits, ready to be calibrated. */
export function heldBy(bench: Workbench, plan: HeldScores["plan"], scores: HeldScores["scores"]): HeldScores {
  const head = known(bench.system.heads[bench.settings.head], "the searched head");
  return { head, label: bench.label, plan, scores };
}

/** What the scores of unseen rows come to under the objective. */
export function lossesOf({ system, settings, dataset, label, common }: Workbench, unseen: Unseen): RowLosses {
  const { goals } = common;
  const scoring: Scoring = {
    ...{ objective: settings.objective, system, dataset, label },
    ...(goals === undefined ? {} : { goals }),
  };
  const scored = scoredRows(scoring, unseen);
  // A row that stands for others counts as many times, in the loss as in the number of rows.
  const times = Float64Array.from(unseen.rows, (row) => label.weight?.[row] ?? 1);
  return {
    losses: label.weight === undefined ? scored.losses : scored.losses.map((loss, i) => loss * (times[i] as number)),
    counts: scored.counts.map((one, i) => (one === 0 ? 0 : (times[i] as number))),
    entity: unseen.rows.map((row) => dataset.entity[row] as number),
  };
}
