import type { Watched } from "../../watch/index.ts";
import type { Counted } from "./duties.ts";
import type { Member } from "./member.ts";
import { type Exposition, lastingPart, mergeExpositions, readExposition } from "./merge-metrics.ts";
import { mergeWatched } from "./merge-watched.ts";

/** What all threads have counted together, also those that have ended. */
export interface CrewCounts {
  metrics(): Promise<Exposition>;
  watched(): Promise<readonly Watched[]>;
  /** Keeps what a thread that has ended had counted when it was last asked. */
  left(member: Member): void;
}

/** A thread that takes longer is taken at its last word. */
const PATIENCE_MS = 5_000;

/** Asks the threads whenever somebody wants to know. */
export function crewCounts(members: readonly Member[]): CrewCounts {
  const last = new Map<Member, Counted>();
  let gone: { readonly metrics: Exposition; readonly watched: readonly Watched[] } = {
    metrics: new Map(),
    watched: [],
  };
  const ask = async (member: Member): Promise<Counted | undefined> => {
    const counted = await member.ask("count", null, PATIENCE_MS).catch(() => undefined);
    // One that has ended meanwhile is among those that are gone.
    if (counted !== undefined && members.includes(member)) last.set(member, counted);
    return last.get(member);
  };
  const askAll = async (): Promise<readonly Counted[]> =>
    (await Promise.all(members.map(ask))).filter((one) => one !== undefined);
  return {
    metrics: async () => {
      const all = (await askAll()).map(({ metrics }) => readExposition(metrics));
      return mergeExpositions([...all, gone.metrics]);
    },
    watched: async () => {
      const all = await askAll();
      return mergeWatched([...all, gone].flatMap(({ watched }) => watched));
    },
    left(member) {
      const counted = last.get(member);
      last.delete(member);
      if (counted === undefined) return;
      const metrics = mergeExpositions([gone.metrics, lastingPart(readExposition(counted.metrics))]);
      gone = { metrics, watched: mergeWatched([...gone.watched, ...counted.watched]) };
    },
  };
}
