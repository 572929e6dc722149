import { isInsufficient, known } from "../../kernel/index.ts";
import { fitConformal, type HeldOut } from "../../learn/index.ts";
import type { Calibration, Conformal, Model } from "../../model/index.ts";
import type { Compute } from "../../store/index.ts";
import { type Head, modelTask } from "../../system/index.ts";
import { type HeadLabel, isLabelled } from "../dataset/head-label.ts";
import { classFactors } from "../weights/row-weights.ts";
import { type CalibrationInput, calibrateKernel, type HeadCalibration } from "./calibrate-kernel.ts";
import type { FitPlan } from "./fit-plan.ts";
import { joinNumbers, joinRows, pickRows } from "./join.ts";

/** What the planned fits said, raw, of the rows that they had not seen. */
export interface HeldScores {
  readonly head: Head;
  readonly label: HeadLabel;
  readonly plan: FitPlan;
  /** Fit by fit, in the order of the fit's scored rows. */
  readonly scores: readonly Float64Array[];
}

const NONE: Calibration = { kind: "none" };

/**
 * The calibration that the scores of some fits teach; none for a head that wants none, or where they show one side alone.
 * Fitted on scores of unseen rows, because a model is too sure of the rows that it learned from.
 */
export function calibrateFrom(held: HeldScores, fits: readonly number[]): Calibration {
  return held.head.task === "binary" ? calibrationFrom(held, fits).calibration : NONE;
}

/** The same in short, for trials: of several outputs only what needs no rows is done. */
export function briefCalibration(held: HeldScores, fits: readonly number[]): HeadCalibration {
  return held.head.task === "binary" ? { calibration: calibrateFrom(held, fits) } : withoutRows(held);
}

/** The same for any head: of several outputs each has its own map. */
function calibrationFrom(held: HeldScores, fits: readonly number[]): HeadCalibration {
  const input = inputFrom(held, fits);
  return input === null ? withoutRows(held) : calibrateKernel.run(input);
}

/** The same for several sets of fits at once, on every thread. */
export async function calibrationsFrom(
  held: HeldScores,
  sets: readonly (readonly number[])[],
  compute: Compute,
): Promise<readonly HeadCalibration[]> {
  const inputs = sets.map((fits) => inputFrom(held, fits));
  const learned = await compute.map(
    calibrateKernel,
    inputs.filter((input) => input !== null),
  );
  const next = learned.values();
  const without = withoutRows(held);
  return inputs.map((input) => (input === null ? without : known(next.next().value, "a calibration")));
}

/** The maps of a head whose calibration is learned from no rows: none, or what takes class weights out again. */
function withoutRows({ head, label }: HeldScores): HeadCalibration {
  const factors = classFactors(head, label);
  return factors === undefined ? { calibration: NONE } : { calibration: NONE, calibrations: divisorsOf(factors) };
}

/**
 * What takes class weights out again: a learner that counts class k w times as often says w · p, shared out; so each output is
 * divided by its weight, and shared out again (Elkan, The foundations of cost-sensitive learning, 2001). A map is a line.
 */
function divisorsOf(factors: readonly number[]): readonly Calibration[] {
  const least = Math.min(...factors);
  return factors.map((factor) => ({ kind: "isotonic", from: [0, 1], to: [0, least / factor] }));
}

/** What a calibration is learned from; null where none is wanted, or rows are not what it takes. */
function inputFrom(held: HeldScores, fits: readonly number[]): CalibrationInput | null {
  const { head, label } = held;
  const { classes } = label;
  if (head.calibration === "none" || fits.length === 0 || classFactors(head, label) !== undefined) return null;
  const rows = heldRows(held, fits, Math.max(1, classes.length));
  return { task: modelTask(head), choice: head.calibration, classes, rows };
}

/** Heads whose answer can come with what is to hold the truth: an interval, or a set of labels. */
const CONFORMAL: readonly Head["task"][] = ["regression", "multiclass", "hierarchical"];

/**
 * How far off the judged models were, so that a value can come with an interval and a label with a set of labels; nothing for
 * other heads. `unseen` are their calibrated outputs, on rows that neither they nor their calibrations learned from.
 */
export function conformalFrom(
  { head, label, plan }: HeldScores,
  model: Model,
  unseen: Float64Array,
): { readonly conformal?: Conformal } {
  if (!CONFORMAL.includes(head.task)) return {};
  const rows = joinRows(plan.judged.map((fit) => known(plan.fits[fit], "a fit").score));
  const held = heldOut(label, { rows, said: unseen, width: Math.max(1, label.classes.length) });
  const fitted = fitConformal(model, held, { adaptive: true });
  return isInsufficient(fitted) ? {} : { conformal: fitted };
}

/** Maps of thousands of classes are learned from as many rows as give this many numbers, evenly spaced. */
const MOST_NUMBERS = 2_000_000;

/** The labelled rows of some fits, with what was said of them. */
function heldRows({ label, plan, scores }: HeldScores, fits: readonly number[], width: number): HeldOut {
  const rows = joinRows(fits.map((fit) => known(plan.fits[fit], "a fit").score));
  const said = joinNumbers(fits.map((fit) => known(scores[fit], "the scores of a fit")));
  return heldOut(label, { rows, said, width });
}

interface Said {
  readonly rows: Int32Array;
  /** Row by row, `width` numbers each. */
  readonly said: Float64Array;
  readonly width: number;
}

/** The labelled ones of some rows, with what was said of them. */
export function heldOut(label: HeadLabel, { rows, said, width }: Said): HeldOut {
  const labelled = rows.map((_, i) => i).filter((i) => isLabelled(label, rows[i] as number));
  const step = Math.max(1, Math.ceil((labelled.length * width) / MOST_NUMBERS));
  const kept = step === 1 ? labelled : labelled.filter((_, i) => i % step === 0);
  const own = kept.map((i) => rows[i] as number);
  return {
    scores: pickRows(said, kept, width),
    label: pickRows(label.values, own, label.perRow),
    ...(label.weight === undefined ? {} : { weights: pickRows(label.weight, own, 1) }),
  };
}
