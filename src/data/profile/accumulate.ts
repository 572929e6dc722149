import { known } from "../../kernel/index.ts";
import { type Range, rowKeys, settleSample } from "../../stats/index.ts";
import { type Column, column, hasColumn, type Table } from "../table.ts";
import { addAssociation, mergeAssociation } from "./add-association.ts";
import { associationState, emptyAssociation } from "./association-state.ts";
import { finishProfile } from "./finish.ts";
import { type FactShelf, factShelf } from "./level-facts.ts";
import { addNumbers, mergeNumbers, type NumberState, numberState, type Wanted } from "./number-state.ts";
import type { Profile } from "./profile.ts";
import type { ColumnState, ProfileState } from "./profile-state.ts";
import { addTexts, mergeTexts, type TextState, textState } from "./text-state.ts";

export interface ProfileOptions {
  /** The column with which all others are compared. */
  readonly label?: string;
  /** The number of the first row that will be added, from 0: for a part of a table. Default 0. */
  readonly firstRow?: number;
  /** The label is only compared with, and not profiled itself. Default `false`. */
  readonly labelOnly?: boolean;
}

/** Profiles a table in one pass over its batches. */
export interface ProfileAccumulator {
  /** The batch's columns must be those of the first batch, in any order. */
  add(batch: Table): void;
  /** Takes what another has seen: of later rows of the same table, which it was told by `firstRow`. */
  merge(other: ProfileState): void;
  state(): ProfileState;
  finish(): Profile;
}

/** Rows looked at column by column before the next: they fit the processor's cache. */
const BLOCK = 32_768;

/** A profile in the making; carries on from `from`, which then belongs to it. */
export function profileAccumulator(options: ProfileOptions = {}, from?: ProfileState): ProfileAccumulator {
  const { label = null, firstRow = 0 } = options;
  const state: ProfileState = from ?? { firstRow, rows: 0, label, columns: [] };
  const shelf = factShelf();
  return {
    add: (batch) => addBatch({ state, shelf, labelOnly: options.labelOnly === true }, batch),
    merge: (other) => mergeStates(state, other),
    state: () => state,
    finish: () => finishProfile(state),
  };
}

/** Profiles a table that is there as a whole, or batch by batch. */
export function profile(batches: Iterable<Table>, options: ProfileOptions = {}): Profile {
  const accumulator = profileAccumulator(options);
  for (const batch of batches) accumulator.add(batch);
  return accumulator.finish();
}

interface Work {
  readonly state: ProfileState;
  readonly shelf: FactShelf;
  readonly labelOnly: boolean;
}

function addBatch({ state, shelf, labelOnly }: Work, batch: Table): void {
  const label = state.label !== null && hasColumn(batch, state.label) ? column(batch, state.label) : undefined;
  if (state.columns.length === 0)
    for (const one of batch.columns) if (!(labelOnly && one === label)) state.columns.push(columnState(one, label));
  const columns = state.columns.map(({ values }) => column(batch, values.name));
  for (let start = 0; start < batch.rows; start += BLOCK) {
    const end = Math.min(batch.rows, start + BLOCK);
    const wanted = wantedRows(state, { start, end });
    state.columns.forEach((one, i) => {
      addColumn(one, { column: known(columns[i], "the column of a state"), label, shelf }, { start, end, wanted });
    });
  }
  state.rows += batch.rows;
}

/** Rows with a key that some sample may still want: few of many, once the samples are full. */
function wantedRows({ firstRow, rows, columns }: ProfileState, { start, end }: Range): Wanted {
  const ceiling = columns.reduce(
    (most, { values }) => (values.kind === "text" ? most : Math.max(most, values.sample.ceiling)),
    0,
  );
  const keys = new Uint32Array(ceiling === 0 ? 0 : end - start);
  rowKeys(firstRow + rows + start, keys);
  const places = new Uint32Array(keys.length);
  let found = 0;
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as number;
    if (key >= ceiling) continue;
    keys[found] = key;
    places[found++] = start + i;
  }
  return { rows: places.subarray(0, found), keys: keys.subarray(0, found) };
}

function columnState(one: Column, label: Column | undefined): ColumnState {
  const isLabel = label === undefined || one.name === label.name;
  return {
    values: one.kind === "text" ? textState(one.name) : numberState(one.name, one.kind),
    label: isLabel ? null : associationState(one, label),
  };
}

interface Added {
  readonly column: Column;
  readonly label: Column | undefined;
  readonly shelf: FactShelf;
}

function addColumn(
  { values, label: association }: ColumnState,
  { column: one, label, shelf }: Added,
  range: Range & { readonly wanted: Wanted },
): void {
  if (values.kind === "text") {
    const { codes, levels } = known(one.kind === "text" ? one : undefined, `texts in column ${one.name}`);
    addTexts(values, codes, { ...range, facts: shelf.of(one.name, levels) });
  } else
    addNumbers(
      values,
      known(one.kind === values.kind ? one : undefined, `${values.kind} in ${one.name}`).values,
      range,
    );
  if (association !== null && label !== undefined) addAssociation(association, { column: one, label }, range);
}

function mergeStates(state: ProfileState, other: ProfileState): void {
  if (state.columns.length === 0) state.columns.push(...other.columns.map(unseen));
  for (const { values, label } of state.columns) {
    const theirs = known(
      other.columns.find((one) => one.values.name === values.name && one.values.kind === values.kind),
      `the merged profile's column ${values.name} of kind ${values.kind}`,
    );
    if (values.kind === "text") mergeTexts(values, theirs.values as TextState);
    else mergeNumbers(values, theirs.values as NumberState);
    if (label !== null && theirs.label !== null) mergeAssociation(label, theirs.label);
  }
  state.rows += other.rows;
}

/** The same columns before any row was seen. */
function unseen({ values, label }: ColumnState): ColumnState {
  const { name, kind } = values;
  return {
    values: kind === "text" ? textState(name) : numberState(name, kind),
    label: label === null ? null : emptyAssociation(label.kind),
  };
}

/** Does what a thread can do of finishing, before the state leaves it. */
export function settleProfile(state: ProfileState): ProfileState {
  for (const { values } of state.columns) if (values.kind !== "text") settleSample(values.sample);
  return state;
}

/** The states of different columns of the same rows, as one. */
export function joinColumns(states: readonly ProfileState[]): ProfileState {
  const [first] = states;
  return {
    firstRow: first?.firstRow ?? 0,
    rows: first?.rows ?? 0,
    label: first?.label ?? null,
    columns: states.flatMap(({ columns }) => columns),
  };
}
