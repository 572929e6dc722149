import { known } from "../../kernel/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { type AnsweringSystem, type Head, outcomesOf } from "../../system/index.ts";
import {
  type Dataset,
  type FitPlan,
  type FittedHead,
  fitHeads,
  headLabel,
  judgedRows,
  type RowOutputs,
} from "../../train/index.ts";
import type { Fitted } from "../feasibility/footprint.ts";
import { type QuickFitDeps, secondsOfOne, shuffled } from "../quick-fit.ts";
import { quickHead } from "./quick-head.ts";
import { skillOf } from "./skill.ts";

/** What a quick fit found out about what is to be answered. */
export interface AnswerSignal {
  /** On unseen rows: 0 is knowing nothing but how common everything is, 1 is knowing all. See `skillOf`. */
  readonly skill: Estimated;
  /** The same fit on a truth whose rows were shuffled: what chance alone gives. */
  readonly permuted: Estimated;
  readonly judgedRows: number;
  /** How the rows were divided. */
  readonly split: string;
  /** Rows that the fits saw, when they are fewer than there are. */
  readonly sampledRows: number | null;
}

/** A quick fit: its findings, and what it says of the judged rows. */
export interface QuickAnswers {
  readonly signal: AnswerSignal;
  readonly model: RowOutputs;
  readonly rows: Int32Array;
  /** To be measured. */
  readonly fitted: Fitted;
}

export interface QuickAnswersWork {
  readonly system: AnsweringSystem;
  readonly sample: Dataset;
  readonly sampled: boolean;
  readonly plan: FitPlan;
}

const permutedName = (label: string): string => `${label} (shuffled)`;

/** Fits small trees to what is to be answered and to the same shuffled, and lets them speak of rows that they did not see. */
export async function quickAnswers(work: QuickAnswersWork, deps: QuickFitDeps): Promise<QuickAnswers> {
  const { system, sample, plan, sampled } = work;
  const head = quickHead(system, sample, (label) => label);
  const permuted = quickHead(system, sample, permutedName);
  const labels = { ...sample.labels, ...shuffledLabels(sample, head, system.seed) };
  const dataset = { ...sample, labels };
  // The policy names a head; its own may have another task, or be missing.
  const policy = "head" in system.policy ? { ...system.policy, head: "model" } : system.policy;
  const outcomes = { ...system.outcomes, ...shuffledOutcomes(system, head) };
  const quick = { ...system, policy, outcomes, heads: { model: head, permuted } };
  const started = deps.stopwatch();
  const fitted = await fitHeads({ system: quick, dataset, plan }, deps);
  const took = deps.stopwatch() - started;
  const named = (name: string): FittedHead =>
    known(
      fitted.find((one) => one.name === name),
      "a quick head",
    );
  const rows = judgedRows(plan);
  const skill = (name: string, of: Head): Estimated => skillOn({ dataset, head: of, rows }, named(name).unseen);
  return {
    model: { outputs: named("model").unseen, classes: headLabel(dataset, head).classes },
    rows,
    fitted: { model: named("model").model, features: sample.features, seconds: secondsOfOne(took, plan) },
    signal: {
      skill: skill("model", head),
      permuted: skill("permuted", permuted),
      judgedRows: rows.length,
      split: plan.kind,
      sampledRows: sampled ? sample.rows : null,
    },
  };
}

function shuffledOutcomes({ outcomes }: AnsweringSystem, head: Head): AnsweringSystem["outcomes"] {
  return Object.fromEntries(outcomesOf(head).map((name) => [permutedName(name), known(outcomes[name], "an outcome")]));
}

/** Every label in one other order: labels of a set stay together. */
function shuffledLabels({ labels, rows }: Dataset, head: Head, seed: number): Dataset["labels"] {
  const order = shuffled(
    Float64Array.from({ length: rows }, (_, row) => row),
    seed,
  );
  return Object.fromEntries(
    outcomesOf(head).map((name) => {
      const { values, classes } = known(labels[name], "a label");
      return [permutedName(name), { values: order.map((row) => values[row] as number), classes }];
    }),
  );
}

interface Judged {
  readonly dataset: Dataset;
  readonly head: Head;
  readonly rows: Int32Array;
}

function skillOn({ dataset, head, rows }: Judged, outputs: Float64Array): Estimated {
  const { values, perRow, classes } = headLabel(dataset, head);
  const truth = new Float64Array(rows.length * perRow);
  rows.forEach((row, i) => {
    truth.set(values.subarray(row * perRow, (row + 1) * perRow), i * perRow);
  });
  const { lists, entity } = dataset;
  return skillOf({
    task: head.task,
    outputs,
    truth,
    blind: blindOf({ values, perRow, classes: classes.length }),
    entity: rows.map((row) => entity[row] as number),
    lists: lists === null ? null : rows.map((row) => lists[row] as number),
  });
}

/** The shares of the classes, or the mean of every label. */
function blindOf({
  values,
  perRow,
  classes,
}: {
  readonly values: Float64Array;
  readonly perRow: number;
  readonly classes: number;
}): readonly number[] {
  const width = perRow > 1 ? perRow : Math.max(1, classes);
  const sums = new Float64Array(width);
  const isClass = perRow === 1 && classes > 0;
  values.forEach((value, i) => {
    const at = isClass ? value : i % width;
    sums[at] = (sums[at] as number) + (isClass ? 1 : value);
  });
  return Array.from(sums, (sum) => (sum * perRow) / values.length);
}
