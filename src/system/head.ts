import type { Task } from "../model/index.ts";
import { checkPassed } from "./check-options.ts";
import type { LearnerRef } from "./learner-ref.ts";

export type CalibrationChoice = "none" | "platt" | "isotonic";

/** A model in its role: it predicts one outcome. */
export interface Head<T extends Task = Task, Label extends string = string> {
  readonly task: T;
  readonly label: Label;
  readonly learner: LearnerRef;
  /** Binary only. Default `"platt"`. */
  readonly calibration: CalibrationChoice;
}

interface HeadOptions<Label extends string> {
  /** Name of a declared outcome. */
  readonly label: Label;
  readonly learner: LearnerRef;
}

/** Predicts whether a yes-or-no outcome happens: a probability. */
export function binary<const Label extends string>(
  head: HeadOptions<Label> & { readonly calibration?: CalibrationChoice },
): Head<"binary", Label> {
  checkPassed("binary", head, ["label", "learner", "calibration"]);
  return Object.freeze({
    task: "binary",
    label: head.label,
    learner: head.learner,
    calibration: head.calibration ?? "platt",
  });
}

/** Predicts which of several classes a text outcome takes: a probability for each. */
export function multiclass<const Label extends string>(head: HeadOptions<Label>): Head<"multiclass", Label> {
  checkPassed("multiclass", head, ["label", "learner"]);
  return Object.freeze({ task: "multiclass", ...head, calibration: "none" });
}

/** Predicts the value of a number outcome. */
export function regression<const Label extends string>(head: HeadOptions<Label>): Head<"regression", Label> {
  checkPassed("regression", head, ["label", "learner"]);
  return Object.freeze({ task: "regression", ...head, calibration: "none" });
}
