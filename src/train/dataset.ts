import { type Column, column, groupsOf, numbers, type Table, takeRows } from "../data/index.ts";
import { evaluate, evaluateAll } from "../features/index.ts";
import { defineError, type ErrorConstructor, known } from "../kernel/index.ts";
import type { Outcome, SystemDefinition } from "../system/index.ts";

/** The label of one outcome: 0 or 1, a class number, or a value; NaN where it is not known. */
export interface LabelColumn {
  readonly values: Float64Array;
  readonly classes: readonly string[];
}

/** A snapshot seen through a system: everything that learning and judging read, row by row. */
export interface Dataset {
  readonly rows: number;
  readonly features: Table;
  readonly entity: Int32Array;
  /** Prediction times (ms), when the system declares them. */
  readonly time: Float64Array | null;
  readonly labels: Readonly<Record<string, LabelColumn>>;
  /** 1 where the rule says act; a missing answer is a no. */
  readonly rule: Float64Array;
  readonly blocked: Uint8Array;
  readonly slices: Table;
  /** The contract's fields that are known before, for the leakage check. */
  readonly before: Table;
  /** Rows left out because the priced outcome is not known. */
  readonly unlabelled: number;
  /** Rows left out because somebody acted and acting changes the outcome. */
  readonly acted: number;
}

export const labelConstant: ErrorConstructor<{ outcome: string; rows: number; value: string; count: number }> =
  defineError("train.label-constant", {
    headline: "Nothing to learn",
    message: ({ outcome, rows, value, count }: { outcome: string; rows: number; value: string; count: number }) =>
      count === 0
        ? `The outcome \`${outcome}\` is ${value} in all ${rows} rows. Learning needs both.`
        : `The outcome \`${outcome}\` is ${value} in only ${count} of ${rows} rows. At least ${FEWEST} are needed to train and to judge.`,
    hint: () => "Check how `history` reads it, or collect more of the rarer side first.",
  });

/** Fewer than this many of either truth cannot be split into folds that say anything. */
const FEWEST = 10;

/** The outcome that the payoff speaks of. */
export function pricedOutcome(system: SystemDefinition): string {
  return system.objective.outcome ?? known(Object.keys(system.outcomes)[0], "a system with an outcome");
}

/** Reads a table through a system. Throws `train.label-constant`. */
export function datasetOf(system: SystemDefinition, all: Table): Dataset {
  const priced = known(system.outcomes[pricedOutcome(system)], "the priced outcome");
  const { rows, unlabelled, acted } = usableRows(priced, all);
  const table = takeRows(all, rows);
  const labels = Object.fromEntries(
    Object.entries(system.outcomes).map(([name, outcome]) => [name, labelOf(outcome, table)]),
  );
  requireBoth(pricedOutcome(system), known(labels[pricedOutcome(system)], "the priced label"));
  return {
    rows: table.rows,
    features: evaluateAll(system.features, table),
    entity: system.entity === undefined ? eachItsOwn(table.rows) : groupsOf(table, system.entity).ids,
    time: system.time === undefined ? null : numbers(table, system.time),
    labels,
    rule: truths(evaluate(system.rule, table, "rule")),
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

function usableRows(priced: Outcome, table: Table): { rows: Int32Array; unlabelled: number; acted: number } {
  const label = evaluate(priced.history, table, "label");
  const actedOn =
    priced.acted === undefined || !priced.changedByActing ? null : truths(evaluate(priced.acted, table, "acted"));
  const rows: number[] = [];
  let [unlabelled, acted] = [0, 0];
  for (let row = 0; row < table.rows; row++) {
    if (label.kind === "text" || Number.isNaN(label.values[row] as number)) unlabelled++;
    else if (actedOn?.[row] === 1) acted++;
    else rows.push(row);
  }
  return { rows: Int32Array.from(rows), unlabelled, acted };
}

function labelOf(outcome: Outcome, table: Table): LabelColumn {
  const found = evaluate(outcome.history, table, "label");
  if (found.kind !== "text") return { values: found.values, classes: [] };
  const classes = [...found.levels].sort();
  const rank = found.levels.map((level) => classes.indexOf(level));
  return { values: Float64Array.from(found.codes, (code) => rank[code] ?? Number.NaN), classes };
}

function requireBoth(outcome: string, { values }: LabelColumn): void {
  const yes = values.reduce((sum, value) => sum + value, 0);
  const no = values.length - yes;
  if (Math.min(yes, no) >= FEWEST) return;
  throw labelConstant({ outcome, rows: values.length, value: labelWord({ yes, no }), count: Math.min(yes, no) });
}

/** The side that is named: the constant one when the other is absent, else the rare one. */
function labelWord({ yes, no }: { yes: number; no: number }): string {
  if (yes === 0) return "no";
  if (no === 0) return "yes";
  return yes < no ? "yes" : "no";
}

function truths(flags: Column): Float64Array {
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

/** What is declared known before, less the column that says who. */
function mayLeak(system: SystemDefinition, name: string): boolean {
  return system.contract.fields[name]?.known === "before" && name !== system.entity;
}
