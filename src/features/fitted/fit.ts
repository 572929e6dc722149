import type { Column, Table } from "../../data/index.ts";
import { known } from "../../kernel/index.ts";
import { columnsOf, type Frozen, type FrozenStep, walk } from "./frozen.ts";
import type { PlannedStep, TransformPlan } from "./plan.ts";
import type { Lesson, OutcomeColumn } from "./transform.ts";
import { transformOf } from "./transforms.ts";

/** Training rows: what transforms are learned from. */
export interface TransformTraining {
  /** The plan's inputs, and perhaps more. */
  readonly table: Table;
  /** Every outcome that a transform names, for the table's rows. */
  readonly outcomes: Readonly<Record<string, OutcomeColumn>>;
  /** Which rows belong to one unit, and must not tell of each other. */
  readonly units: Int32Array;
  readonly seed: number;
}

/** What was learned, and what a learner is given for the very rows that it was learned from. */
export interface FittedTransforms {
  readonly frozen: Frozen;
  readonly training: Table;
}

/** Learns every transform of a plan, each from what those before it give, on these rows and no others. */
export function fitTransforms(plan: TransformPlan, training: TransformTraining): FittedTransforms {
  const steps: FrozenStep[] = [];
  const table = walk(plan, training.table, (step, given) => {
    const lesson = lessonOf(step, training);
    const transform = transformOf(step);
    const frozen = { ...step, state: transform.fit(given, lesson) };
    steps.push(frozen);
    const own = transform.ofTraining?.(given, lesson, frozen.state);
    return own === undefined ? columnsOf(frozen, given) : named(own, transform.columns(frozen.state, step.options));
  });
  return { frozen: Object.freeze({ steps, outputs: plan.outputs }), training: table };
}

function lessonOf({ options }: PlannedStep, { outcomes, units, seed }: TransformTraining): Lesson {
  const common = { options, units, seed };
  if (typeof options.outcome !== "string") return common;
  return { ...common, outcome: known(outcomes[options.outcome], `outcome ${options.outcome}`) };
}

function named(columns: readonly Float64Array[], names: readonly string[]): readonly Column[] {
  return columns.map((values, k): Column => ({ name: names[k] ?? "", kind: "number", values }));
}
