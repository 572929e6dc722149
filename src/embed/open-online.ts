import type { Online } from "../decide/index.ts";
import type { Log } from "../server/index.ts";
import { type SystemDefinition, streamKeys } from "../system/index.ts";
import type { Followed } from "./follow-streams.ts";
import { onlineHistoryOf } from "./online-history.ts";
import type { Place, SystemHere } from "./place.ts";
import { readerFor, sourceReaderFor } from "./system-source.ts";

/** The online views that a server needs, and what keeps them fresh. */
export interface OpenOnline {
  readonly online: Online;
  /** Stops following files and writes what is new. */
  close(): Promise<void>;
}

/** Opens the online views of the systems that declare streams; undefined when none does. */
export async function openOnline(
  loaded: readonly SystemHere[],
  place: Place,
  log: Log,
): Promise<OpenOnline | undefined> {
  const streamed = loaded.filter(({ system }) => Object.keys(system.streams).length > 0);
  if (streamed.length === 0) return undefined;
  const { onlineOf } = await import("../decide/index.ts");
  const { followStreams } = await import("./follow-streams.ts");
  const { clock, ids } = place;
  const state = await place.openState(true);
  const values = await (await place.backends()).onlineValues(state);
  const systems = streamed.map(({ system }) => system);
  const loadedOf = (system: SystemDefinition): SystemHere => streamed[systems.indexOf(system)] as SystemHere;
  const online = await onlineOf(systems, {
    values,
    journal: state.journal,
    clock,
    ids,
    history: (system) => onlineHistoryOf(loadedOf(system), place),
    keys: async (system) => {
      return await streamKeys(system, await readerFor(loadedOf(system), undefined, place));
    },
    failed: (system, thrown) =>
      thrown === undefined
        ? log.info({ system }, "the online view can be read and written again")
        : log.error({ system, err: thrown }, "the online view fails: windows are missing until it can be read again"),
  });
  const followed = await followedOf(streamed, place, log);
  const following = followStreams(followed, { online, records: state.records, log });
  return {
    online,
    close: async () => {
      await following.stop();
      await online.close();
      await values.close();
    },
  };
}

/** The streams whose file grows. Without an id nobody could tell an event of the file from the same one in the journal. */
async function followedOf(loaded: readonly SystemHere[], place: Place, log: Log): Promise<readonly Followed[]> {
  const found: Followed[] = [];
  for (const one of loaded)
    for (const [name, stream] of Object.entries(one.system.streams)) {
      if (stream.source.source !== "tail") continue;
      if (stream.id === undefined)
        log.warn({ system: one.system.name, stream: name }, "a stream is not followed: declare its `id`");
      else found.push({ system: one.system, name, stream, reader: await sourceReaderFor(one, place) });
    }
  return found;
}
