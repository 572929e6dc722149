import type { Task } from "../model/index.ts";
import { classesInvalid, groupsMissing, labelMissing } from "./errors.ts";
import { checkGoals, type Goal } from "./goals.ts";
import type { TrainingSet } from "./learner.ts";

/** No label of a regression and no weight may be larger: their products, squares and sums must be numbers. */
export const LARGEST = 1e100;

/** How many labels a row has: one, or one for each of multilabel's or for each goal. */
export function labelsPerRow({ classes, goals }: TrainingSet, task: Task): number {
  if (goals !== undefined) return goals.length;
  return task === "multilabel" ? classes.length : 1;
}

/**
 * Throws `learn.classes-invalid`, `learn.goals-invalid`, `learn.groups-missing`, `learn.label-missing` unless every row has
 * what its task needs.
 */
export function checkLabels(set: TrainingSet, task: Task, soft: boolean): void {
  if (set.goals !== undefined) {
    checkGoalLabels(set, set.goals);
    return;
  }
  checkClasses(set.classes, task);
  if (task === "ranking") checkGroups(set);
  const rule = ruleOf(set, task, soft);
  const count = set.features.rows * labelsPerRow(set, task);
  for (let i = 0; i < count; i++) {
    const got = set.label[i];
    if (got === undefined || !rule.accepts(got))
      throw labelMissing({ row: Math.floor(i / labelsPerRow(set, task)), allowed: rule.allowed, got });
  }
}

/**
 * Whether there is nothing to tell apart: one class, no label that varies, no list with two grades (`oneGradeWillDo`:
 * no grade above 0). Never a regression.
 */
export function neverVaries(set: TrainingSet, task: Task, oneGradeWillDo: boolean): boolean {
  if (task === "regression") return false;
  if (task === "ranking" && set.goals === undefined)
    return oneGradeWillDo ? set.label.every((grade) => grade === 0) : !hasMixedList(set);
  const width = labelsPerRow(set, task);
  return set.label.every((value, i) => value === set.label[i % width]);
}

function checkGoalLabels({ features, label }: TrainingSet, goals: readonly Goal[]): void {
  checkGoals(goals);
  for (let i = 0; i < features.rows * goals.length; i++) {
    const { allowed, accepts } = GOAL_RULES[(goals[i % goals.length] as Goal).loss];
    const got = label[i];
    if (got === undefined || !accepts(got)) throw labelMissing({ row: Math.floor(i / goals.length), allowed, got });
  }
}

interface Rule {
  /** In words, after "must be". */
  readonly allowed: string;
  accepts(label: number): boolean;
}

const isAmount = (value: number): boolean => Math.abs(value) <= LARGEST;
const AMOUNT: Rule = { allowed: `a number from -${LARGEST} to ${LARGEST}`, accepts: isAmount };

/** What an outcome may be for each loss of a goal. */
const GOAL_RULES: Readonly<Record<Goal["loss"], Rule>> = {
  log: { allowed: "0 or 1", accepts: (value) => value === 0 || value === 1 },
  squared: AMOUNT,
  huber: AMOUNT,
  poisson: { allowed: `a number from 0 to ${LARGEST}`, accepts: (value) => value >= 0 && isAmount(value) },
};

function ruleOf({ classes }: TrainingSet, task: Task, soft: boolean): Rule {
  if (task === "regression") return AMOUNT;
  if (task === "ranking")
    return { allowed: "a relevance of 0 or more", accepts: (grade) => grade >= 0 && grade < Infinity };
  const isFlag = task === "binary" || task === "multilabel";
  if (isFlag && soft) return { allowed: "a number from 0 to 1", accepts: (share) => share >= 0 && share <= 1 };
  const below = isFlag ? 2 : classes.length;
  return {
    allowed: `a whole number from 0 to ${below - 1}`,
    accepts: (index) => Number.isInteger(index) && index >= 0 && index < below,
  };
}

function checkClasses(classes: readonly string[], task: Task): void {
  const need = task === "multilabel" ? 1 : 2;
  if (task !== "multiclass" && task !== "hierarchical" && task !== "multilabel") return;
  if (classes.length < need || new Set(classes).size < classes.length)
    throw classesInvalid({ task, need, got: classes });
}

function checkGroups({ features, groups }: TrainingSet): void {
  for (let row = 0; row < features.rows; row++) {
    const got = groups?.[row];
    if (got === undefined || !(got >= 0)) throw groupsMissing({ row, got });
  }
}

function hasMixedList({ label, groups }: TrainingSet): boolean {
  const first = new Map<number, number>();
  return label.some((grade, row) => {
    const list = groups?.[row] as number;
    const seen = first.get(list);
    if (seen === undefined) first.set(list, grade);
    return seen !== undefined && seen !== grade;
  });
}
