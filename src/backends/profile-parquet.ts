import { availableParallelism } from "node:os";
import {
  type Contract,
  columnMissing,
  fileDamaged,
  joinColumns,
  type Profile,
  profileAccumulator,
} from "../data/index.ts";
import { didYouMean } from "../kernel/index.ts";
import { type PlannedColumn, parquetPlan } from "./parquet-batches.ts";
import { type ProfileInput, type ProfileOutput, profileKernel, profileShare } from "./profile-kernel.ts";
import { threadCompute } from "./thread-compute.ts";

export interface ProfileFileOptions {
  /** The column with which all others are compared. */
  readonly label?: string;
  /** What to hold every row against beside. */
  readonly contract?: Contract;
  /** Default: one per core, where there is work for so many. */
  readonly threads?: number;
  readonly signal?: AbortSignal;
}

/** A file's profile, and how many rows the contract would refuse: by column, so a row may count more than once. */
export interface ProfiledFile {
  readonly profile: Profile;
  readonly refused: number;
}

/**
 * Profiles a Parquet file on every core, never holding more than a few thousand rows: each thread reads and looks at a
 * share of the columns. The profile is the one that a single thread would make. Throws `data.file-empty`, `data.file-damaged`,
 * `data.column-missing` for the label.
 */
export async function profileParquet(file: string, options: ProfileFileOptions = {}): Promise<ProfiledFile> {
  const { label: name, contract, signal } = options;
  const { columns, rows } = await parquetPlan(file);
  const threads = options.threads ?? threadsFor(rows * columns.length);
  const label = columns.find((column) => column.name === name);
  if (columns.length === 0) throw fileDamaged({ file, problem: "has no column of single values" });
  if (name !== undefined && label === undefined) throw columnMissing(absentLabel(name, columns));
  const inputs = dealt(columns, threads).map(
    (share): ProfileInput => ({
      file,
      columns: share,
      ...(label === undefined ? {} : { label }),
      ...(contract === undefined ? {} : { contract }),
    }),
  );
  const outputs = await lookAt(inputs, signal);
  const joined = joinColumns(outputs.map(({ state }) => state));
  const order = new Map(columns.map((column, i) => [column.name, i]));
  joined.columns.sort((a, b) => (order.get(a.values.name) ?? 0) - (order.get(b.values.name) ?? 0));
  return {
    profile: profileAccumulator({}, joined).finish(),
    refused: outputs.reduce((sum, { refused }) => sum + refused, 0),
  };
}

/** Values that are looked at in the time that a thread takes to start. */
const WORTH_A_THREAD = 4_000_000;

function threadsFor(values: number): number {
  return Math.max(1, Math.min(availableParallelism(), Math.floor(values / WORTH_A_THREAD)));
}

/** One share is looked at right here: another thread would take longer to start than to help. */
async function lookAt(inputs: readonly ProfileInput[], signal?: AbortSignal): Promise<readonly ProfileOutput[]> {
  const [only] = inputs;
  if (inputs.length === 1 && only !== undefined) return [await profileShare(only, signal)];
  const outputs: unknown = await threadCompute(inputs.length, signal).map(profileKernel, inputs);
  return outputs as readonly ProfileOutput[];
}

function absentLabel(column: string, planned: readonly PlannedColumn[]): Parameters<typeof columnMissing>[0] {
  const columns = planned.map(({ name }) => name);
  return { column, columns, suggestion: didYouMean(column, columns) };
}

/** The columns dealt out like cards, the costly texts first: every thread gets as many of each kind. */
function dealt(columns: readonly PlannedColumn[], threads: number): readonly (readonly PlannedColumn[])[] {
  const byCost = [...columns].sort((a, b) => costOf(b) - costOf(a));
  const hands = Array.from({ length: Math.min(threads, columns.length) }, (_, hand) =>
    byCost.filter((_, i) => i % Math.min(threads, columns.length) === hand),
  );
  return hands;
}

function costOf({ kind }: PlannedColumn): number {
  if (kind === "text") return 2;
  return kind === "time" ? 1 : 0;
}
