import { stat } from "node:fs/promises";
import { basename, join, resolve } from "node:path";
import type { Contract, Profile, Table } from "../../data/index.ts";
import { defineError, type ErrorConstructor, isAlidadeError } from "../../kernel/index.ts";
import type { Invocation } from "../calling/command.ts";

/** A dataset that was named on the command line, profiled. */
export interface ReadDataset {
  /** For titles: a file's name, a system's name, or the beginning of a snapshot's id. */
  readonly name: string;
  readonly profile: Profile;
}

export interface DatasetOptions {
  readonly label?: string | undefined;
  /** A system file, by whose contract a data file is read; else the contract is guessed. */
  readonly system?: string | undefined;
}

interface Unknown {
  readonly what: string;
  readonly known: readonly string[];
}

export const datasetUnknown: ErrorConstructor<Unknown> = defineError("cli.input.dataset-unknown", {
  headline: "No such data",
  message: ({ what, known }: Unknown) =>
    `\`${what}\` is neither a file nor the beginning of a snapshot's id.${known.length > 0 ? ` Snapshots: ${known.join(", ")}.` : ""}`,
  hint: () => "Name a data file, a system file or its folder, or a snapshot or a tag that `alidade snapshots` lists.",
});

const DATA = /\.(csv|tsv|txt|data)(\.gz)?$|\.(parquet|pq|jsonl|ndjson)$/i;
/** The beginning of a snapshot's id, or a tag. */
const SNAPSHOT = /^[a-z0-9][a-z0-9.-]{0,63}$/;

/** Reads and profiles what an argument names: a data file, a system's data, or a snapshot by the beginning of its id. */
export async function readDataset(what: string, options: DatasetOptions, around: Invocation): Promise<ReadDataset> {
  const path = resolve(around.cwd, what);
  const found = await stat(path).catch(() => undefined);
  if (found === undefined && SNAPSHOT.test(what) && !DATA.test(what)) return await readSnapshot(what, options, around);
  if (found === undefined) throw datasetUnknown({ what, known: [] });
  if (found.isFile() && /\.(parquet|pq)$/i.test(path) && options.system === undefined) {
    const { profileFile } = await around.backends();
    const { label } = options;
    const { profile } = await profileFile(path, { signal: around.signal, ...(label === undefined ? {} : { label }) });
    return { name: basename(path), profile };
  }
  if (found.isFile() && DATA.test(path)) return await readFileData(path, options, around);
  return await readSystem(what, options, around);
}

async function profiled(name: string, table: Table, { label }: DatasetOptions): Promise<ReadDataset> {
  const { columnMissing, hasColumn, profile } = await import("../../data/index.ts");
  const { didYouMean } = await import("../../kernel/index.ts");
  if (label !== undefined && !hasColumn(table, label)) {
    const columns = table.columns.map((column) => column.name);
    throw columnMissing({ column: label, columns, suggestion: didYouMean(label, columns) });
  }
  return { name, profile: profile([table], label === undefined ? {} : { label }) };
}

async function readSnapshot(what: string, options: DatasetOptions, around: Invocation): Promise<ReadDataset> {
  const { allSnapshots, snapshotsCalled } = await import("../snapshots/named-snapshot.ts");
  const all = await around.registry().then(allSnapshots, (thrown: unknown) => {
    if (isAlidadeError(thrown, "state.missing")) throw datasetUnknown({ what, known: [] }, thrown);
    throw thrown;
  });
  const [match] = snapshotsCalled(all, what);
  const { getSnapshot } = await import("../../data/index.ts");
  const kept = match === undefined ? undefined : await getSnapshot((await around.openState(false)).blobs, match.id);
  if (kept === undefined) throw datasetUnknown({ what, known: all.map((snapshot) => snapshot.id.slice(0, 12)) });
  return await profiled(kept.id.slice(0, 12), kept.table, options);
}

async function readFileData(file: string, options: DatasetOptions, around: Invocation): Promise<ReadDataset> {
  return await profiled(basename(file), await readTable(file, options, around), options);
}

/** The rows of a data file that keep a system's contract, or one that is guessed. Without a header, columns are c1, c2 … */
export async function readTable(file: string, options: DatasetOptions, around: Invocation): Promise<Table> {
  const { recognise } = await import("../loading/data-file.ts");
  const source = await recognise({ file, label: options.label ?? "c1", noHeader: false });
  const { fileReader } = await around.backends();
  const raw = await fileReader({ from: around.cwd, cache: join(around.directory, "downloads"), fetch })(
    source.ref(file),
  );
  const { inferContract, inspect } = await import("../../data/index.ts");
  const contract = (await contractOf(options, around)) ?? inferContract(raw).contract;
  return inspect(raw, contract).table;
}

async function contractOf({ system }: DatasetOptions, { cwd }: Invocation): Promise<Contract | undefined> {
  if (system === undefined) return undefined;
  const { loadSystem } = await import("../load-system.ts");
  return (await loadSystem(system, cwd)).system.contract;
}

async function readSystem(what: string, options: DatasetOptions, around: Invocation): Promise<ReadDataset> {
  const { loadSystem } = await import("../load-system.ts");
  const loaded = await loadSystem(what, around.cwd);
  const { readerFor } = await import("../../embed/index.ts");
  const read = await readerFor(loaded, undefined, around);
  const { inspect } = await import("../../data/index.ts");
  const { contract, source, name } = loaded.system;
  return await profiled(name, inspect(await read(source), contract).table, options);
}
