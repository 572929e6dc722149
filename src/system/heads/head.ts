import type { Task } from "../../model/index.ts";
import { checkPassed } from "../checks/options.ts";
import type { BlendHead } from "./blend.ts";
import type { LearnerRef } from "./learner-ref.ts";
import type { ValidationFor } from "./stopping.ts";

/** How probabilities are calibrated: not at all, by one of three maps, or by whichever held-out rows show to be best. */
export type CalibrationChoice = "none" | "platt" | "beta" | "isotonic" | "chosen";
/** The same for heads with several probabilities, each of which has a map of its own. */
export type OutputsCalibration = "none" | "chosen";

interface AnyHead<T extends Task> {
  readonly task: T;
  readonly learner: LearnerRef;
  /** Default: `"platt"` for one probability, `"chosen"` for several, `"none"` for what is no probability. */
  readonly calibration: CalibrationChoice;
  /** Share of its training rows by which a fit sees when to stop. Absent: 0.1 where the learner is told to stop early. */
  readonly validation?: number;
  /** How long it may take to score: one that is late again and again is left out for a while. Absent: as long as it takes. */
  readonly deadline?: string;
}

/** A model in its role: it predicts one outcome. */
export interface SingleHead<T extends Task = Task, Label extends string = string, Class extends string = string>
  extends AnyHead<T> {
  readonly label: Label;
  /** Binary only: how much more a yes weighs than a no while learning. Calibration takes it out of the probability again. */
  readonly yesWeight?: number;
  /** Multiclass only: how much the rows of a class weigh while learning; taken out of the probabilities again. */
  readonly classWeights?: ClassWeights;
  /** The classes that are weighed. Exists for the compiler alone. */
  readonly weighed?: Class;
}

/** By class, 1 where a class is left out; `"balanced"`: every class as much as every other. */
export type ClassWeights = "balanced" | Readonly<Record<string, number>>;

/** A model in its role: it predicts several yes-or-no outcomes at once. */
export interface MultilabelHead<Label extends string = string> extends AnyHead<"multilabel"> {
  readonly labels: readonly Label[];
}

/** What a head does: a model's task, or one score for several outcomes, which a model takes for a ranking. */
export type HeadTask = Task | "blend";

/** A model in its role: it predicts one outcome, several labels, or what several outcomes are worth together. */
export type Head<
  T extends HeadTask = HeadTask,
  Label extends string = string,
  Class extends string = string,
> = T extends "blend"
  ? BlendHead<Label>
  : T extends "multilabel"
    ? MultilabelHead<Label>
    : T extends Task
      ? SingleHead<T, Label, Class>
      : never;

/** The task of a head's model. A common score has no unit: more is better. */
export function modelTask({ task }: Pick<Head, "task">): Task {
  return task === "blend" ? "ranking" : task;
}

/** The outcomes that a head predicts. */
export function outcomesOf(head: Head): readonly string[] {
  return "labels" in head ? head.labels : [head.label];
}

interface AnyOptions<L extends LearnerRef> {
  readonly learner: L;
  /**
   * Share of the training rows that every fit sets aside to see when to stop: whole entities, or the newest where the data
   * have a time. Default: 0.1 where a learner names `earlyStoppingRounds`, else none. Only for learners that can stop early.
   */
  readonly validation?: ValidationFor<L>;
  /**
   * How long it may take to score, such as `"20ms"`. One that is late several times in a row is left out for a while, and
   * what stands in for it answers. Default: as long as it takes.
   */
  readonly deadline?: string;
}

interface HeadOptions<Label extends string, L extends LearnerRef> extends AnyOptions<L> {
  /** Name of a declared outcome. */
  readonly label: Label;
}

interface BinaryOptions<Label extends string, L extends LearnerRef> extends HeadOptions<Label, L> {
  readonly calibration?: CalibrationChoice;
  /** How much more a yes weighs than a no while learning, for outcomes that are rare. Needs a calibration. Default 1. */
  readonly yesWeight?: number;
}

/** Predicts whether a yes-or-no outcome happens: a probability. */
export function binary<const Label extends string, const L extends LearnerRef = LearnerRef>(
  head: BinaryOptions<Label, L>,
): Head<"binary", Label> {
  checkPassed("binary", head, ["label", "learner", "calibration", "validation", "deadline", "yesWeight"]);
  const { label, learner, calibration = "platt", validation, deadline, yesWeight } = head;
  return Object.freeze({
    task: "binary",
    label,
    learner,
    calibration,
    ...(validation === undefined ? {} : { validation }),
    ...(deadline === undefined ? {} : { deadline }),
    ...(yesWeight === undefined ? {} : { yesWeight }),
  });
}

interface ClassOptions<Label extends string, L extends LearnerRef> extends HeadOptions<Label, L> {
  readonly calibration?: OutputsCalibration;
}

interface MulticlassOptions<Label extends string, L extends LearnerRef, Class extends string>
  extends ClassOptions<Label, L> {
  /**
   * How much the rows of a class weigh while learning, for classes that are rare: `{ urgent: 5 }`, or `"balanced"` for all
   * of them alike. The probabilities are those of the classes as they come: what a weight adds is divided out again.
   */
  readonly classWeights?: "balanced" | { readonly [Name in Class]: number };
}

/** Predicts which of several classes a text outcome takes: a probability for each. */
export function multiclass<
  const Label extends string,
  const L extends LearnerRef = LearnerRef,
  const Class extends string = never,
>(head: MulticlassOptions<Label, L, Class>): Head<"multiclass", Label, NoInfer<Class>> {
  checkPassed("multiclass", head, ["label", "learner", "calibration", "validation", "deadline", "classWeights"]);
  return Object.freeze({ task: "multiclass", ...head, calibration: head.calibration ?? "chosen" });
}

/**
 * Predicts which path a text outcome takes, such as `fashion > shoes`: coarse first, then fine. A probability for each
 * path, consistent with those of its beginnings.
 */
export function hierarchical<const Label extends string, const L extends LearnerRef = LearnerRef>(
  head: ClassOptions<Label, L>,
): Head<"hierarchical", Label> {
  checkPassed("hierarchical", head, ["label", "learner", "calibration", "validation", "deadline"]);
  return Object.freeze({ task: "hierarchical", ...head, calibration: head.calibration ?? "chosen" });
}

interface LabelsOptions<Label extends string, L extends LearnerRef> extends AnyOptions<L> {
  /** Names of declared yes-or-no outcomes. */
  readonly labels: readonly Label[];
  readonly calibration?: OutputsCalibration;
}

/** Predicts which of several yes-or-no outcomes happen, any number of them: a probability for each. */
export function multilabel<const Label extends string, const L extends LearnerRef = LearnerRef>(
  head: LabelsOptions<Label, L>,
): Head<"multilabel", Label> {
  checkPassed("multilabel", head, ["labels", "learner", "calibration", "validation", "deadline"]);
  return Object.freeze({ task: "multilabel", ...head, calibration: head.calibration ?? "chosen" });
}

/** Predicts the value of a number outcome. */
export function regression<const Label extends string, const L extends LearnerRef = LearnerRef>(
  head: HeadOptions<Label, L>,
): Head<"regression", Label> {
  checkPassed("regression", head, ["label", "learner", "validation", "deadline"]);
  return Object.freeze({ task: "regression", ...head, calibration: "none" });
}

/** Predicts which candidates of one list come before which, by a number or yes-or-no outcome: the more, the better. */
export function ranking<const Label extends string, const L extends LearnerRef = LearnerRef>(
  head: HeadOptions<Label, L>,
): Head<"ranking", Label> {
  checkPassed("ranking", head, ["label", "learner", "validation", "deadline"]);
  return Object.freeze({ task: "ranking", ...head, calibration: "none" });
}
