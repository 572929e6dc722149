import { statSync } from "node:fs";
import { whenFree } from "../sqlite-database.ts";
import { ClosedKeys } from "./closed-keys.ts";
import { newestSegment } from "./newest-segment.ts";
import { type Durability, keepForm, lastIn, rollBack, type Segment, seal, sealedAt } from "./segment-file.ts";

/** Entries as they travel: three lists of the same length, and the forms that their texts were written by, with names. */
export interface Lines {
  readonly kinds: readonly string[];
  readonly ids: readonly string[];
  readonly envelopes: readonly string[];
  readonly forms: readonly (readonly [name: string, form: string])[];
}

export interface SegmentLimits {
  /** Bytes, about, after which a segment is closed. Default 64 MiB. */
  readonly bytes: number;
  /** Milliseconds after which a segment with entries is closed. Default a day. */
  readonly age: number;
  /** Bytes of its write-ahead log after which it is closed: of many small commits it is much the larger. Default 256 MiB. */
  readonly log: number;
}

export const SEGMENT_LIMITS: SegmentLimits = { bytes: 64 * 1024 * 1024, age: 86_400_000, log: 256 * 1024 * 1024 };

export interface SegmentWriterOptions {
  readonly durability: Durability;
  readonly limits: SegmentLimits;
  /** Milliseconds since 1970. */
  now(): number;
  /** Called after a segment was closed. */
  rotated(): void;
}

/** For each entry of each batch, whether its key was known; null where all were new. */
export type Known = Uint8Array | null;

/** Commits batches of entries to the newest segment, and begins another when it is full. One call at a time. */
export interface SegmentWriter {
  commit(batches: readonly Lines[]): Promise<readonly Known[]>;
  close(): void;
}

/** Opens the newest segment for writing. Several processes may do so: each commit has the file to itself. */
export async function segmentWriter(folder: string, options: SegmentWriterOptions): Promise<SegmentWriter> {
  const closed = new ClosedKeys(folder, options.durability);
  let hot = await newestSegment(folder, options.durability);
  await closed.before(hot.number);
  let size = sizeOf(hot);
  let isSealed = false;
  /** Those that this one has put into the newest file. */
  let forms: ReadonlySet<string> = new Set();
  /** The old file stays open for its keys: to close its last connection would fold its log into it, here and now. */
  const advance = async (): Promise<void> => {
    const newest = await newestSegment(folder, options.durability);
    closed.adopt(hot);
    await closed.before(newest.number);
    hot = newest;
    size = sizeOf(hot);
    isSealed = false;
    forms = new Set();
  };
  return {
    async commit(batches) {
      for (;;) {
        if (isSealed) await advance();
        const done = await whenFree(() => attempt({ segment: hot, closed, size, forms, options }, batches));
        isSealed = done === "sealed" || done.isSealed;
        if (done === "sealed") continue;
        ({ size, forms } = done);
        if (done.isSealed) options.rotated();
        return done.known;
      }
    },
    close() {
      hot.database.close();
      closed.close();
    },
  };
}

/** What a segment holds: bytes, about, and since when. */
interface Size {
  readonly bytes: number;
  readonly since: number | null;
}

function sizeOf({ database }: Segment): Size {
  const pages = Number(database.first("PRAGMA page_count")?.page_count ?? 0);
  const page = Number(database.first("PRAGMA page_size")?.page_size ?? 0);
  const begun = database.first("SELECT begun FROM segment")?.begun;
  return { bytes: pages * page, since: begun === null || begun === undefined ? null : Number(begun) };
}

interface Attempt {
  readonly segment: Segment;
  readonly closed: ClosedKeys;
  readonly size: Size;
  /** Names of forms that the segment is known to hold. */
  readonly forms: ReadonlySet<string>;
  readonly options: SegmentWriterOptions;
}

interface Done {
  readonly known: readonly Known[];
  readonly size: Size;
  readonly forms: ReadonlySet<string>;
  readonly isSealed: boolean;
}

/** Begins, inserts and commits without giving way. "sealed": another process has closed the segment. */
function attempt({ segment, closed, size, forms: held, options }: Attempt, batches: readonly Lines[]): Done | "sealed" {
  const { database } = segment;
  database.run("BEGIN IMMEDIATE");
  try {
    if (sealedAt(segment) !== undefined) {
      database.run("ROLLBACK");
      return "sealed";
    }
    const forms = keepForms(segment, held, batches);
    const at = { seq: lastIn(segment), bytes: size.bytes };
    const known = batches.map((lines) => insertAll({ segment, closed }, lines, at));
    const since = size.since ?? options.now();
    if (size.since === null) database.run("UPDATE segment SET begun = ? WHERE begun IS NULL", since);
    const { bytes, age, log } = options.limits;
    const isFull = at.bytes >= bytes || options.now() - since >= age || logOf(segment) >= log;
    const isSealed = isFull && at.seq >= segment.first;
    if (isSealed) seal(segment, at.seq);
    database.run("COMMIT");
    return { known, size: { bytes: at.bytes, since }, forms, isSealed };
  } catch (thrown) {
    rollBack(database);
    throw thrown;
  }
}

/** Bytes of a segment's write-ahead log, before what is being committed. */
function logOf({ database }: Segment): number {
  return statSync(`${database.location}-wal`, { throwIfNoEntry: false })?.size ?? 0;
}

/** Puts forms beside the first entry that was written by them, and says which the segment holds now. */
function keepForms(segment: Segment, held: ReadonlySet<string>, batches: readonly Lines[]): ReadonlySet<string> {
  const missing = new Map(batches.flatMap(({ forms }) => forms.filter(([name]) => !held.has(name))));
  if (missing.size === 0) return held;
  for (const [name, form] of missing) keepForm(segment, name, form);
  return new Set([...held, ...missing.keys()]);
}

const INSERT = "INSERT INTO entries (seq, kind, id, envelope) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING";

function insertAll(
  { segment, closed }: Pick<Attempt, "segment" | "closed">,
  { kinds, ids, envelopes }: Lines,
  at: { seq: number; bytes: number },
): Known {
  let known: Uint8Array | null = null;
  for (let i = 0; i < kinds.length; i++) {
    const [kind = "", id = "", envelope = ""] = [kinds[i], ids[i], envelopes[i]];
    if (!closed.has(kind, id) && segment.database.run(INSERT, at.seq + 1, kind, id, envelope) === 1) {
      at.seq++;
      at.bytes += envelope.length;
    } else {
      known ??= new Uint8Array(kinds.length);
      known[i] = 1;
    }
  }
  return known;
}
