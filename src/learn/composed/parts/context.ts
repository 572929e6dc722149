import type { Task } from "../../../model/index.ts";
import type { FitContext, TrainingSet } from "../../learner.ts";

interface PartOf {
  /** Stands before the names of its learning curves. */
  readonly name: string;
  readonly task: Task;
  /** The unseen rows, as this part sees them. */
  readonly validation?: TrainingSet | undefined;
}

/** The context in which one part of a composed learner learns: its own task, its own rows, its curves by its name. */
export function partContext({ seed, team, onCurve }: FitContext, { name, task, validation }: PartOf): FitContext {
  return {
    task,
    seed,
    ...(team && { team }),
    ...(validation && { validation }),
    ...(onCurve && { onCurve: (curve, step, value) => onCurve(`${name}: ${curve}`, step, value) }),
  };
}
