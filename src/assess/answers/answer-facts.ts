import { groupsOf, type Table } from "../../data/index.ts";
import { evaluateAll, inputsOf } from "../../features/index.ts";
import { known } from "../../kernel/index.ts";
import { type AnsweringSystem, targetsOf } from "../../system/index.ts";
import type { Dataset } from "../../train/index.ts";
import { type CommonFacts, featureFacts } from "../data-facts.ts";
import { duplicatesOf } from "../duplicates.ts";

/** What a system answers: one label, a set of labels, a value, or an order of candidates. */
export type AnswerKind = "label" | "labels" | "value" | "order";

/** What the data hold, before anything is learned. */
export interface AnswerFacts extends CommonFacts {
  readonly answers: AnswerKind;
  /**
   * What there is to learn from. Label: rows without the commonest one; labels: rows of the rarer side of the label that is
   * best spread; value: rows; order: lists whose candidates differ.
   */
  readonly examples: number;
  /** How often each label is true, the most frequent first; empty for values and orders. */
  readonly shares: readonly { readonly label: string; readonly rows: number }[];
  /** Of values: their mean and standard deviation; null otherwise. */
  readonly spread: { readonly mean: number; readonly sd: number } | null;
  /** Of orders: how many lists there are; null otherwise. */
  readonly lists: number | null;
}

const KINDS = { "pick-label": "label", "pick-labels": "labels", "pick-value": "value", "rank-by": "order" } as const;

/** What a system answers. */
export function answerKind({ policy }: AnsweringSystem): AnswerKind {
  return KINDS[policy.policy];
}

/** Counts what a dataset holds. */
export function answerFacts(system: AnsweringSystem, dataset: Dataset): AnswerFacts {
  const answers = answerKind(system);
  const outcomes = targetsOf(system);
  const columns = outcomes.map((name) => known(dataset.labels[name], `label ${name}`));
  const [first = { values: new Float64Array(0), classes: [] }] = columns;
  const shares =
    answers === "label"
      ? countsOf(first.values, first.classes)
      : answers === "labels"
        ? sorted(outcomes.map((label, i) => ({ label, rows: sumOf(columns[i]?.values ?? new Float64Array(0)) })))
        : [];
  const isSameRow = answers === "label" || answers === "labels";
  return {
    answers,
    outcomes,
    rows: dataset.rows,
    examples: examplesOf(answers, { dataset, shares, values: first.values }),
    shares,
    spread: answers === "value" ? spreadOf(first.values) : null,
    lists: dataset.lists === null ? null : new Set(dataset.lists).size,
    entities: new Set(dataset.entity).size,
    leftOut: dataset.unlabelled + dataset.acted,
    duplicates: isSameRow ? duplicatesOf(dataset.features, setNumbers(columns.map(({ values }) => values))) : null,
    ...featureFacts(dataset.features),
  };
}

/** Counts what a table holds from which nothing can be learned: it is no dataset. */
export function thinAnswers(system: AnsweringSystem, table: Table, rows: number): AnswerFacts {
  return {
    answers: answerKind(system),
    outcomes: targetsOf(system),
    rows,
    examples: 0,
    shares: [],
    spread: null,
    lists: null,
    entities: system.entity === undefined ? rows : groupsOf(table, system.entity).keys.length,
    leftOut: table.rows - rows,
    duplicates: null,
    ...featureFacts(evaluateAll(inputsOf(system.features), table)),
  };
}

type Shares = AnswerFacts["shares"];

function sorted(shares: Shares): Shares {
  return [...shares].sort((a, b) => b.rows - a.rows);
}

function countsOf(values: Float64Array, classes: readonly string[]): Shares {
  const counts = new Float64Array(classes.length);
  for (const place of values) counts[place] = (counts[place] as number) + 1;
  return sorted(classes.map((label, place) => ({ label, rows: counts[place] as number })));
}

function sumOf(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}

interface Counted {
  readonly dataset: Dataset;
  readonly shares: Shares;
  readonly values: Float64Array;
}

function examplesOf(answers: AnswerKind, { dataset, shares, values }: Counted): number {
  const { rows, lists } = dataset;
  if (answers === "label") return rows - (shares[0]?.rows ?? 0);
  if (answers === "labels") return Math.max(0, ...shares.map((one) => Math.min(one.rows, rows - one.rows)));
  if (lists === null) return rows;
  const first = new Map<number, number>();
  const differing = new Set<number>();
  lists.forEach((list, row) => {
    const value = values[row] as number;
    if (!first.has(list)) first.set(list, value);
    else if (first.get(list) !== value) differing.add(list);
  });
  return differing.size;
}

function spreadOf(values: Float64Array): AnswerFacts["spread"] {
  const mean = sumOf(values) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, sd: Math.sqrt(squares / Math.max(1, values.length - 1)) };
}

/** One number per row that is the same for the same labels. */
function setNumbers(columns: readonly Float64Array[]): Float64Array {
  const [only] = columns;
  if (only !== undefined && columns.length === 1) return only;
  const numbers = new Map<string, number>();
  return Float64Array.from({ length: only?.length ?? 0 }, (_, row) => {
    const key = columns.map((values) => values[row]).join();
    const number = numbers.get(key) ?? numbers.size;
    numbers.set(key, number);
    return number;
  });
}
