import type { Kernel, OnlineKey, OnlineMove, OnlineWrite, Stand } from "../store/index.ts";
import { type Database, openDatabase, whenFree } from "./sqlite-database.ts";
import { moveView, ONLINE_TABLES, whole } from "./sqlite-online-tables.ts";

/** A move as columns, which threads hand over faster than as many objects. */
export interface MoveColumns {
  readonly from: Stand | null;
  readonly to: Stand;
  readonly streams: readonly string[];
  readonly entities: readonly string[];
  /** Either the lines or the state. */
  readonly written: readonly (string | Uint8Array)[];
}

export interface MoveInput extends MoveColumns {
  readonly location: string;
  readonly view: string;
}

export function columnsOf({ from, to, writes }: OnlineMove): MoveColumns {
  return {
    ...{ from, to },
    streams: writes.map(({ stream }) => stream),
    entities: writes.map(({ entity }) => entity),
    written: writes.map((write) => ("state" in write ? write.state : write.tail)),
  };
}

/** The files that this thread has open: it is asked for the same one again and again, and ends with them. */
const open = new Map<string, Promise<Database>>();

/** Writes a move; gives the keys whose tail has become long. Throws `store.online-raced` and `state.*`. */
export async function run({ location, view, ...columns }: MoveInput): Promise<readonly OnlineKey[]> {
  const opening = open.get(location) ?? openDatabase(location, ONLINE_TABLES);
  open.set(location, opening);
  try {
    const database = await opening;
    return await whenFree(() => whole(database, () => moveView(database, view, moveOf(columns))));
  } catch (thrown) {
    // Whatever is wrong with the file may be over when it is opened anew.
    open.delete(location);
    opening.then((database) => database.close()).catch(() => undefined);
    throw thrown;
  }
}

function moveOf({ from, to, streams, entities, written }: MoveColumns): OnlineMove {
  const writes = written.map((what, i): OnlineWrite => {
    const key = { stream: streams[i] ?? "", entity: entities[i] ?? "" };
    return typeof what === "string" ? { ...key, tail: what } : { ...key, state: what };
  });
  return { from, to, writes };
}

/** {@link run}, for a thread that is asked for it. */
export const moveKernel: Kernel<MoveInput, Promise<readonly OnlineKey[]>> = { module: import.meta.url, run };
