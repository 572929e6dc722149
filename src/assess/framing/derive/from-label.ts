import { takeRows } from "../../../data/index.ts";
import { evaluate, type Node, wordsOf } from "../../../features/index.ts";
import type { ByAnswer, RightOrWrong } from "../../../objective/index.ts";
import { binary, regression, type SystemDefinition } from "../../../system/index.ts";
import type { Dataset, FittedHead, RowOutputs } from "../../../train/index.ts";
import type { Bench } from "../bench.ts";
import { labelAnswers } from "../direct.ts";
import type { Framing, Untried } from "../framing.ts";
import { eachJudged, type Said } from "../said.ts";
import { chancesBetween, oncePerPart, residualsOf } from "../spread.ts";
import { UPKEEP } from "../upkeep.ts";
import { bucketOf, withLabel } from "./buckets.ts";
import { learnerTo } from "./learner.ts";
import { modelOutputs, withModel } from "./reframed.ts";

/** With more classes than this, a model for each is no framing that somebody keeps. */
const MOST_MODELS = 20;

/** A label by a yes or no for each class, and by the number that it is a bucket of. */
export function fromLabel(bench: Bench): readonly (Framing | Untried)[] {
  const { classes } = bench.label;
  const number = numberBehind(bench);
  return [
    ...(number === null ? [] : [asNumber(bench, number)]),
    classes.length > MOST_MODELS
      ? { name: "a yes or no for each class", why: `there are ${classes.length} classes, and each would be a model` }
      : asOneEach(bench),
    {
      name: "a score for each candidate",
      why: "nothing describes a class but its name: declare it over a history with one row for each class that was open",
    },
  ];
}

/** One model for each class; their chances are shared out. */
function asOneEach(bench: Bench): Framing {
  const { label, framed, system, target } = bench;
  const { classes, values } = label;
  const nameOf = (name: string): string => `${target} is ${name}`;
  const flags = classes.map((name, k): [string, Dataset["labels"][string]] => [
    nameOf(name),
    { values: values.map((value) => (Number.isNaN(value) ? value : Number(value === k))), classes: [] },
  ]);
  const dataset: Dataset = { ...framed.dataset, labels: { ...framed.dataset.labels, ...Object.fromEntries(flags) } };
  const learner = learnerTo("binary", system, { dataset, classes: classes.length });
  const heads = Object.fromEntries(classes.map((name) => [name, binary({ label: nameOf(name), learner })]));
  return {
    name: "a yes or no for each class",
    origin: "derived",
    task: `binary, ${classes.length} models`,
    system: withHeads(bench, heads),
    framed: { ...framed, dataset },
    onNewClass: "retrain-one",
    upkeep: UPKEEP.oneEach(classes.length),
    outputs: (fitted, rows) => shared(classes, fitted, rows),
    answer: (said, places) => labelAnswers(system.objective.payoff as RightOrWrong | ByAnswer, said, places),
  };
}

function withHeads({ system, target }: Bench, heads: SystemDefinition["heads"]): SystemDefinition {
  const declared = system.outcomes[target];
  const labels = Object.values(heads).flatMap((head) => ("label" in head ? [head.label] : []));
  const own = Object.fromEntries(labels.map((name) => [name, { ...declared, kind: "flag" }]));
  const weights = Object.fromEntries(Object.keys(heads).map((name) => [name, { start: 1, min: 0, max: 1 }]));
  // The policy answers with one head, and none of these alone is it: which one is named makes no difference to what is learned.
  const policy = { ...system.policy, head: Object.keys(heads)[0] };
  return { ...system, policy, outcomes: { ...system.outcomes, ...own }, heads, weights } as SystemDefinition;
}

/** The chances of all classes, divided by their sum. */
function shared(classes: readonly string[], fitted: readonly FittedHead[], rows: number): RowOutputs {
  const width = classes.length;
  const outputs = new Float64Array(rows * width);
  classes.forEach((name, k) => {
    const unseen = fitted.find((head) => head.name === name)?.unseen;
    for (let row = 0; row < rows; row++) outputs[row * width + k] = unseen?.[row] ?? 0;
  });
  for (let row = 0; row < rows; row++) {
    const own = outputs.subarray(row * width, (row + 1) * width);
    const sum = own.reduce((all, one) => all + one, 0);
    for (let k = 0; k < width; k++) own[k] = sum > 0 ? (own[k] as number) / sum : 1 / width;
  }
  return { outputs, classes };
}

/** A number that a label is a bucket of. */
interface Behind {
  readonly name: string;
  readonly values: Float64Array;
  readonly edges: readonly number[];
  /** The class of each bucket; of one that no row is in, none. */
  readonly classOf: readonly (number | undefined)[];
}

function numberBehind({ system, target, framed, label }: Bench): Behind | null {
  const node = system.outcomes[target]?.history;
  if (node?.op !== "apply" || node.operator !== "bucket") return null;
  const number = node.args[0] as Node;
  const edges = node.options.edges as readonly number[];
  const found = evaluate(number, takeRows(framed.table, framed.row), "number");
  if (found.kind === "text" || found.values.some((value) => Number.isNaN(value))) return null;
  const classOf: (number | undefined)[] = new Array(edges.length + 1).fill(undefined);
  found.values.forEach((value, row) => {
    classOf[bucketOf(edges, value)] = label.values[row];
  });
  return { name: wordsOf(number), values: found.values, edges, classOf };
}

/** The number as a value; a label is as likely as the value, off as often as it is, falls into it. */
function asNumber(bench: Bench, { name, values, edges, classOf }: Behind): Framing {
  const { framed, system, label } = bench;
  const dataset = withLabel(framed.dataset, name, { values, classes: [] });
  const head = regression({ label: name, learner: learnerTo("regression", system, { dataset }) });
  return {
    name: `the value of ${name}, then its bucket`,
    origin: "derived",
    task: "regression",
    system: withModel(bench, head),
    framed: { ...framed, dataset },
    onNewClass: "served",
    upkeep: UPKEEP.number,
    outputs: modelOutputs,
    answer: (said, places) => {
      const offOf = oncePerPart((part) => residualsOf(said, part, values));
      const width = label.classes.length;
      const outputs = new Float64Array(said.rows.length * width);
      eachJudged(said, places, (at, _, part) => {
        const chances = chancesBetween(edges, offOf(part), said.outputs[at] as number);
        classOf.forEach((k, bucket) => {
          if (k !== undefined) outputs[at * width + k] = chances[bucket] as number;
        });
      });
      const classified: Said = { ...said, outputs, width, classes: label.classes };
      return labelAnswers(system.objective.payoff as RightOrWrong | ByAnswer, classified, places);
    },
  };
}
