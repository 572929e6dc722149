import { contractId } from "../../data/index.ts";
import { planTransforms } from "../../features/index.ts";
import { hashValue, isAlidadeError, known } from "../../kernel/index.ts";
import { checkLearnerRef } from "../../learn/index.ts";
import { calibrateOutputs, decodeModel, type Model, type ModelPorts } from "../../model/index.ts";
import type { Curves } from "../../registry/index.ts";
import type { Compute } from "../../store/index.ts";
import { type Head, modelTask, type SystemDefinition, systemInvalid, validationShare } from "../../system/index.ts";
import type { Dataset } from "../dataset/dataset.ts";
import { type HeadLabel, headLabel, isLabelled } from "../dataset/head-label.ts";
import type { Witness } from "../look/witness.ts";
import { isOutside } from "../outside/is-outside.ts";
import type { OutsideFacts } from "../outside/port.ts";
import type { Recalibrated } from "../recalibrate/taught-by.ts";
import { featuresHash } from "../register/lineage.ts";
import { rowWeights } from "../weights/row-weights.ts";
import { calibrationsFrom, conformalFrom, type HeldScores } from "./calibrate-head.ts";
import type { HeadCalibration } from "./calibrate-kernel.ts";
import { type FitAllDeps, fitAll, type HeadFit, type HeadOutput } from "./fit-all.ts";
import type { FitInput } from "./fit-kernel.ts";
import type { FitPlan } from "./fit-plan.ts";
import { checkBlendLearner, goalsOf } from "./goals.ts";
import { joinNumbers, joinRows } from "./join.ts";
import { belongingOf } from "./plan-for.ts";
import { type Belonging, divide } from "./set-aside.ts";
import { shareNumbers, shareRows, shareTable } from "./share.ts";
import { checkStopping, type Stopped, stoppedAt } from "./stopping.ts";
import { transformWork } from "./transforms.ts";

/** A head after training: the model to serve, and what models like it said of rows that they had not seen. */
export interface FittedHead {
  readonly name: string;
  readonly head: Head;
  readonly model: Model;
  /** Calibrated outputs for the judged rows, in the order of {@link judgedRows}; row by row. */
  readonly unseen: Float64Array;
  readonly outputs: number;
  readonly classes: readonly string[];
  /** One of the judged models, to be asked what it looks at; null where it was not learned in this process. */
  readonly witness: Witness | null;
  /** What the learner told of itself while it learned from all rows. */
  readonly curves: Curves;
  /** Where it stops early: when the fit on all rows did. */
  readonly stopped?: Stopped;
  /** Where it was learned outside of this process: what happened there. */
  readonly outside?: OutsideFacts;
  /** Where it did not learn: the model that it keeps, and whether that had not seen the judged rows. */
  readonly kept?: { readonly id: string; readonly bytes: number; readonly unseen: boolean };
  /** There where it learned a calibration alone. */
  readonly recalibrated?: Recalibrated;
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
  const belonging = belongingOf(system, dataset);
  const { lists } = dataset;
  const { outcomes, seed } = system;
  const transforms = transformWork(system, dataset, belonging);
  const fits = heads.flatMap(([name, head]) => {
    const reads = hashValue([featuresHash(system, head), contractId(system.contract)]);
    const label = headLabel(dataset, head);
    return inputsOf({ head, outcomes, features, label, lists, plan, belonging, seed, transforms }).map(
      (input, i): HeadFit => ({ head: name, input, isLast: i === plan.fits.length, reads }),
    );
  });
  const outputs = await fitAll(fits, deps);
  const perHead = plan.fits.length + 1;
  const fitted: FittedHead[] = [];
  for (const [i, [name, head]] of heads.entries())
    fitted.push(
      await assemble(
        {
          name,
          head,
          label: headLabel(dataset, head),
          plan,
          inputs: fits.slice(i * perHead, (i + 1) * perHead).map(({ input }) => input),
          scores: outputs.slice(i * perHead, (i + 1) * perHead - 1).map(({ scores }) => scores),
          outputs: outputs.slice(i * perHead, (i + 1) * perHead),
          ports: deps.ports ?? {},
        },
        deps.compute,
      ),
    );
  return fitted;
}

/** Checks that every head names a learner that can do its task, with parameters that it has. Throws `system.invalid`, `params.*`. */
export function checkLearners(system: SystemDefinition): void {
  for (const [name, head] of Object.entries(system.heads)) checkLearner(system, name, head);
}

function checkLearner(system: SystemDefinition, name: string, head: Head): void {
  const { learner } = head;
  const where = `heads.${name}.learner`;
  try {
    if (head.task === "blend") checkBlendLearner(learner, where);
    if (!isOutside(learner)) checkLearnerRef(learner, modelTask(head), where);
  } catch (thrown) {
    if (!isAlidadeError(thrown) || thrown.code.startsWith("params.")) throw thrown;
    throw systemInvalid(
      { system: system.name, where, problem: `cannot be used: ${thrown.message.replace(/\.$/, "")}` },
      thrown,
    );
  }
  if (isOutside(learner) && planTransforms(system.features) !== null)
    throw systemInvalid({
      system: system.name,
      where,
      problem:
        "is made outside of Alidade, and features learn from training rows; only learners of our own are given those",
    });
  checkStopping(system, name, head);
}

interface HeadWork {
  readonly head: Head;
  readonly outcomes: SystemDefinition["outcomes"];
  readonly features: FitInput["features"];
  readonly label: HeadLabel;
  readonly lists: Int32Array | null;
  readonly plan: FitPlan;
  readonly belonging: Belonging;
  readonly seed: number;
  readonly transforms: Pick<FitInput, "transforms">;
}

/** The planned fits, and the one on everything last. Rows whose label is not known teach nothing. */
function inputsOf(work: HeadWork): readonly FitInput[] {
  const { head, outcomes, features, label, lists, plan, belonging, seed, transforms } = work;
  const labelled = (rows: Int32Array): Int32Array => rows.filter((row) => isLabelled(label, row));
  const everything = Int32Array.from({ length: features.rows }, (_, row) => row);
  const weights = rowWeights(head, label);
  const common = {
    ...head.learner,
    task: modelTask(head),
    ...goalsOf({ outcomes }, head),
    seed,
    features,
    ...transforms,
    label: shareNumbers(label.values),
    classes: label.classes,
    ...(head.task === "ranking" && lists !== null ? { groups: shareRows(lists) } : {}),
    ...(weights === undefined ? {} : { weights: shareNumbers(weights) }),
  };
  const fitOn = (rows: Int32Array, score: Int32Array): FitInput => ({
    ...common,
    ...divide(belonging, labelled(rows), validationShare(head)),
    score,
  });
  return [...plan.fits.map(({ train, score }) => fitOn(train, score)), fitOn(everything, new Int32Array(0))];
}

/** What a head's fits gave, the one on all rows last. */
interface HeadResults extends HeldScores {
  readonly name: string;
  readonly inputs: readonly FitInput[];
  readonly outputs: readonly HeadOutput[];
  readonly ports: ModelPorts;
}

async function assemble({ name, inputs, outputs, ports, ...held }: HeadResults, compute: Compute): Promise<FittedHead> {
  const { head, label, plan } = held;
  const last = known(outputs.at(-1), "the fit on all rows");
  const model = decodeModel(last.model, ports);
  const everyFit = plan.fits.map((_, fit) => fit);
  const { signature } = model;
  const sets = [...plan.judged.map((fit) => plan.calibrators(fit)), everyFit];
  const calibrations = await calibrationsFrom(held, sets, compute);
  const unseen = plan.judged.map((fit, i) =>
    calibrateOutputs(
      { signature, ...known(calibrations[i], "a calibration") },
      known(held.scores[fit], "a fit").slice(),
    ),
  );
  const said = joinNumbers(unseen);
  return {
    name,
    head,
    model: Object.freeze({
      ...model,
      ...known(calibrations.at(-1), "a calibration"),
      ...conformalFrom(held, model, said),
    }),
    unseen: said,
    outputs: Math.max(1, label.classes.length),
    classes: label.classes,
    witness: witnessOf(held, { inputs, outputs }, calibrations[0]),
    curves: last.curves,
    ...stoppedAt(head, model, known(inputs.at(-1), "the fit on all rows")),
    ...(last.outside === undefined ? {} : { outside: last.outside }),
  };
}

/** The first judged model, calibrated as its answers are. */
function witnessOf(
  { head, plan }: HeldScores,
  { inputs, outputs }: Pick<HeadResults, "inputs" | "outputs">,
  calibration: HeadCalibration | undefined,
): Witness | null {
  const [fit] = plan.judged;
  if (fit === undefined || calibration === undefined || isOutside(head.learner)) return null;
  const { train, score } = known(inputs[fit], "a planned fit");
  const { model: bytes } = known(outputs[fit], "a fit");
  return { bytes, calibration, learner: head.learner, train, unseen: score };
}
