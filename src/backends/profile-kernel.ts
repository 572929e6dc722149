import {
  type Contract,
  inspect,
  type ProfileState,
  profileAccumulator,
  settleProfile,
  soundness,
  type Table,
} from "../data/index.ts";
import type { Kernel } from "../store/index.ts";
import { type PlannedColumn, readParquetBatches } from "./parquet-batches.ts";

/** One share of a file's columns to look at. */
export interface ProfileInput {
  /** Absolute. */
  readonly file: string;
  readonly columns: readonly PlannedColumn[];
  /** The column with which the others are compared. Only `owner` of it profiles it. */
  readonly label?: PlannedColumn;
  /** What to hold every row against beside; only its fields among `columns` count. */
  readonly contract?: Contract;
}

export interface ProfileOutput {
  readonly state: ProfileState;
  /** Rows that broke the contract in one of these columns; 0 without a contract. */
  readonly refused: number;
}

/** {@link profileShare}, as a thread is asked for it. */
export function run(input: ProfileInput): Promise<ProfileOutput> {
  return profileShare(input);
}

/** Reads the columns and profiles them, all in one pass. */
export async function profileShare(
  { file, columns, label, contract }: ProfileInput,
  signal?: AbortSignal,
): Promise<ProfileOutput> {
  const labelOnly = label !== undefined && columns.every(({ name }) => name !== label.name);
  const wanted = labelOnly ? [...columns, label] : columns;
  const accumulator = profileAccumulator({ ...(label === undefined ? {} : { label: label.name }), labelOnly });
  const refusedIn = contract === undefined ? () => 0 : refusals(contract);
  let refused = 0;
  await readParquetBatches(file, wanted, (batch) => {
    signal?.throwIfAborted();
    accumulator.add(batch);
    refused += refusedIn(labelOnly ? without(batch, label.name) : batch);
  });
  return { state: settleProfile(accumulator.state()), refused };
}

/** Counts the rows of a batch that break a rule of one of its columns. Only columns that are not plainly sound are judged row by row. */
function refusals(contract: Contract): (batch: Table) => number {
  const { isSound } = soundness(contract.missingValues);
  return (batch) => {
    const doubtful = batch.columns.filter((column) => {
      const field = contract.fields[column.name];
      return field !== undefined && !isSound(column, field);
    });
    const names = new Set(doubtful.map(({ name }) => name));
    if (names.size === 0) return 0;
    const fields = Object.fromEntries(Object.entries(contract.fields).filter(([name]) => names.has(name)));
    const exclude = contract.exclude.filter(({ field }) => names.has(field));
    return inspect({ rows: batch.rows, columns: doubtful }, { ...contract, fields, exclude }).quarantined.rows;
  };
}

function without(batch: Table, name: string): Table {
  return { rows: batch.rows, columns: batch.columns.filter((column) => column.name !== name) };
}

/** {@link run} as work that can leave the thread. */
export const profileKernel: Pick<Kernel<ProfileInput, Promise<ProfileOutput>>, "module" | "run"> = Object.freeze({
  module: import.meta.url,
  run,
});
