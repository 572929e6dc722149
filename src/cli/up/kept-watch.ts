import { hash } from "node:crypto";
import { hashBytes, type Instant } from "../../kernel/index.ts";
import type { Blobs, Records } from "../../store/index.ts";
import { type Alarm, type MonitorsState, openStatePieces, statePieces } from "../../watch/index.ts";

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
  /** Where the pieces of the monitors' own state are, among the blobs, in their order. */
  readonly state: readonly string[];
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
  /** Keeps what the monitors know where {@link KeptWatch.state} will point at it, and gives these places. */
  keepMonitors(system: string, state: MonitorsState): Promise<readonly string[]>;
  forgetMonitors(places: readonly string[]): Promise<void>;
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
      return kept === undefined || kept.state.length === 0 ? undefined : await stateIn(blobs, kept.state);
    },
    async keepMonitors(system, state) {
      const places: string[] = [];
      // One after the other: of a system with many inputs all of them are tens of megabytes.
      for (const piece of statePieces(state)) places.push(await keepPiece(blobs, system, piece));
      return places;
    },
    async forgetMonitors(places) {
      for (const place of places) await blobs.delete(place);
    },
    beat: async (system) => (await beats.get(system))?.value,
    async keepBeat(system, beat) {
      const found = await beats.get(system);
      if (found === undefined) await beats.insert(system, beat);
      // Whoever was faster has looked as well.
      else await beats.compareAndSet(system, found.version, beat);
    },
  };
}

async function keepPiece(blobs: Pick<Blobs, "put">, system: string, piece: string): Promise<string> {
  const bytes = new TextEncoder().encode(piece);
  const place = `watches/${hashBytes(system).slice(0, 16)}/${nameOf(bytes)}.jsonl`;
  await blobs.put(place, bytes);
  return place;
}

/** Of a megabyte, natively. */
function nameOf(bytes: Uint8Array): string {
  return hash("sha256", bytes).slice(0, 24);
}

async function stateIn(blobs: Pick<Blobs, "get">, places: readonly string[]): Promise<MonitorsState | undefined> {
  const state = openStatePieces();
  for (const place of places) {
    const bytes = await blobs.get(place);
    // Gone, or half written by a machine that lost its power.
    if (bytes === undefined || !place.includes(nameOf(bytes))) return undefined;
    state.add(new TextDecoder().decode(bytes));
  }
  return state.read();
}
