import { availableParallelism } from "node:os";
import { type Contract, joinColumns, type Profile, profileAccumulator } from "../data/index.ts";
import { type PlannedColumn, parquetPlan } from "./parquet-batches.ts";
import { type ProfileInput, type ProfileOutput, profileKernel } from "./profile-kernel.ts";
import { threadCompute } from "./thread-compute.ts";

export interface ProfileFileOptions {
  /** The column with which all others are compared. */
  readonly label?: string;
  /** What to hold every row against beside. */
  readonly contract?: Contract;
  /** Default: one per core. */
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
 * share of the columns. The profile is the one that a single thread would make.
 */
export async function profileParquet(file: string, options: ProfileFileOptions = {}): Promise<ProfiledFile> {
  const { label: name, contract, threads = availableParallelism(), signal } = options;
  const { columns } = await parquetPlan(file);
  const label = columns.find((column) => column.name === name);
  const inputs = dealt(columns, threads).map(
    (share): ProfileInput => ({
      file,
      columns: share,
      ...(label === undefined ? {} : { label }),
      ...(contract === undefined ? {} : { contract }),
    }),
  );
  const outputs = (await threadCompute(threads, signal).map(
    profileKernel,
    inputs,
  )) as unknown as readonly ProfileOutput[];
  const joined = joinColumns(outputs.map(({ state }) => state));
  const order = new Map(columns.map((column, i) => [column.name, i]));
  joined.columns.sort((a, b) => (order.get(a.values.name) ?? 0) - (order.get(b.values.name) ?? 0));
  return {
    profile: profileAccumulator({}, joined).finish(),
    refused: outputs.reduce((sum, { refused }) => sum + refused, 0),
  };
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
