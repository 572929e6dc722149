import type { Collection, Records } from "../store/index.ts";
import { mergeArms, mergeShadows, noArm, noShadow } from "./arm-statistics.ts";
import type { Watched } from "./watching.ts";

/** What the servers of a state have seen of a system under one plan: so that a restart does not begin from nothing. */
interface Kept {
  readonly epoch: number;
  /** By id of the server. What one of them saw after its last note is lost when it is killed. */
  readonly servers: Readonly<Record<string, Watched>>;
}

/** Where what was seen is noted. */
export interface WatchedBook {
  /** Notes what a server has seen so far, in place of what it noted before; of an older plan than others see, nothing. */
  note(server: string, watched: Watched): Promise<void>;
  /** What servers noted of a plan, but for those of these ids. */
  others(plan: Pick<Watched, "system" | "epoch">, but: readonly string[]): Promise<readonly Watched[]>;
}

/** So many servers are noted by themselves; of more, those that came first are added up. */
const SERVERS = 32;
/** The name under which those are. */
const EARLIER = "earlier";
/** Others write as well; whoever is late so many times in a row tries again with its next note. */
const TRIES = 5;

/** The book in the records of a state. */
export function watchedBook(records: Pick<Records, "collection">): WatchedBook {
  const book = records.collection<Kept>("watched");
  return {
    async note(server, watched) {
      for (let tries = 0; tries < TRIES; tries++) if (await noteOnce(book, server, watched)) return;
    },
    async others({ system, epoch }, but) {
      const found = (await book.get(system))?.value;
      if (found?.epoch !== epoch) return [];
      return Object.entries(found.servers).flatMap(([server, seen]) => (but.includes(server) ? [] : [seen]));
    },
  };
}

async function noteOnce(book: Collection<Kept>, server: string, watched: Watched): Promise<boolean> {
  const { system, epoch } = watched;
  const found = await book.get(system);
  if (found === undefined) return await book.insert(system, { epoch, servers: { [server]: watched } });
  if (found.value.epoch > epoch) return true;
  const before = found.value.epoch === epoch ? found.value.servers : {};
  const { [server]: _, ...others } = before;
  const servers = { ...fewer(others, watched), [server]: watched };
  return await book.compareAndSet(system, found.version, { epoch, servers });
}

/** Adds the oldest up where there are too many. One that runs still notes all that it saw again and would count twice: so the last ones stay. */
function fewer(servers: Kept["servers"], plan: Pick<Watched, "system" | "epoch">): Kept["servers"] {
  const { [EARLIER]: earlier, ...named } = servers;
  const names = Object.keys(named);
  const old = names.slice(0, Math.max(0, names.length + 1 - SERVERS));
  if (old.length === 0) return servers;
  const sum = together(plan, [
    ...(earlier === undefined ? [] : [earlier]),
    ...old.map((name) => named[name] as Watched),
  ]);
  const young = Object.fromEntries(
    names.filter((name) => !old.includes(name)).map((name) => [name, named[name] as Watched]),
  );
  return { [EARLIER]: sum, ...young };
}

/** What several servers have seen of one plan, as if one had. */
export function together({ system, epoch }: Pick<Watched, "system" | "epoch">, seen: readonly Watched[]): Watched {
  const arms: Record<string, Watched["arms"][string]> = {};
  const shadows: Record<string, Watched["shadows"][string]> = {};
  for (const one of seen) {
    if (one.epoch !== epoch) continue;
    for (const [arm, of] of Object.entries(one.arms)) arms[arm] = mergeArms(arms[arm] ?? noArm, of);
    for (const [release, of] of Object.entries(one.shadows))
      shadows[release] = mergeShadows(shadows[release] ?? noShadow, of);
  }
  return { system, epoch, arms, shadows };
}
