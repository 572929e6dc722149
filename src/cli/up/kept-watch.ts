import { hash } from "node:crypto";
import { hashBytes, type Instant } from "../../kernel/index.ts";
import type { Blobs, Records } from "../../store/index.ts";
import type { Alarm, MonitorsState } from "../../watch/index.ts";

/** What is kept of how a system is watched: written as one with the alerts that a period brought. Plain data. */
export interface KeptWatch {
  readonly v: 1;
  readonly system: string;
  readonly periodMs: number;
  /** End of the last period that the monitors have taken. */
  readonly through: Instant;
  /** What it was held against; null: against nothing. */
  readonly reference: { readonly id: string; readonly says: string } | null;
  /** Why it was held against nothing, in words. */
  readonly without?: string;
  /** Where the monitors' own state is, among the blobs. */
  readonly state: string;
  /**
   * End of the last period that this state knows, where later ones were taken since: nothing was wrong in these, and whoever goes on
   * has the monitors take them again. Absent: all are in it.
   */
  readonly stateThrough?: Instant;
  /** What monitors have raised lately, oldest first. */
  readonly alarms: readonly Alarm[];
  /** Monitors that were in alarm at its end, by name. */
  readonly inAlarm: readonly string[];
  /** Outcomes that were reported up to then: in all, and on the day, UTC, that began then. */
  readonly labels: { readonly total: number; readonly day: Instant; readonly today: number };
}

/** When somebody last had read all that was there. */
export interface WatchBeat {
  readonly at: Instant;
  readonly pid: number;
}

/** Where it is kept how systems are watched. */
export interface WatchBook {
  /** Undefined before the first period was over. Version 0 where there is none. */
  read(system: string): Promise<{ readonly kept: KeptWatch | undefined; readonly version: number }>;
  /** What the monitors know; undefined where nothing is kept or it cannot be read: they begin anew. */
  monitors(kept: KeptWatch | undefined): Promise<MonitorsState | undefined>;
  /** Keeps what the monitors know where {@link KeptWatch.state} will point at it, and gives that place. */
  keepMonitors(system: string, state: MonitorsState): Promise<string>;
  forgetMonitors(place: string): Promise<void>;
  beat(system: string): Promise<WatchBeat | undefined>;
  keepBeat(system: string, beat: WatchBeat): Promise<void>;
}

/** The collection of {@link KeptWatch}, for whoever writes it in a transaction. */
export const WATCHES = "watches";

/** The book in the records and blobs of a state. */
export function watchBook({
  records,
  blobs,
}: {
  readonly records: Pick<Records, "collection">;
  readonly blobs: Pick<Blobs, "get" | "put" | "delete">;
}): WatchBook {
  const watches = records.collection<KeptWatch>(WATCHES);
  const beats = records.collection<WatchBeat>("watch-beats");
  return {
    async read(system) {
      const found = await watches.get(system);
      return { kept: found?.value, version: found?.version ?? 0 };
    },
    async monitors(kept) {
      const bytes = kept === undefined ? undefined : await blobs.get(kept.state);
      return bytes === undefined ? undefined : stateIn(bytes);
    },
    async keepMonitors(system, state) {
      const bytes = new TextEncoder().encode(JSON.stringify(state));
      // Of megabytes, natively.
      const place = `watches/${hashBytes(system).slice(0, 16)}/${hash("sha256", bytes).slice(0, 24)}.json`;
      await blobs.put(place, bytes);
      return place;
    },
    forgetMonitors: (place) => blobs.delete(place),
    beat: async (system) => (await beats.get(system))?.value,
    async keepBeat(system, beat) {
      const found = await beats.get(system);
      if (found === undefined) await beats.insert(system, beat);
      // Whoever was faster has looked as well.
      else await beats.compareAndSet(system, found.version, beat);
    },
  };
}

function stateIn(bytes: Uint8Array): MonitorsState | undefined {
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as MonitorsState;
  } catch {
    // Half written by a machine that lost its power.
    return undefined;
  }
}
