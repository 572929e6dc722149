import { known } from "../../kernel/index.ts";
import { bestTold, type Point, type Told } from "../../learn/index.ts";
import type { Compute } from "../../store/index.ts";
import type { LearnerRef } from "../../system/index.ts";
import { joinNumbers, joinRows } from "../fit/join.ts";
import { refAtDefaults, refWith } from "./candidate-head.ts";
import { allFailed } from "./errors.ts";
import type { Study } from "./nested-plan.ts";
import { gainOver, type RowLosses, scoreWithInterval } from "./objective.ts";
import type { Honest } from "./result.ts";
import { heldBy, lossesOf, type Workbench } from "./run-trials.ts";
import { trialInput } from "./trial-input.ts";
import { type TrialOutput, trialKernel } from "./trial-kernel.ts";
import { type Unseen, unseenAfter } from "./unseen.ts";

/** A way to set the head's parameters without having seen a part. */
interface Contender {
  readonly name: string;
  refFor(study: Study): LearnerRef;
}

interface HonestDeps {
  readonly compute: Compute;
  onProgress?(share: number): void;
}

/** Judges what was chosen without each part on that part, beside the file's parameters and the learner's defaults. */
export async function judgeHonestly(
  bench: Workbench,
  { studies, told }: { readonly studies: readonly Study[]; readonly told: ReadonlyMap<string, readonly Told[]> },
  { compute, onProgress }: HonestDeps,
): Promise<Honest> {
  const parts = studies.filter(({ outer }) => outer !== null);
  const choices = new Map(
    parts.map((study) => [study, known(bestTold(told.get(study.name) ?? []), "a best trial").params]),
  );
  const contenders = contendersIn(bench, choices);
  const tasks = contenders.flatMap((contender) => parts.map((study) => ({ contender, study })));
  const inputs = tasks.map(({ contender, study }) =>
    trialInput(bench.common, {
      fits: [...study.plan.fits, known(study.outer, "an outer part")],
      ref: contender.refFor(study),
    }),
  );
  const outputs = await compute.map(trialKernel, inputs, (done) => onProgress?.(done / inputs.length));
  const losses = contenders.map((_, i) =>
    pooled(bench, parts, outputs.slice(i * parts.length, (i + 1) * parts.length)),
  );
  const { objective } = bench.settings;
  const mine = known(losses[0], "the choices' losses");
  return {
    rows: mine.losses.length,
    score: scoreWithInterval(objective, mine),
    rivals: contenders.slice(1).map(({ name }, i) => {
      const theirs = known(losses[i + 1], "a rival's losses");
      return { name, score: scoreWithInterval(objective, theirs), gain: gainOver(objective, mine, theirs) };
    }),
    choices: [...choices.values()],
  };
}

function contendersIn({ system, settings }: Workbench, choices: ReadonlyMap<Study, Point>): readonly Contender[] {
  const file = known(system.heads[settings.head], "the searched head").learner;
  const defaults = refAtDefaults(file);
  const isDefault = JSON.stringify(defaults) === JSON.stringify(file);
  return [
    { name: "chosen", refFor: (study) => refWith(file, choices.get(study) ?? {}) },
    { name: "as in the file", refFor: () => file },
    ...(isDefault ? [] : [{ name: "the learner's defaults", refFor: () => defaults }]),
  ];
}

/** The losses on all parts together; each part calibrated by the folds that were left to learn from. */
function pooled(bench: Workbench, parts: readonly Study[], outputs: readonly TrialOutput[]): RowLosses {
  const all = parts.map((study, i) => unseenIn(bench, study, known(outputs[i], "an output")));
  return lossesOf(bench, {
    rows: joinRows(all.map(({ rows }) => rows)),
    scores: joinNumbers(all.map(({ scores }) => scores)),
    outputs: all[0]?.outputs ?? 1,
  });
}

function unseenIn(bench: Workbench, { plan, outer }: Study, output: TrialOutput): Unseen {
  if ("failed" in output) throw allFailed({ trials: 1, why: output.failed });
  const scores = output.scores.slice(0, -1);
  return unseenAfter(
    heldBy(bench, plan, scores),
    known(outer, "an outer part").score,
    known(output.scores.at(-1), "scores"),
  );
}
