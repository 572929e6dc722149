import type { Signature, Task } from "../model.ts";
import type { TreesLink } from "../trees/body.ts";
import { importOption } from "./errors.ts";
import type { Foreign, ImportOptions, Meaning } from "./foreign.ts";

/** What the kept outputs of a foreign forest are used as. */
export interface Role extends Pick<Signature, "task" | "classes"> {
  readonly meaning: Meaning;
  readonly link: TreesLink;
  /** The numbers of the outputs to keep. */
  readonly outputs: readonly number[];
}

/** The role that the objective and the caller agree on. Throws `model.import-option`, `model.import-unsupported`. */
export function roleOf(foreign: Foreign, options: ImportOptions): Role {
  const meaning = foreign.meaning(objectiveOf(foreign, options));
  const outputs = chosenOutputs(foreign, options);
  const { task, link } = taskOf(meaning, outputs.length, options);
  return { meaning, task, link, outputs, classes: classesOf(task, outputs.length, options) };
}

function objectiveOf({ objective }: Foreign, options: ImportOptions): string {
  if (objective !== undefined && options.objective !== undefined && objective !== options.objective)
    throw importOption({ option: "objective", what: `the file itself names ${objective}` });
  const known = objective ?? options.objective;
  if (known !== undefined) return known;
  throw importOption({ option: "objective", what: "the file names none, so it has to be given" });
}

function chosenOutputs({ outputs }: Foreign, { output }: ImportOptions): readonly number[] {
  if (output === undefined) return Array.from({ length: outputs }, (_, k) => k);
  if (Number.isInteger(output) && output >= 0 && output < outputs) return [output];
  throw importOption({ option: "output", what: `it must be a whole number from 0 to ${outputs - 1}. Got ${output}` });
}

/** Scores that classes share cannot be taken apart; others serve any task of their width. */
function taskOf(meaning: Meaning, outputs: number, { task, output }: ImportOptions): Pick<Role, "task" | "link"> {
  const { link } = meaning;
  const isShared = link === "softmax" || link === "oneVsAll";
  if (isShared && output !== undefined)
    throw importOption({ option: "output", what: "the outputs are classes, whose probabilities belong together" });
  const chosen = task ?? (outputs > 1 && link === "sigmoid" ? "multilabel" : meaning.task);
  if (chosen === "multilabel" && link === "oneVsAll") return { task: chosen, link: "sigmoid" };
  if (!fits(chosen, link, outputs)) throw misfit(chosen, meaning, outputs);
  return { task: chosen, link: meaning.raw === true && chosen !== "binary" ? "identity" : link };
}

function fits(task: Task, link: TreesLink, outputs: number): boolean {
  const isShared = link === "softmax" || link === "oneVsAll";
  if (task === "multiclass" || task === "hierarchical") return isShared;
  if (task === "multilabel") return !isShared;
  return outputs === 1 && (task !== "binary" || link === "sigmoid");
}

function misfit(task: Task, meaning: Meaning, outputs: number): Error {
  if (outputs === 1 || meaning.task === "multiclass")
    return importOption({ option: "task", what: `the objective is for the task ${meaning.task}. Got ${task}` });
  const what = `the model gives ${outputs} values a row; choose one, or take them all with the task multilabel`;
  return importOption({ option: "output", what });
}

function classesOf(task: Task, outputs: number, { classes }: ImportOptions): readonly string[] {
  if (task === "binary" || task === "regression" || task === "ranking") return [];
  const names = classes ?? Array.from({ length: outputs }, (_, k) => String(k));
  if (names.length !== outputs)
    throw importOption({ option: "classes", what: `the model has ${outputs} outputs. Got ${names.length} names` });
  if (new Set(names).size === names.length) return names;
  throw importOption({ option: "classes", what: "each name must be there once" });
}
