import { type Column, column, groupsOf, numbers, type Table, takeRows } from "../../data/index.ts";
import { evaluate, evaluateAll, inputsOf } from "../../features/index.ts";
import { known } from "../../kernel/index.ts";
import { type Outcome, ruleNodes, type SystemDefinition, targetsOf } from "../../system/index.ts";
import { type Events, withEvents } from "../snapshot/events.ts";
import { importanceOf } from "../weights/importance.ts";
import { type LoggedRows, loggedRows } from "../weights/logged.ts";
import { type LabelColumn, requireTruth } from "./truth.ts";

export type { LabelColumn } from "./truth.ts";

/** A snapshot seen through a system: everything that learning and judging read, row by row. */
export interface Dataset {
  readonly rows: number;
  /** What is computed of a row before anything is learned. */
  readonly features: Table;
  readonly entity: Int32Array;
  /** Prediction times (ms), when the system declares them. */
  readonly time: Float64Array | null;
  readonly labels: Readonly<Record<string, LabelColumn>>;
  /** 1 where the rule says act, a missing answer being a no; empty for a system that answers something else. */
  readonly rule: Float64Array;
  /** What the rule answers: one column named `rule`, or one for each label. */
  readonly ruleAnswers: Table;
  /** Number of the list in which a row competes, for a system that ranks. */
  readonly lists: Int32Array | null;
  readonly blocked: Uint8Array;
  readonly slices: Table;
  /** The contract's fields that are known before, for the leakage check. */
  readonly before: Table;
  /** Rows left out because what answers are held against is not known. */
  readonly unlabelled: number;
  /** Rows left out because somebody acted and acting changes the outcome. */
  readonly acted: number;
  /** Of these, how many were acted on for certain, as was logged: nothing stands for them. */
  readonly certain: number;
  /** How many rows each stands for in judging; null where each stands for itself. */
  readonly weight: Float64Array | null;
  /** By outcome whose history was left to chance, what weighing its rows came to. */
  readonly logged: Readonly<Record<string, LoggedRows>>;
}

/** The outcome that the payoff speaks of; of several labels the first. */
export function pricedOutcome(system: SystemDefinition): string {
  return known(targetsOf(system)[0], "a system with an outcome");
}

/**
 * Reads a table through a system, its windows as of each row's time. A table that has its windows' columns already needs no
 * events. Throws `train.label-constant`, `train.label-poor`, `train.propensity-unusable`, `train.weight-unusable`.
 */
export function datasetOf(system: SystemDefinition, all: Table, events?: Events): Dataset {
  const { rows, unlabelled, acted, certain } = usableRows(system, all);
  const taken = takeRows(all, rows);
  const table = events === undefined ? taken : withEvents(system, taken, events);
  const { labels, logged } = labelsOf(system, table, rows);
  requireTruth(system, labels);
  const ruleAnswers = evaluateAll(ruleNodes(system), table);
  const { policy } = system;
  return {
    rows: table.rows,
    features: evaluateAll(inputsOf(system.features), table),
    entity: system.entity === undefined ? eachItsOwn(table.rows) : groupsOf(table, system.entity).ids,
    time: system.time === undefined ? null : numbers(table, system.time),
    labels,
    rule: policy.policy === "act-if" ? truths(column(ruleAnswers, "rule")) : new Float64Array(0),
    ruleAnswers,
    lists: policy.policy === "rank-by" ? groupsOf(table, policy.list).ids : null,
    blocked: blockedRows(system, table),
    slices: { rows: table.rows, columns: system.slices.map((name) => column(table, name)) },
    before: { rows: table.rows, columns: table.columns.filter(({ name }) => mayLeak(system, name)) },
    unlabelled,
    acted,
    certain,
    weight: labels[pricedOutcome(system)]?.weight ?? null,
    logged,
  };
}

/** Every outcome's label. Rows that were acted on tell nothing of an outcome that acting changes. */
function labelsOf(system: SystemDefinition, table: Table, rows: Int32Array): Pick<Dataset, "labels" | "logged"> {
  const labels: Record<string, LabelColumn> = {};
  const logged: Record<string, LoggedRows> = {};
  for (const [name, outcome] of Object.entries(system.outcomes)) {
    const label = withoutActed(labelOf(outcome, table), outcome, table);
    const tells = (row: number): boolean => !Number.isNaN(label.values[row] as number);
    const weighed = loggedRows({ name, outcome, tells }, table, rows);
    const importance = importanceOf({ name, outcome, tells }, table, rows);
    labels[name] = {
      ...label,
      ...(weighed === undefined ? {} : { weight: weighed.weight }),
      ...(importance === undefined ? {} : { importance }),
    };
    if (weighed !== undefined) logged[name] = weighed;
  }
  return { labels, logged };
}

function withoutActed(label: LabelColumn, { acted, changedByActing }: Outcome, table: Table): LabelColumn {
  if (acted === undefined || !changedByActing) return label;
  const flags = truths(evaluate(acted, table, "acted"));
  if (!flags.includes(1)) return label;
  return { ...label, values: label.values.map((value, row) => (flags[row] === 1 ? Number.NaN : value)) };
}

/** Without an entity every row stands for itself. */
function eachItsOwn(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

interface UsableRows extends Pick<Dataset, "unlabelled" | "acted" | "certain"> {
  readonly rows: Int32Array;
}

/** The rows whose every target is known, less those that were acted on where that changes it. */
function usableRows(system: SystemDefinition, table: Table): UsableRows {
  const targets = targetsOf(system).map((name) => known(system.outcomes[name], `outcome ${name}`));
  const isKnown = targets.map((target) => knownIn(evaluate(target.history, table, "label")));
  const actedOn = targets.flatMap(({ acted, changedByActing }) =>
    acted === undefined || !changedByActing ? [] : [truths(evaluate(acted, table, "acted"))],
  );
  const isCertain = certainIn(targets, table);
  const rows: number[] = [];
  let [unlabelled, acted, certain] = [0, 0, 0];
  for (let row = 0; row < table.rows; row++) {
    if (!isKnown.every((known) => known(row))) unlabelled++;
    else if (actedOn.some((flags) => flags[row] === 1)) {
      acted++;
      if (isCertain(row)) certain++;
    } else rows.push(row);
  }
  return { rows: Int32Array.from(rows), unlabelled, acted, certain };
}

/** Whether what was done in a row was done for certain. */
function certainIn(targets: readonly Outcome[], table: Table): (row: number) => boolean {
  const nodes = targets.flatMap(({ propensity }) => (propensity === undefined ? [] : [propensity]));
  const found = nodes.map((node) => evaluate(node, table, "propensity"));
  return (row) => found.some((column) => column.kind !== "text" && column.values[row] === 1);
}

function knownIn(label: Column): (row: number) => boolean {
  if (label.kind === "text") return (row) => (label.codes[row] as number) >= 0;
  return (row) => !Number.isNaN(label.values[row] as number);
}

function labelOf(outcome: Outcome, table: Table): LabelColumn {
  const found = evaluate(outcome.history, table, "label");
  if (found.kind !== "text") return { values: found.values, classes: [] };
  const used = new Set(found.codes);
  const classes = found.levels.filter((_, code) => used.has(code)).sort();
  const rank = new Map(classes.map((level, place) => [level, place]));
  const places = found.levels.map((level) => rank.get(level) ?? Number.NaN);
  return { values: Float64Array.from(found.codes, (code) => places[code] ?? Number.NaN), classes };
}

/** 1 where a flag is true; a missing one is not. */
export function truths(flags: Column): Float64Array {
  if (flags.kind === "text") return new Float64Array(flags.codes.length);
  return flags.values.map((value) => (value === 1 ? 1 : 0));
}

function blockedRows(system: SystemDefinition, table: Table): Uint8Array {
  const blocked = new Uint8Array(table.rows);
  for (const { name, when } of system.filters) {
    const hits = truths(evaluate(when, table, name));
    for (let row = 0; row < table.rows; row++) if (hits[row] === 1) blocked[row] = 1;
  }
  return blocked;
}

/** What is declared known before, less the columns that say who and which list. */
function mayLeak({ contract, entity, policy }: SystemDefinition, name: string): boolean {
  const list = policy.policy === "rank-by" ? policy.list : undefined;
  return contract.fields[name]?.known === "before" && name !== entity && name !== list;
}
