import { mkdir, readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { isAlidadeError } from "../../kernel/index.ts";
import { connect, type Database, whenFree } from "../sqlite-database.ts";
import { stateBusy } from "../state-errors.ts";
import { type Catalogue, makeCatalogue, type Part } from "./catalogue.ts";
import { segmentParts } from "./part-writer.ts";
import { noRest, type Rest, resting } from "./resting.ts";
import { openSegment, rollBack, type Segment, sealedAt, segmentNumbers, segmentPath } from "./segment-file.ts";

export interface Compaction {
  /** Closed segments that stay as they are. */
  readonly keep: number;
  /** Whether others need the machine more. Default false. */
  readonly gently?: boolean;
}

/** Keys written in one transaction, so that nobody waits long. */
const KEYS = 5_000;

/**
 * Works up the closed segments of a journal: their keys go into the catalogue; then all but the newest `keep` become
 * Parquet files and are dropped. It may be killed at any point: each step can be done twice, and a segment goes only
 * after what replaces it was read back and recorded. With `gently` it rests between steps, the longer the less waits.
 * Resolves to whether it had the folder to itself; where another process has it, nothing is done.
 */
export async function compact(folder: string, { keep, gently = false }: Compaction): Promise<boolean> {
  const lock = lockOf(folder);
  if (lock === undefined) return false;
  try {
    const catalogue = await makeCatalogue(folder);
    try {
      await workUp(folder, { keep, gently, catalogue });
    } finally {
      catalogue.close();
    }
    return true;
  } finally {
    lock.close();
  }
}

/** The right to work segments up, which ends with the process at the latest; undefined where another one has it. */
export function lockOf(folder: string): Database | undefined {
  const setup = "PRAGMA busy_timeout = 0; PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE";
  try {
    return connect(join(folder, "compactor.lock"), setup);
  } catch (thrown) {
    if (isAlidadeError(thrown, stateBusy.code)) return undefined;
    throw thrown;
  }
}

interface Work extends Required<Compaction> {
  readonly catalogue: Catalogue;
}

async function workUp(folder: string, { keep, gently, catalogue }: Work): Promise<void> {
  await dropCompacted(folder, catalogue);
  const closed = await closedSegments(folder, catalogue);
  let waiting = closed.length;
  const rest = gently ? resting(() => waiting) : noRest;
  try {
    for (const segment of closed) await indexSegment(segment, { catalogue, rest });
    await mkdir(join(folder, "parts"), { recursive: true, mode: 0o700 });
    await dropDrafts(folder, catalogue);
    for (const segment of closed.slice(0, Math.max(0, closed.length - keep))) {
      if (!(await isFolded(segment))) break;
      await rest();
      await replaceSegment(folder, segment, { catalogue, rest });
      waiting--;
    }
  } finally {
    for (const { database } of closed) database.close();
  }
  await dropCompacted(folder, catalogue);
}

/** Sealed, and with a successor: the newest file always stays, because positions go on from it. */
async function closedSegments(folder: string, catalogue: Catalogue): Promise<readonly Segment[]> {
  const compacted = catalogue.mark("compacted").segment;
  const segments: Segment[] = [];
  for (const number of await segmentNumbers(folder)) {
    const segment = number > compacted ? await openSegment(folder, number) : undefined;
    if (segment !== undefined) segments.push(segment);
  }
  const newest = segments.pop();
  newest?.database.close();
  return segments;
}

interface Step {
  readonly catalogue: Catalogue;
  readonly rest: Rest;
}

/** Adds the keys of a segment to the catalogue. */
async function indexSegment(segment: Segment, { catalogue: { mark, database }, rest }: Step): Promise<void> {
  if (segment.number <= mark("indexed").segment) return;
  const last = sealedAt(segment) ?? 0;
  const page = "SELECT seq, kind, id FROM entries WHERE seq > ? ORDER BY seq LIMIT ?";
  let after = segment.first - 1;
  for (let rows = segment.database.all(page, after, KEYS); rows.length > 0; ) {
    await whole(database, () => {
      for (const { seq, kind, id } of rows)
        database.run(
          "INSERT OR IGNORE INTO keys (kind, id, seq) VALUES (?, ?, ?)",
          String(kind),
          String(id),
          Number(seq),
        );
    });
    await rest();
    after = Number(rows.at(-1)?.seq);
    rows = segment.database.all(page, after, KEYS);
  }
  await whole(database, () => setMark(database, "indexed", { segment: segment.number, seq: last }));
  // Its log moves into the file here, where nobody waits for it.
  segment.database.first("PRAGMA wal_checkpoint(PASSIVE)");
  await rest();
}

/**
 * Moves the rest of a segment's log into its file; false where somebody reads it all the time. Whoever opens the file in
 * the moment in which it is dropped, without its log, then still sees all of it.
 */
async function isFolded({ database }: Segment): Promise<boolean> {
  for (let tries = 0; tries < 100; tries++) {
    if (Number(database.first("PRAGMA wal_checkpoint(TRUNCATE)")?.busy) === 0) return true;
    await sleep(20);
  }
  return false;
}

/** Writes a segment as Parquet, reads it back, and records it. */
async function replaceSegment(folder: string, segment: Segment, { catalogue, rest }: Step): Promise<void> {
  const { database } = catalogue;
  const last = sealedAt(segment) ?? 0;
  const parts: Part[] = [];
  for await (const part of segmentParts(folder, segment, rest)) parts.push(part);
  await whole(database, () => {
    for (const { first, last: end, entries, name, hash } of parts)
      database.run(
        "INSERT OR REPLACE INTO parts (first, last, entries, name, hash) VALUES (?, ?, ?, ?, ?)",
        ...[first, end, entries, name, hash],
      );
    setMark(database, "compacted", { segment: segment.number, seq: last });
  });
}

function setMark(database: Database, name: string, { segment, seq }: { segment: number; seq: number }): void {
  const sql = `INSERT INTO marks (name, segment, seq) VALUES (?, ?, ?)
    ON CONFLICT DO UPDATE SET segment = excluded.segment, seq = excluded.seq`;
  database.run(sql, name, segment, seq);
}

async function whole(database: Database, work: () => void): Promise<void> {
  await whenFree(() => {
    database.run("BEGIN IMMEDIATE");
    try {
      work();
      database.run("COMMIT");
    } catch (thrown) {
      rollBack(database);
      throw thrown;
    }
  });
}

async function dropCompacted(folder: string, catalogue: Catalogue): Promise<void> {
  const compacted = catalogue.mark("compacted").segment;
  for (const number of await segmentNumbers(folder)) {
    if (number > compacted) continue;
    const path = segmentPath(folder, number);
    for (const ending of ["", "-wal", "-shm"]) await rm(path + ending, { force: true });
  }
}

/** What an interrupted run left: files that nothing records. */
async function dropDrafts(folder: string, catalogue: Catalogue): Promise<void> {
  const kept = new Set(catalogue.parts().map(({ name }) => name));
  for (const name of await readdir(join(folder, "parts")))
    if (!kept.has(name)) await rm(join(folder, "parts", name), { force: true });
}
