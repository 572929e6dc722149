/** The one place where backends meet rooms: which store, which sources, which threads. */
import { join } from "node:path";
import {
  alertChannel,
  backupState,
  locate,
  type OutsideOptions,
  onnxRuntime,
  openState,
  outsideOf,
  type ProfiledFile,
  type ProfileFileOptions,
  parquetDraft,
  profileParquet,
  recordJobs,
  restoreState,
  type SourceName,
  servingBoard,
  sources,
  sqliteOnline,
  stateOver,
  statePass,
  summariseFiles,
  summariseUnits,
  threadCompute,
  threadEnvironment,
  threadTeam,
  writePage,
  writerPorts,
} from "./backends/index.ts";
import type { Environment, RawTable, Source, SourceContext, SourceReader, SourceRef } from "./data/index.ts";
import { type Clock, defineError, type ErrorConstructor, type Rng } from "./kernel/index.ts";
import type { Team } from "./learn/index.ts";
import type { ModelPorts } from "./model/index.ts";
import type { Compute, Journal, OnlineValues, State } from "./store/index.ts";
import type { Outside } from "./train/index.ts";

export {
  alertChannel,
  backupState,
  openState,
  parquetDraft,
  recordJobs,
  restoreState,
  servingBoard,
  stateOver,
  statePass,
  summariseFiles,
  summariseUnits,
  threadEnvironment,
  writePage,
  writerPorts,
};

export const sourceUnknown: ErrorConstructor<{ readonly source: string; readonly known: readonly string[] }> =
  defineError("data.source-unknown", {
    headline: "An unknown kind of source",
    message: ({ source, known }: { readonly source: string; readonly known: readonly string[] }) =>
      `A source is one of ${known.join(", ")}. Got "${source}".`,
  });

export const overrideUnfit: ErrorConstructor<{ readonly source: string }> = defineError("data.override-unfit", {
  headline: "No file to put in its place",
  message: ({ source }: { readonly source: string }) =>
    `A file can stand in for a file. The system reads from ${source}, whose rows have another form.`,
  hint: () => "Leave `--data` out, or write a system file whose source is the file.",
});

export interface ReaderOptions {
  /** Folder of the system file, from which its paths are relative. */
  readonly from: string;
  /** A file to read instead of the declared one. */
  readonly override?: string;
  /** Folder for downloads. */
  readonly cache: string;
  /** Absent: nothing is downloaded. */
  readonly fetch?: typeof fetch;
  /** Where `env("NAME")` is looked up. Absent: nowhere. */
  readonly env?: Environment;
  readonly clock?: Clock;
  /** What jitters the waits between tries. */
  readonly rng?: Rng;
  /** What has been decided, for a system that learns from it. */
  readonly journal?: () => Promise<Journal>;
  readonly signal?: AbortSignal;
}

/** The online values in a state's directory. */
export function onlineValues(state: Pick<State, "location">): Promise<OnlineValues> {
  return sqliteOnline(join(state.location, "online.db"));
}

/** Reads sources whole, wherever they are found. */
export function fileReader(options: ReaderOptions): (ref: SourceRef) => Promise<RawTable> {
  return sourceReader(options).read;
}

/** How sources are read: whole, or in parts from a cursor on. */
export function sourceReader(options: ReaderOptions): SourceReader {
  return {
    incremental: async (ref) => (await sourceOf(ref)).incremental(ref),
    read: async (ref) => {
      const source = await sourceOf(ref);
      return source.read(ref.options, await contextOf(source, ref, options));
    },
    async *batches(ref, from) {
      const source = await sourceOf(ref);
      yield* source.batches(ref.options, await contextOf(source, ref, options), from);
    },
  };
}

/** Only a source of files has its path looked for. */
async function contextOf({ endings }: Source, ref: SourceRef, options: ReaderOptions): Promise<SourceContext> {
  const { env, clock, rng, journal, signal, override } = options;
  const isFile = endings.length > 0;
  if (!isFile && override !== undefined) throw overrideUnfit({ source: ref.source });
  const file = isFile ? await locate(ref, options) : ref.path;
  return {
    file,
    ...(env === undefined ? {} : { env }),
    ...(clock === undefined ? {} : { clock }),
    ...(rng === undefined ? {} : { rng }),
    ...(journal === undefined ? {} : { journal }),
    ...(signal === undefined ? {} : { signal }),
  };
}

/** The source of a kind, loaded when it is first read. Throws `data.source-unknown`. */
async function sourceOf(ref: SourceRef): Promise<Source> {
  if (!Object.hasOwn(sources, ref.source)) throw sourceUnknown({ source: ref.source, known: Object.keys(sources) });
  // A reference was made by the source's own function, so its options are what this source takes.
  return (await sources[ref.source as SourceName]()).source as unknown as Source;
}

/** Computes on every core of this machine, or on so many threads, until the signal aborts. */
export function compute(signal?: AbortSignal, threads?: number): Compute {
  return threadCompute(threads, signal);
}

/** Learning outside of this process: commands that run in the folder `from`, and model files found from there. */
export function outside(options: OutsideOptions): Outside {
  return outsideOf(options);
}

/** What models may need to be scored and cannot bring along: a runtime for foreign graphs, loaded with the first of them. */
export function modelPorts(): ModelPorts {
  return { foreign: onnxRuntime() };
}

/** Threads that help inside a fit: `fitRows(learner, rows, { label, team: threads() })`. Default: one per core. */
export function threads(count?: number): Team {
  return threadTeam(count);
}

/** Profiles a Parquet file on every core, in one pass, never holding more than a few thousand rows. */
export function profileFile(path: string, options: ProfileFileOptions = {}): Promise<ProfiledFile> {
  return profileParquet(path, options);
}
