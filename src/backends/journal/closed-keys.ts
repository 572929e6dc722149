import type { Database } from "../sqlite-database.ts";
import { type Catalogue, openCatalogue } from "./catalogue.ts";
import { type Durability, openSegment, type Segment, segmentNumbers } from "./segment-file.ts";

/**
 * The keys of all entries before the newest segment. Most new ids sort after every older one of their kind, and those
 * need no look-up.
 */
export class ClosedKeys {
  readonly #folder: string;
  readonly #durability: Durability;
  #catalogue: Catalogue | undefined;
  /** Closed segments whose keys the catalogue may not have yet. */
  #closed: readonly Segment[] = [];
  readonly #newest = new Map<string, string | null>();

  constructor(folder: string, durability: Durability) {
    this.#folder = folder;
    this.#durability = durability;
  }

  /** Takes over a segment that was just closed, with its connection. */
  adopt(segment: Segment): void {
    this.#closed = [...this.#closed, segment];
  }

  /** To be called whenever another segment has become the newest. */
  async before(newest: number): Promise<void> {
    this.#catalogue ??= openCatalogue(this.#folder);
    const had = this.#closed;
    const indexed = this.#catalogue?.mark("indexed").segment ?? -1;
    const numbers = (await segmentNumbers(this.#folder)).filter((number) => number > indexed && number < newest);
    const opened: Segment[] = [];
    for (const number of numbers) {
      const segment =
        had.find((one) => one.number === number) ??
        (await openSegment(this.#folder, number, { durability: this.#durability }));
      if (segment !== undefined) opened.push(segment);
    }
    // Looked for again: the first segment that was closed may have moved into a catalogue made meanwhile.
    this.#catalogue ??= openCatalogue(this.#folder);
    for (const segment of had) if (!opened.includes(segment)) segment.database.close();
    this.#closed = opened;
    this.#newest.clear();
  }

  /** Whether an entry of that key is in a closed segment. */
  has(kind: string, id: string): boolean {
    if (this.#closed.length === 0 && this.#catalogue === undefined) return false;
    const newest = this.#newestOf(kind);
    if (newest === null || (id > newest && ASCII.test(id) && ASCII.test(newest))) return false;
    const sql = "SELECT 1 FROM entries WHERE kind = ? AND id = ?";
    if (this.#closed.some(({ database }) => database.first(sql, kind, id) !== undefined)) return true;
    return this.#catalogue?.positionOf(kind, id) !== undefined;
  }

  close(): void {
    for (const { database } of this.#closed) database.close();
    this.#catalogue?.close();
    this.#closed = [];
    this.#catalogue = undefined;
  }

  /** What is in closed segments does not change while they move into the catalogue. */
  #newestOf(kind: string): string | null {
    const known = this.#newest.get(kind);
    if (known !== undefined) return known;
    const tables = [
      ...this.#closed.map(({ database }) => largest(database, "entries", kind)),
      ...(this.#catalogue === undefined ? [] : [largest(this.#catalogue.database, "keys", kind)]),
    ];
    const newest = tables.reduce((most, id) => (id !== null && (most === null || id > most) ? id : most), null);
    this.#newest.set(kind, newest);
    return newest;
  }
}

/** Only here do the orders of JavaScript and SQLite agree for certain. */
const ASCII = /^[\0-\x7f]*$/;

function largest(database: Database, table: "entries" | "keys", kind: string): string | null {
  const id = database.first(`SELECT max(id) AS id FROM ${table} WHERE kind = ?`, kind)?.id;
  return id === null || id === undefined ? null : String(id);
}
