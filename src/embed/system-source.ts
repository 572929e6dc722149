import { join, resolve } from "node:path";
import type { Contract, SourceReader, SourceRef } from "../data/index.ts";
import { isAlidadeError, rng } from "../kernel/index.ts";
import type { ReaderOptions } from "../presets.ts";
import type { State } from "../store/index.ts";
import type { SystemDefinition } from "../system/index.ts";
import type { ReadSource } from "../train/index.ts";
import type { Place, SystemHere } from "./place.ts";

type Around = Pick<Place, "backends" | "cwd" | "directory" | "env" | "clock" | "openState" | "signal">;

/**
 * How a system's source is read for learning: from the file given with `--data`; else what was pulled from it, where
 * something was; else all of it, its paths seen from the system's own folder. Downloads are kept. Streams come with the
 * events that were pushed into them.
 */
export async function readerFor(loaded: SystemHere, data: string | undefined, around: Around): Promise<ReadSource> {
  const read = await historyReaderFor(loaded, data, around);
  const { system } = loaded;
  const state = Object.keys(system.streams).length === 0 ? undefined : await stateIfThere(around);
  if (state === undefined) return read;
  const { readPushed, withPushed } = await import("../system/index.ts");
  return withPushed(read, system, await readPushed(state.journal, system.name));
}

/** The same without what was pushed. */
export async function historyReaderFor(
  loaded: SystemHere,
  data: string | undefined,
  around: Around,
): Promise<ReadSource> {
  const { sourceReader } = await around.backends();
  const options = optionsOf(loaded, around);
  const reader = sourceReader(options);
  if (data !== undefined) {
    // The file stands in for the rows, not for the streams beside them.
    const instead = sourceReader({ ...options, override: resolve(around.cwd, data) });
    return (ref) => (isStream(loaded.system, ref) ? reader : instead).read(ref);
  }
  return async (ref) => {
    const state = (await reader.incremental(ref)) ? await stateIfThere(around) : undefined;
    if (state === undefined) return await reader.read(ref);
    const { keptReader } = await import("../data/index.ts");
    const { records, blobs } = state;
    const { name: system } = loaded.system;
    return await keptReader(reader, { system, contract: contractOf(loaded.system, ref), records, blobs })(ref);
  };
}

/** How a system's source is read from a cursor on. */
export async function sourceReaderFor(loaded: SystemHere, around: Around): Promise<SourceReader> {
  const { sourceReader } = await around.backends();
  return sourceReader(optionsOf(loaded, around));
}

function isStream({ streams }: SystemDefinition, ref: SourceRef): boolean {
  return Object.values(streams).some(({ source }) => source === ref);
}

/** The contract of the rows of a source: of the system's own, or of a stream's. */
function contractOf({ contract, streams }: SystemDefinition, ref: SourceRef): Contract {
  return Object.values(streams).find(({ source }) => source === ref)?.contract ?? contract;
}

function optionsOf({ folder }: SystemHere, { directory, env, clock, signal, openState }: Around): ReaderOptions {
  return {
    from: folder,
    cache: join(directory, "downloads"),
    fetch,
    env,
    clock,
    signal,
    // Processes that failed together must not all come back at the same moment.
    rng: rng({ seed: 1, time: clock.now(), purpose: "wait between tries" }),
    journal: async () => (await openState(false)).journal,
  };
}

async function stateIfThere({ openState }: Around): Promise<State | undefined> {
  try {
    return await openState(false);
  } catch (thrown) {
    if (isAlidadeError(thrown, "state.missing")) return undefined;
    throw thrown;
  }
}
