import {
  LONGEST_TAIL,
  type OnlineEntry,
  type OnlineKey,
  type OnlineMove,
  type OnlineValues,
  type OnlineWrite,
  onlineRaced,
  type Stand,
  storeClosed,
} from "../store/index.ts";

interface View {
  stand: Stand | undefined;
  readonly entries: Map<string, OnlineKey & Omit<OnlineEntry, "position">>;
}

/** Online values that live as long as the process: for tests, and for whoever replays the journal at every start. */
export function memoryOnline(): OnlineValues {
  const views = new Map<string, View>();
  let isClosed = false;
  const at =
    <A extends readonly unknown[], R>(work: (...args: A) => R) =>
    async (...args: A): Promise<R> => {
      if (isClosed) throw storeClosed({ what: "The online values in memory" });
      return work(...args);
    };
  return {
    stand: at((view: string) => views.get(view)?.stand),
    get: at((view: string, keys: readonly OnlineKey[]) => keys.map((key) => entryOf(views.get(view), key))),
    move: at((view: string, move: OnlineMove) => {
      const found = views.get(view) ?? { stand: undefined, entries: new Map() };
      if (!isSame(found.stand, move.from)) throw onlineRaced({ view });
      views.set(view, found);
      found.stand = move.to;
      return move.writes.filter((write) => put(found, write)).map(keyOf);
    }),
    keys: at((view: string, after: OnlineKey | null, limit: number) => {
      const all = [...(views.get(view)?.entries.values() ?? [])].map(keyOf).sort(compareKeys);
      return all.filter((key) => after === null || compareKeys(key, after) > 0).slice(0, limit);
    }),
    replace: at((view: string, by: string) => {
      const found = views.get(by);
      if (found !== undefined) views.set(view, found);
      views.delete(by);
    }),
    drop: at((view: string) => {
      views.delete(view);
    }),
    close: async () => {
      isClosed = true;
    },
  };
}

function isSame(stand: Stand | undefined, from: Stand | null): boolean {
  if (stand === undefined || from === null) return stand === undefined && from === null;
  return stand.position === from.position && stand.about === from.about;
}

function entryOf(view: View | undefined, key: OnlineKey): OnlineEntry | undefined {
  if (view?.stand === undefined) return undefined;
  const { state = null, tail = "" } = view.entries.get(nameOf(key)) ?? {};
  return { position: view.stand.position, state, tail };
}

/** Whether the tail has become long. */
function put({ entries }: View, write: OnlineWrite): boolean {
  const before = entries.get(nameOf(write));
  const next =
    "state" in write
      ? { state: write.state, tail: "" }
      : { state: before?.state ?? null, tail: (before?.tail ?? "") + write.tail };
  entries.set(nameOf(write), { ...keyOf(write), ...next });
  return next.tail.length > LONGEST_TAIL;
}

function keyOf({ stream, entity }: OnlineKey): OnlineKey {
  return { stream, entity };
}

function nameOf({ stream, entity }: OnlineKey): string {
  return `${stream} ${entity}`;
}

function compareKeys(a: OnlineKey, b: OnlineKey): number {
  if (a.stream !== b.stream) return a.stream < b.stream ? -1 : 1;
  return a.entity < b.entity ? -1 : Number(a.entity > b.entity);
}
