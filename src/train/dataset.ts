import { type Column, column, groupsOf, numbers, type Table, takeRows } from "../data/index.ts";
import { evaluate, evaluateAll } from "../features/index.ts";
import { known } from "../kernel/index.ts";
import { type Outcome, ruleNodes, type SystemDefinition, targetsOf } from "../system/index.ts";
import { type LabelColumn, requireTruth } from "./truth.ts";

export type { LabelColumn } from "./truth.ts";

/** A snapshot seen through a system: everything that learning and judging read, row by row. */
export interface Dataset {
  readonly rows: number;
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
}

/** The outcome that the payoff speaks of; of several labels the first. */
export function pricedOutcome(system: SystemDefinition): string {
  return known(targetsOf(system)[0], "a system with an outcome");
}

/** Reads a table through a system. Throws `train.label-constant`, `train.label-poor`. */
export function datasetOf(system: SystemDefinition, all: Table): Dataset {
  const { rows, unlabelled, acted } = usableRows(system, all);
  const table = takeRows(all, rows);
  const labels = Object.fromEntries(
    Object.entries(system.outcomes).map(([name, outcome]) => [name, labelOf(outcome, table)]),
  );
  requireTruth(system, labels);
  const ruleAnswers = evaluateAll(ruleNodes(system), table);
  const { policy } = system;
  return {
    rows: table.rows,
    features: evaluateAll(system.features, table),
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
  };
}

/** Without an entity every row stands for itself. */
function eachItsOwn(rows: number): Int32Array {
  return Int32Array.from({ length: rows }, (_, row) => row);
}

/** The rows whose every target is known, less those that were acted on where that changes it. */
function usableRows(system: SystemDefinition, table: Table): { rows: Int32Array; unlabelled: number; acted: number } {
  const targets = targetsOf(system).map((name) => known(system.outcomes[name], `outcome ${name}`));
  const isKnown = targets.map((target) => knownIn(evaluate(target.history, table, "label")));
  const actedOn = targets.flatMap(({ acted, changedByActing }) =>
    acted === undefined || !changedByActing ? [] : [truths(evaluate(acted, table, "acted"))],
  );
  const rows: number[] = [];
  let [unlabelled, acted] = [0, 0];
  for (let row = 0; row < table.rows; row++) {
    if (!isKnown.every((known) => known(row))) unlabelled++;
    else if (actedOn.some((flags) => flags[row] === 1)) acted++;
    else rows.push(row);
  }
  return { rows: Int32Array.from(rows), unlabelled, acted };
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
