import type { Task } from "../model/index.ts";
import { checkPassed } from "./check-options.ts";
import type { LearnerRef } from "./learner-ref.ts";

/** How probabilities are calibrated: not at all, by one of three maps, or by whichever held-out rows show to be best. */
export type CalibrationChoice = "none" | "platt" | "beta" | "isotonic" | "chosen";
/** The same for heads with several probabilities, each of which has a map of its own. */
export type OutputsCalibration = "none" | "chosen";

interface AnyHead<T extends Task> {
  readonly task: T;
  readonly learner: LearnerRef;
  /** Default: `"platt"` for one probability, `"chosen"` for several, `"none"` for what is no probability. */
  readonly calibration: CalibrationChoice;
}

/** A model in its role: it predicts one outcome. */
export interface SingleHead<T extends Task = Task, Label extends string = string> extends AnyHead<T> {
  readonly label: Label;
  /** Binary only: how much more a yes weighs than a no while learning. Calibration takes it out of the probability again. */
  readonly yesWeight?: number;
}

/** A model in its role: it predicts several yes-or-no outcomes at once. */
export interface MultilabelHead<Label extends string = string> extends AnyHead<"multilabel"> {
  readonly labels: readonly Label[];
}

/** A model in its role: it predicts one outcome, or several labels. */
export type Head<T extends Task = Task, Label extends string = string> = T extends "multilabel"
  ? MultilabelHead<Label>
  : SingleHead<T, Label>;

/** The outcomes that a head predicts. */
export function outcomesOf(head: Head): readonly string[] {
  return head.task === "multilabel" ? head.labels : [head.label];
}

interface HeadOptions<Label extends string> {
  /** Name of a declared outcome. */
  readonly label: Label;
  readonly learner: LearnerRef;
}

interface BinaryOptions<Label extends string> extends HeadOptions<Label> {
  readonly calibration?: CalibrationChoice;
  /** How much more a yes weighs than a no while learning, for outcomes that are rare. Needs a calibration. Default 1. */
  readonly yesWeight?: number;
}

/** Predicts whether a yes-or-no outcome happens: a probability. */
export function binary<const Label extends string>(head: BinaryOptions<Label>): Head<"binary", Label> {
  checkPassed("binary", head, ["label", "learner", "calibration", "yesWeight"]);
  const { label, learner, calibration = "platt", yesWeight } = head;
  return Object.freeze({
    task: "binary",
    label,
    learner,
    calibration,
    ...(yesWeight === undefined ? {} : { yesWeight }),
  });
}

interface ClassOptions<Label extends string> extends HeadOptions<Label> {
  readonly calibration?: OutputsCalibration;
}

/** Predicts which of several classes a text outcome takes: a probability for each. */
export function multiclass<const Label extends string>(head: ClassOptions<Label>): Head<"multiclass", Label> {
  checkPassed("multiclass", head, ["label", "learner", "calibration"]);
  return Object.freeze({ task: "multiclass", ...head, calibration: head.calibration ?? "chosen" });
}

/**
 * Predicts which path a text outcome takes, such as `fashion > shoes`: coarse first, then fine. A probability for each
 * path, consistent with those of its beginnings.
 */
export function hierarchical<const Label extends string>(head: ClassOptions<Label>): Head<"hierarchical", Label> {
  checkPassed("hierarchical", head, ["label", "learner", "calibration"]);
  return Object.freeze({ task: "hierarchical", ...head, calibration: head.calibration ?? "chosen" });
}

/** Predicts which of several yes-or-no outcomes happen, any number of them: a probability for each. */
export function multilabel<const Label extends string>(head: {
  /** Names of declared yes-or-no outcomes. */
  readonly labels: readonly Label[];
  readonly learner: LearnerRef;
  readonly calibration?: OutputsCalibration;
}): Head<"multilabel", Label> {
  checkPassed("multilabel", head, ["labels", "learner", "calibration"]);
  return Object.freeze({ task: "multilabel", ...head, calibration: head.calibration ?? "chosen" });
}

/** Predicts the value of a number outcome. */
export function regression<const Label extends string>(head: HeadOptions<Label>): Head<"regression", Label> {
  checkPassed("regression", head, ["label", "learner"]);
  return Object.freeze({ task: "regression", ...head, calibration: "none" });
}

/** Predicts which candidates of one list come before which, by a number or yes-or-no outcome: the more, the better. */
export function ranking<const Label extends string>(head: HeadOptions<Label>): Head<"ranking", Label> {
  checkPassed("ranking", head, ["label", "learner"]);
  return Object.freeze({ task: "ranking", ...head, calibration: "none" });
}
