import type { Compute, OnlineKey, OnlineMove, OnlineValues } from "../store/index.ts";
import { storeClosed } from "../store/index.ts";
import { type Database, openDatabase, whenFree } from "./sqlite-database.ts";
import { columnsOf, moveKernel } from "./sqlite-online-move.ts";
import { entryOf, forget, keysAfter, moveView, ONLINE_TABLES, viewOf, whole } from "./sqlite-online-tables.ts";
import { threadCompute } from "./thread-compute.ts";

/** A move of more entities is written by another thread, so that nobody here waits for it. */
const LARGE = 256;

/** Online values in one SQLite file, a row for each entity of a stream. Several processes may read and write them. */
export async function sqliteOnline(location: string): Promise<OnlineValues> {
  const database = await openDatabase(location, ONLINE_TABLES);
  const compute = threadCompute(1);
  let isClosed = false;
  const free = async <R>(work: () => R): Promise<R> => {
    if (isClosed) throw storeClosed({ what: location });
    return await whenFree(work);
  };
  return {
    stand: (view) => free(() => viewOf(database, view)?.stand),
    get: (view, keys) => free(() => keys.map((key) => entryOf(database, view, key))),
    move: (view, move) =>
      move.writes.length > LARGE && !isClosed
        ? moveElsewhere(compute, { location, view, move })
        : free(() => whole(database, () => moveView(database, view, move))),
    keys: (view, after, limit) => free(() => keysAfter(database, { view, after, limit })),
    replace: (view, by) => free(() => whole(database, () => takePlace(database, view, by))),
    drop: (view) => free(() => whole(database, () => forget(database, view))),
    close: async () => {
      if (!isClosed) database.close();
      isClosed = true;
    },
  };
}

interface Moving {
  readonly location: string;
  readonly view: string;
  readonly move: OnlineMove;
}

async function moveElsewhere(compute: Compute, { location, view, move }: Moving): Promise<readonly OnlineKey[]> {
  const [long = []] = await compute.map(moveKernel, [{ location, view, ...columnsOf(move) }]);
  return await long;
}

function takePlace(database: Database, view: string, by: string): void {
  forget(database, view);
  database.run("UPDATE views SET name = ? WHERE name = ?", view, by);
}
