import { contractId } from "../data/index.ts";
import { hashValue, isAlidadeError, known } from "../kernel/index.ts";
import { checkLearnerRef } from "../learn/index.ts";
import { calibrateOutputs, decodeModel, type Model, type ModelPorts } from "../model/index.ts";
import type { Curves } from "../registry/index.ts";
import { type Head, type SystemDefinition, systemInvalid } from "../system/index.ts";
import { calibrationFrom, conformalFrom, type HeadCalibration, type HeldScores } from "./calibrate-head.ts";
import type { Dataset } from "./dataset.ts";
import { type FitAllDeps, fitAll, type HeadFit, type HeadOutput } from "./fit-all.ts";
import type { FitInput } from "./fit-kernel.ts";
import type { FitPlan } from "./fit-plan.ts";
import { type HeadLabel, headLabel, isLabelled } from "./head-label.ts";
import { joinNumbers, joinRows } from "./join.ts";
import { featuresHash } from "./lineage.ts";
import type { Witness } from "./look/witness.ts";
import { isOutside } from "./outside/is-outside.ts";
import type { OutsideFacts } from "./outside/port.ts";
import { shareNumbers, shareRows, shareTable } from "./share.ts";

/** A head after training: the model to serve, and what models like it said of rows that they had not seen. */
export interface FittedHead {
  readonly name: string;
  readonly head: Head;
  readonly model: Model;
  /** Calibrated outputs for the judged rows, in the order of {@link judgedRows}; row by row. */
  readonly unseen: Float64Array;
  readonly outputs: number;
  readonly classes: readonly string[];
  /** One of the judged models, to be asked what it looks at; null where it was learned outside of this process. */
  readonly witness: Witness | null;
  /** What the learner told of itself while it learned from all rows. */
  readonly curves: Curves;
  /** Where it was learned outside of this process: what happened there. */
  readonly outside?: OutsideFacts;
}

export type FitDeps = FitAllDeps;

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
  const fits = heads.flatMap(([name, head]) => {
    const reads = hashValue([featuresHash(system, head), contractId(system.contract)]);
    const label = headLabel(dataset, head);
    return inputsOf({ head, features, label, lists: dataset.lists, plan, seed: system.seed }).map(
      (input, i): HeadFit => ({ head: name, input, isLast: i === plan.fits.length, reads }),
    );
  });
  const outputs = await fitAll(fits, deps);
  const perHead = plan.fits.length + 1;
  return heads.map(([name, head], i) =>
    assemble({
      name,
      head,
      label: headLabel(dataset, head),
      plan,
      scores: outputs.slice(i * perHead, (i + 1) * perHead - 1).map(({ scores }) => scores),
      outputs: outputs.slice(i * perHead, (i + 1) * perHead),
      ports: deps.ports ?? {},
    }),
  );
}

/** Checks that every head names a learner that can do its task, with parameters that it has. Throws `system.invalid`, `params.*`. */
export function checkLearners(system: SystemDefinition): void {
  for (const [name, head] of Object.entries(system.heads)) checkLearner(system, name, head);
}

function checkLearner(system: SystemDefinition, name: string, { learner, task }: Head): void {
  const where = `heads.${name}.learner`;
  try {
    if (!isOutside(learner)) checkLearnerRef(learner, task, where);
  } catch (thrown) {
    if (!isAlidadeError(thrown) || thrown.code.startsWith("params.")) throw thrown;
    throw systemInvalid(
      { system: system.name, where, problem: `cannot be used: ${thrown.message.replace(/\.$/, "")}` },
      thrown,
    );
  }
}

interface HeadWork {
  readonly head: Head;
  readonly features: FitInput["features"];
  readonly label: HeadLabel;
  readonly lists: Int32Array | null;
  readonly plan: FitPlan;
  readonly seed: number;
}

/** The planned fits, and the one on everything last. Rows whose label is not known teach nothing. */
function inputsOf({ head, features, label, lists, plan, seed }: HeadWork): readonly FitInput[] {
  const labelled = (rows: Int32Array): Int32Array => rows.filter((row) => isLabelled(label, row));
  const everything = Int32Array.from({ length: features.rows }, (_, row) => row);
  const common = {
    ...head.learner,
    task: head.task,
    seed,
    features,
    label: shareNumbers(label.values),
    classes: label.classes,
    ...(head.task === "ranking" && lists !== null ? { groups: shareRows(lists) } : {}),
    ...(head.task === "multilabel" || head.yesWeight === undefined ? {} : { yesWeight: head.yesWeight }),
  };
  const planned = plan.fits.map(({ train, score }) => ({ ...common, train: labelled(train), score }));
  return [...planned, { ...common, train: labelled(everything), score: new Int32Array(0) }];
}

/** What a head's fits gave, the one on all rows last. */
interface HeadResults extends HeldScores {
  readonly name: string;
  readonly outputs: readonly HeadOutput[];
  readonly ports: ModelPorts;
}

function assemble({ name, outputs, ports, ...held }: HeadResults): FittedHead {
  const { head, label, plan } = held;
  const last = known(outputs.at(-1), "the fit on all rows");
  const model = decodeModel(last.model, ports);
  const everyFit = plan.fits.map((_, fit) => fit);
  const { signature } = model;
  const calibrations = plan.judged.map((fit) => calibrationFrom(held, plan.calibrators(fit)));
  const unseen = plan.judged.map((fit, i) =>
    calibrateOutputs(
      { signature, ...known(calibrations[i], "a calibration") },
      known(held.scores[fit], "a fit").slice(),
    ),
  );
  return {
    name,
    head,
    model: Object.freeze({ ...model, ...calibrationFrom(held, everyFit), ...conformalFrom(held, model) }),
    unseen: joinNumbers(unseen),
    outputs: Math.max(1, label.classes.length),
    classes: label.classes,
    witness: witnessOf(held, outputs, calibrations[0]),
    curves: last.curves,
    ...(last.outside === undefined ? {} : { outside: last.outside }),
  };
}

/** The first judged model, calibrated as its answers are. */
function witnessOf(
  { head, plan }: HeldScores,
  outputs: readonly HeadOutput[],
  calibration: HeadCalibration | undefined,
): Witness | null {
  const [fit] = plan.judged;
  if (fit === undefined || calibration === undefined || isOutside(head.learner)) return null;
  const { train, score } = known(plan.fits[fit], "a planned fit");
  const { model: bytes } = known(outputs[fit], "a fit");
  return { bytes, calibration, learner: head.learner, train, unseen: score };
}
