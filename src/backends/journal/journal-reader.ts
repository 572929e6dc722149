import type { Envelope } from "../../records/index.ts";
import { type Cursor, cursorRefused, decodeValue, type JournalPage } from "../../store/index.ts";
import { type Opening, type Row, whenFree } from "../sqlite-database.ts";
import { stateCorrupt } from "../state-errors.ts";
import { type Catalogue, openCatalogue } from "./catalogue.ts";
import { type PartReader, partReader } from "./part-reader.ts";
import { lastIn, openSegment, type Segment, sealedAt, segmentNumbers } from "./segment-file.ts";

/** Reads a journal's segments and what they were compacted to, in one order of positions. */
export interface JournalReader {
  read(from: Cursor | null, limit: number, kind?: string): Promise<JournalPage>;
  readBack(upTo: Cursor | null, limit: number): Promise<JournalPage>;
  find(kind: string, id: string): Promise<Envelope | undefined>;
  close(): void;
}

/**
 * Opens files as they are needed. What is being written, closed, compacted or dropped meanwhile is read all the same. Without
 * `write` the files may be such as may only be read.
 */
export function journalReader(folder: string, { write = true }: Pick<Opening, "write"> = {}): JournalReader {
  const files = new JournalFiles(folder, write);
  return {
    read: (from, limit, kind) => files.read(positionOf(from), limit, kind),
    readBack: (upTo, limit) => files.readBack(upTo === null ? undefined : positionOf(upTo), limit),
    find: (kind, id) => files.find(kind, id),
    close: () => files.close(),
  };
}

function positionOf(from: Cursor | null): number {
  if (from !== null && !/^\d{1,15}$/.test(from)) throw cursorRefused({ cursor: from });
  return from === null ? 0 : Number(from);
}

/** A run of entries after a position, and how far was looked. */
interface Run {
  readonly rows: readonly Row[];
  /** Everything up to here was looked at. */
  readonly upTo: number;
}

class JournalFiles {
  readonly #folder: string;
  readonly #parts: PartReader;
  readonly #segments = new Map<number, Segment>();
  readonly #write: boolean;
  #catalogue: Catalogue | undefined;

  constructor(folder: string, write: boolean) {
    this.#folder = folder;
    this.#write = write;
    this.#parts = partReader(folder);
  }

  async read(after: number, limit: number, kind: string | undefined): Promise<JournalPage> {
    const entries: Envelope[] = [];
    let at = after;
    while (entries.length < limit) {
      const run = await this.#runAfter(at, limit - entries.length, kind);
      if (run === undefined) break;
      for (const row of run.rows) entries.push(envelopeOf(row, this.#folder));
      at = run.upTo;
    }
    return { entries, next: String(at) };
  }

  async readBack(upTo: number | undefined, limit: number): Promise<JournalPage> {
    const last = upTo ?? (await this.#end());
    const first = Math.max(0, last - limit);
    const entries: Envelope[] = [];
    for (let at = first; at < last; ) {
      const run = await this.#runAfter(at, last - at, undefined);
      if (run === undefined) break;
      for (const row of run.rows) if (Number(row.seq) <= last) entries.push(envelopeOf(row, this.#folder));
      at = run.upTo;
    }
    return { entries, next: String(first) };
  }

  /** The position of the newest entry; 0 where there is none. */
  async #end(): Promise<number> {
    const newest = (await this.#open()).at(-1);
    return newest === undefined ? (this.#known()?.parts().at(-1)?.last ?? 0) : await whenFree(() => lastIn(newest));
  }

  async find(kind: string, id: string): Promise<Envelope | undefined> {
    const row = (await this.#findOpen(kind, id)) ?? (await this.#findIndexed(kind, id));
    return row === undefined ? undefined : envelopeOf(row, this.#folder);
  }

  close(): void {
    for (const { database } of this.#segments.values()) database.close();
    this.#segments.clear();
    this.#catalogue?.close();
    this.#catalogue = undefined;
    this.#parts.close();
  }

  /** Undefined when there is nothing after that position. */
  async #runAfter(at: number, limit: number, kind: string | undefined): Promise<Run | undefined> {
    const part = this.#known()?.partAfter(at);
    if (part !== undefined) return await this.#parts.run(part, { after: at, limit, kind });
    for (const segment of await this.#open()) {
      const run = await whenFree(() => runIn(segment, { after: at, limit, kind }));
      if (run === undefined) continue;
      // What lies before this segment may have been compacted between the two looks.
      const missed = segment.first > at + 1 ? this.#known()?.partAfter(at) : undefined;
      return missed === undefined ? run : await this.#parts.run(missed, { after: at, limit, kind });
    }
    return undefined;
  }

  async #findOpen(kind: string, id: string): Promise<Row | undefined> {
    const sql = "SELECT seq, envelope FROM entries WHERE kind = ? AND id = ?";
    for (const { database, written } of (await this.#open()).toReversed()) {
      const row = await whenFree(() => database.first(sql, kind, id));
      if (row !== undefined) return { ...row, envelope: written(row.envelope) };
    }
    return undefined;
  }

  async #findIndexed(kind: string, id: string): Promise<Row | undefined> {
    const catalogue = this.#known();
    const seq = catalogue?.positionOf(kind, id);
    const part = seq === undefined ? undefined : catalogue?.partAfter(seq - 1);
    if (seq === undefined || part === undefined) return undefined;
    return (await this.#parts.run(part, { after: seq - 1, limit: 1, kind: undefined })).rows[0];
  }

  #known(): Catalogue | undefined {
    this.#catalogue ??= openCatalogue(this.#folder, { write: this.#write });
    return this.#catalogue;
  }

  /** The segments that were not compacted yet, oldest first. */
  async #open(): Promise<readonly Segment[]> {
    if (this.#isCurrent()) return [...this.#segments.values()];
    const compacted = this.#known()?.mark("compacted").segment ?? -1;
    for (const number of await segmentNumbers(this.#folder)) {
      if (number <= compacted || this.#segments.has(number)) continue;
      const segment = await openSegment(this.#folder, number, { write: this.#write });
      if (segment !== undefined) this.#segments.set(number, segment);
    }
    return this.#dropCompacted();
  }

  /** Whether the newest segment that is open still takes entries. */
  #isCurrent(): boolean {
    const newest = [...this.#segments.values()].at(-1);
    return newest !== undefined && sealedAt(newest) === undefined;
  }

  #dropCompacted(): readonly Segment[] {
    const compacted = this.#known()?.mark("compacted").segment ?? -1;
    for (const [number, { database }] of this.#segments) {
      if (number > compacted) continue;
      database.close();
      this.#segments.delete(number);
    }
    return [...this.#segments.values()];
  }
}

function runIn(
  segment: Segment,
  { after, limit, kind }: { after: number; limit: number; kind: string | undefined },
): Run | undefined {
  const end = lastIn(segment);
  if (end <= after) return undefined;
  const { database, written } = segment;
  const upTo = "SELECT seq, envelope FROM entries WHERE seq > ? AND seq <= ?";
  const found =
    kind === undefined
      ? database.all(`${upTo} ORDER BY seq LIMIT ?`, after, end, limit)
      : database.all(`${upTo} AND +kind = ? ORDER BY seq LIMIT ?`, after, end, kind, limit);
  const rows = found.map((row): Row => ({ ...row, envelope: written(row.envelope) }));
  return { rows, upTo: rows.length < limit ? end : Number(rows.at(-1)?.seq ?? end) };
}

function envelopeOf(row: Row, location: string): Envelope {
  try {
    return decodeValue(String(row.envelope)) as Envelope;
  } catch (thrown) {
    throw stateCorrupt({ location }, thrown);
  }
}
