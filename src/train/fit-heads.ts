import { known, resolveParams } from "../kernel/index.ts";
import { learners, withCalibration } from "../learn/index.ts";
import { applyCalibration, decodeModel, type Model } from "../model/index.ts";
import type { Compute } from "../store/index.ts";
import { type Head, type SystemDefinition, systemInvalid } from "../system/index.ts";
import { calibrateFrom, type HeldScores } from "./calibrate-head.ts";
import type { Dataset, LabelColumn } from "./dataset.ts";
import { type FitInput, type FitOutput, fitKernel } from "./fit-kernel.ts";
import type { FitPlan } from "./fit-plan.ts";
import { joinNumbers, joinRows } from "./join.ts";
import { shareNumbers, shareTable } from "./share.ts";

/** A head after training: the model to serve, and what models like it said of rows that they had not seen. */
export interface FittedHead {
  readonly name: string;
  readonly head: Head;
  readonly model: Model;
  /** Calibrated outputs for the judged rows, in the order of {@link judgedRows}; row by row. */
  readonly unseen: Float64Array;
  readonly outputs: number;
  readonly classes: readonly string[];
}

export interface FitDeps {
  readonly compute: Compute;
  /** Called with the share of the fits that are done. */
  onProgress?(share: number): void;
}

/** What is fitted, on what, by which plan. */
export interface FitWork {
  readonly system: SystemDefinition;
  readonly dataset: Dataset;
  readonly plan: FitPlan;
}

/** Rows that are judged, fit by fit. */
export function judgedRows({ fits, judged }: FitPlan): Int32Array {
  return joinRows(judged.map((fit) => known(fits[fit], "a planned fit").score));
}

/** Fits every head by the plan, and once more on all rows. Throws `params.invalid` before anything is fitted. */
export async function fitHeads(work: FitWork, deps: FitDeps): Promise<readonly FittedHead[]> {
  const { system, dataset, plan } = work;
  const heads = Object.entries(system.heads);
  checkLearners(system);
  const features = shareTable(dataset.features);
  const inputs = heads.flatMap(([, head]) =>
    inputsOf({ head, features, label: labelOf(dataset, head), plan, seed: system.seed }),
  );
  const outputs = await deps.compute.map(fitKernel, inputs, (done) => deps.onProgress?.(done / inputs.length));
  const perHead = plan.fits.length + 1;
  return heads.map(([name, head], i) =>
    assemble({
      name,
      head,
      label: labelOf(dataset, head),
      plan,
      scores: outputs.slice(i * perHead, (i + 1) * perHead - 1).map(({ scores }) => scores),
      outputs: outputs.slice(i * perHead, (i + 1) * perHead),
    }),
  );
}

/** Checks that every head names a learner that can do its task, with parameters that it has. Throws `system.invalid`, `params.*`. */
export function checkLearners(system: SystemDefinition): void {
  for (const [name, head] of Object.entries(system.heads)) checkLearner(system, name, head);
}

function checkLearner(system: SystemDefinition, name: string, { learner, task }: Head): void {
  const found = Object.hasOwn(learners, learner.learner)
    ? learners[learner.learner as keyof typeof learners]
    : undefined;
  const where = `heads.${name}.learner`;
  if (found === undefined)
    throw systemInvalid({
      system: system.name,
      where,
      problem: `must be one of ${Object.keys(learners).join(", ")}. Got "${learner.learner}"`,
    });
  if (!found.tasks.includes(task))
    throw systemInvalid({
      system: system.name,
      where,
      problem: `cannot do ${task}; \`${found.name}\` does ${found.tasks.join(", ")}`,
    });
  resolveParams(`learner \`${found.name}\` of head \`${name}\``, found.params, learner.params);
}

function labelOf(dataset: Dataset, { label }: Head): LabelColumn {
  return known(dataset.labels[label], `label ${label}`);
}

interface HeadWork {
  readonly head: Head;
  readonly features: FitInput["features"];
  readonly label: LabelColumn;
  readonly plan: FitPlan;
  readonly seed: number;
}

/** The planned fits, and the one on everything last. Rows whose label is not known teach nothing. */
function inputsOf({ head, features, label, plan, seed }: HeadWork): readonly FitInput[] {
  const shared = shareNumbers(label.values);
  const labelled = (rows: Int32Array): Int32Array => rows.filter((row) => !Number.isNaN(label.values[row] as number));
  const everything = Int32Array.from({ length: features.rows }, (_, row) => row);
  const common = {
    learner: head.learner.learner,
    params: head.learner.params,
    task: head.task,
    seed,
    features,
    label: shared,
    classes: label.classes,
  };
  const planned = plan.fits.map(({ train, score }) => ({ ...common, train: labelled(train), score }));
  return [...planned, { ...common, train: labelled(everything), score: new Int32Array(0) }];
}

/** What a head's fits gave, the one on all rows last. */
interface HeadResults extends HeldScores {
  readonly name: string;
  readonly outputs: readonly FitOutput[];
}

function assemble({ name, outputs, ...held }: HeadResults): FittedHead {
  const { head, label, plan } = held;
  const model = decodeModel(known(outputs.at(-1), "the fit on all rows").model);
  const everyFit = plan.fits.map((_, fit) => fit);
  const unseen = plan.judged.map((fit) => {
    const calibration = calibrateFrom(held, plan.calibrators(fit));
    return known(held.scores[fit], "a fit").map((score) => applyCalibration(calibration, score));
  });
  return {
    name,
    head,
    model: head.task === "binary" ? withCalibration(model, calibrateFrom(held, everyFit)) : model,
    unseen: joinNumbers(unseen),
    outputs: Math.max(1, label.classes.length),
    classes: label.classes,
  };
}
