import { hashBytes, type Instant } from "../../../kernel/index.ts";
import type { Blobs, Cursor, Records, Versioned } from "../../../store/index.ts";
import type { KeptLabels } from "../labels/pending-labels.ts";
import type { Seen } from "../seen.ts";

/** A period that is kept. */
export interface KeptPeriod {
  readonly from: Instant;
  readonly to: Instant;
  readonly layout: string;
}

/** How far a system's journal has been counted. */
export interface KeptReading {
  /** Milliseconds of a period. */
  readonly periodMs: number;
  /** Start of the first period that is not over. */
  readonly from: Instant;
  /**
   * The same on a clock that was ahead and has been set back since, while no period is over on the one that is right: what was
   * counted from `from` on is counted anew. Absent: nothing was.
   */
  readonly ahead?: Instant;
  /** From where the journal is to be read on; null: from its beginning. */
  readonly cursor: Cursor | null;
  /** Of the entries from there on: so many that belong to periods that are over, then so many that do not, and so on in turns. */
  readonly counted: readonly number[];
  /** Oldest first. */
  readonly periods: readonly KeptPeriod[];
  readonly days: readonly KeptPeriod[];
  /** Starts of the periods whose labels are kept, oldest first. */
  readonly labels: readonly Instant[];
}

/** What is kept when a period is over. */
export interface SeenCommit {
  readonly reading: KeptReading;
  /** The version that was read; 0 where there was none. */
  readonly version: number;
  readonly seen: Seen;
  /** Days that are over with it. */
  readonly days: readonly Seen[];
  readonly labels: KeptLabels;
  /** Hashes of the ids of its decisions and events. */
  readonly ids: Float64Array;
}

/** Where what was seen is kept: so that a killed process goes on where it was, and monitors can look back. */
export interface SeenBook {
  reading(system: string): Promise<Versioned<KeptReading> | undefined>;
  /** All or nothing: false, and nothing kept, where another has gone on from the same version. */
  commit(system: string, commit: SeenCommit): Promise<boolean>;
  /** Keeps from where is counted on, with nothing counted: false where another has gone on from that version. */
  goOnAt(system: string, reading: KeptReading, version: number): Promise<boolean>;
  /** Labels of a period that is over; undefined where they are gone. */
  labels(system: string, from: Instant): Promise<KeptLabels | undefined>;
  /** Hashes of the ids of a period that is over; empty where they are gone. */
  ids(system: string, from: Instant): Promise<Float64Array>;
  /** The last periods, oldest first; at least two days of them. What cannot be read is left out. */
  periods(system: string): Promise<readonly Seen[]>;
  /** The same, or those of them that are meant, each read when it is asked for: of many inputs a period is a megabyte. */
  eachPeriod(system: string, isMeant?: (period: KeptPeriod) => boolean): AsyncGenerator<Seen>;
  /** The last days, UTC, oldest first: 56 of them. */
  days(system: string): Promise<readonly Seen[]>;
}

/** The book in the records and blobs of a state. */
export function seenBook({
  records,
  blobs,
}: {
  readonly records: Pick<Records, "collection">;
  readonly blobs: Blobs;
}): SeenBook {
  const heads = records.collection<KeptReading>("seen");
  const read = async <T>(key: string): Promise<T | undefined> => parsed<T>(await blobs.get(key));
  const all = async (keys: readonly string[]): Promise<readonly Seen[]> =>
    (await Promise.all(keys.map((key) => read<Seen>(key)))).filter((seen) => seen !== undefined);
  return {
    reading: (system) => heads.get(system),
    labels: (system, from) => read(keysOf(system).labels(from)),
    ids: async (system, from) => doubles(await blobs.get(keysOf(system).ids(from))),
    periods: async (system) => await all((await heads.get(system))?.value.periods.map(keysOf(system).period) ?? []),
    async *eachPeriod(system, isMeant = () => true) {
      for (const period of (await heads.get(system))?.value.periods ?? []) {
        const seen = isMeant(period) ? await read<Seen>(keysOf(system).period(period)) : undefined;
        if (seen !== undefined) yield seen;
      }
    },
    days: async (system) => await all((await heads.get(system))?.value.days.map(keysOf(system).day) ?? []),
    goOnAt: (system, reading, version) => heads.compareAndSet(system, version, reading),
    async commit(system, commit) {
      const before = await heads.get(system);
      if ((before?.version ?? 0) !== commit.version) return false;
      // What the reading points at comes first: whoever finds it finds all of it.
      for (const [key, bytes] of blobsOf(system, commit)) await blobs.put(key, bytes);
      const isFirst = before === undefined;
      const kept = isFirst
        ? await heads.insert(system, commit.reading)
        : await heads.compareAndSet(system, before.version, commit.reading);
      if (kept && !isFirst) for (const key of droppedKeys(system, before.value, commit)) await blobs.delete(key);
      return kept;
    },
  };
}

interface Keys {
  period(of: KeptPeriod): string;
  day(of: KeptPeriod): string;
  labels(from: Instant): string;
  ids(from: Instant): string;
}

function keysOf(system: string): Keys {
  const place = `seen/${hashBytes(system).slice(0, 16)}`;
  return {
    period: ({ from, layout }) => `${place}/${from}-${layout}.json`,
    day: ({ from, layout }) => `${place}/day-${from}-${layout}.json`,
    labels: (from) => `${place}/labels-${from}.json`,
    ids: (from) => `${place}/ids-${from}.bin`,
  };
}

function blobsOf(system: string, { seen, days, labels, ids }: SeenCommit): readonly (readonly [string, Uint8Array])[] {
  const keys = keysOf(system);
  return [
    [keys.period(seen), jsonBytes(seen)],
    ...days.map((day) => [keys.day(day), jsonBytes(day)] as const),
    [keys.labels(seen.from), jsonBytes(labels)],
    [keys.ids(seen.from), new Uint8Array(ids.buffer, ids.byteOffset, ids.byteLength)],
  ];
}

/** Keys of what the reading before pointed at, and this one does not. */
function droppedKeys(system: string, before: KeptReading, { reading: now, seen }: SeenCommit): readonly string[] {
  const keys = keysOf(system);
  const keysIn = ({ periods, days, labels }: KeptReading): readonly string[] => [
    ...periods.map(keys.period),
    ...days.map(keys.day),
    ...labels.map(keys.labels),
  ];
  const kept = new Set(keysIn(now));
  const last = before.periods.at(-1)?.from;
  const ids = last === undefined || last === seen.from ? [] : [keys.ids(last)];
  return [...keysIn(before).filter((key) => !kept.has(key)), ...ids];
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

function parsed<T>(bytes: Uint8Array | undefined): T | undefined {
  if (bytes === undefined) return undefined;
  try {
    return JSON.parse(new TextDecoder().decode(bytes)) as T;
  } catch {
    // Damaged: one period less to look back at.
    return undefined;
  }
}

/** A copy begins where doubles may begin; bytes that are cut short are as good as none. */
function doubles(bytes: Uint8Array | undefined): Float64Array {
  return bytes === undefined || bytes.length % 8 !== 0 ? new Float64Array(0) : new Float64Array(bytes.slice().buffer);
}
