import { access, copyFile, mkdir, open, readdir } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { openCatalogue } from "../journal/catalogue.ts";
import { lockOf } from "../journal/compact.ts";
import { segmentNumbers, segmentPath } from "../journal/segment-file.ts";
import { connect, type Database, whenFree } from "../sqlite-database.ts";
import { stateBusy } from "../state-errors.ts";

/** How long a compaction may take that a backup waits for, in milliseconds. */
const PATIENCE = 120_000;

/**
 * Copies a state that may be in use. What refers to something is copied before what it refers to: the online view, which
 * the journal can only be ahead of; the journal; the records that its entries name; the blobs that records name.
 */
export async function copyState(from: string, to: string): Promise<readonly string[]> {
  const copied = new Set<string>();
  const copyOne = async (path: string): Promise<void> => {
    if (copied.has(path)) return;
    const done = await copyFileOf(join(from, path), join(to, path));
    if (done) copied.add(path);
  };
  const isDatabase = (path: string): boolean => path.endsWith(".db");
  const inJournal = (path: string): boolean => /^journal(\/|\.db)/.test(path);
  for (const path of await pathsBelow(from)) if (path === "online.db") await copyOne(path);
  for (const path of await copyJournal(from, to)) copied.add(path);
  for (const path of await pathsBelow(from)) if (isDatabase(path) && !inJournal(path)) await copyOne(path);
  for (const path of await pathsBelow(from)) if (!isDatabase(path) && !inJournal(path)) await copyOne(path);
  return [...copied].sort();
}

/** While it is copied nothing is compacted or dropped, so that its files only become more. */
async function copyJournal(from: string, to: string): Promise<readonly string[]> {
  const folder = join(from, "journal");
  const lock = await waitForLock(folder);
  const done: string[] = [];
  const copyOne = async (path: string): Promise<void> => {
    if (await copyFileOf(path, join(to, relative(from, path)))) done.push(slashed(relative(from, path)));
  };
  try {
    for (const path of await pathsBelow(folder))
      if (path !== "counters.db" && !SEGMENT.test(path)) await copyOne(join(folder, path));
    // Files that are begun from now on hold nothing that was acknowledged before.
    const compacted = markIn(folder);
    for (const number of await segmentNumbers(folder))
      if (number > compacted) await copyOne(segmentPath(folder, number));
    await copyOne(join(folder, "counters.db"));
    return done;
  } finally {
    lock.close();
  }
}

const SEGMENT = /^\d{8}\.db$/;

function markIn(folder: string): number {
  const catalogue = openCatalogue(folder);
  const { segment } = catalogue?.mark("compacted") ?? { segment: -1 };
  catalogue?.close();
  return segment;
}

async function waitForLock(folder: string): Promise<Database> {
  for (const start = performance.now(); ; await sleep(50)) {
    const lock = lockOf(folder);
    if (lock !== undefined) return lock;
    if (performance.now() - start > PATIENCE) throw stateBusy({ location: folder });
  }
}

/** Of a running process alone, or of one that died. */
const PASSING = /(-wal|-shm|-journal|\.lock|~lock|\.draft)$|^serving\//;

async function pathsBelow(folder: string): Promise<readonly string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => slashed(relative(folder, join(entry.parentPath, entry.name))))
    .filter((path) => !PASSING.test(path))
    .sort();
}

function slashed(path: string): string {
  return path.split(sep).join("/");
}

/** Copies a file, of a database its last committed state; false where it went away meanwhile. */
async function copyFileOf(from: string, to: string): Promise<boolean> {
  await mkdir(dirname(to), { recursive: true, mode: 0o700 });
  try {
    if (from.endsWith(".db")) await copyDatabase(from, to);
    else await copyFile(from, to);
  } catch (thrown) {
    if ((thrown as { code?: string }).code === "ENOENT") return false;
    throw thrown;
  }
  await synced(to);
  return true;
}

async function copyDatabase(from: string, to: string): Promise<void> {
  // Looked at, not opened: to close a database's file in any way but SQLite's drops the locks of this process on it.
  await access(from);
  const database = await whenFree(() => connect(from, "PRAGMA busy_timeout = 5", { create: false }));
  try {
    await whenFree(() => database.run("VACUUM INTO ?", to));
  } finally {
    database.close();
  }
}

async function synced(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}
