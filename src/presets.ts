/** The one place where backends meet rooms: which store, which sources, which threads. */
import {
  locate,
  type OutsideOptions,
  onnxRuntime,
  openState,
  outsideOf,
  type SourceName,
  sources,
  threadCompute,
  threadTeam,
  writePage,
} from "./backends/index.ts";
import type { RawTable, Source, SourceRef } from "./data/index.ts";
import { defineError, type ErrorConstructor } from "./kernel/index.ts";
import type { Team } from "./learn/index.ts";
import type { ModelPorts } from "./model/index.ts";
import type { Compute } from "./store/index.ts";
import type { Outside } from "./train/index.ts";

export { openState, writePage };

export const sourceUnknown: ErrorConstructor<{ readonly source: string; readonly known: readonly string[] }> =
  defineError("data.source-unknown", {
    headline: "An unknown kind of source",
    message: ({ source, known }: { readonly source: string; readonly known: readonly string[] }) =>
      `A source is one of ${known.join(", ")}. Got "${source}".`,
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
}

/** Reads sources from files, wherever they are found. */
export function fileReader(options: ReaderOptions): (ref: SourceRef) => Promise<RawTable> {
  return async (ref) => {
    const file = await locate(ref, options);
    return (await sourceOf(ref)).read(ref.options, { file });
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
