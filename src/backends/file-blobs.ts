import { randomBytes } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { hashBytes } from "../kernel/index.ts";
import { type Blobs, keyRefused, keySegments } from "../store/index.ts";
import { serial } from "./serial.ts";
import { connect, whenFree } from "./sqlite-database.ts";
import { coded } from "./state-errors.ts";

/** No key can hold a tilde, so these names are never taken for blobs. */
const LOCK = "~lock";
const UNFINISHED = "~";

/**
 * Blobs as files below `directory`, which must exist. A blob is written beside its place, flushed, and renamed; every
 * change takes one lock on the directory, which the operating system releases when a process dies.
 */
export function fileBlobs(directory: string): Blobs {
  const locked = directoryLock(directory);
  const place = (key: string): string => join(directory, ...keySegments(key));
  return {
    get: (key) => coded(directory, async () => await read(place(key))),
    put: (key, bytes) =>
      coded(directory, async () => {
        await write({ key, path: place(key), bytes }, (move) => locked(move));
      }),
    putIfMatch: (key, bytes, expected) =>
      coded(directory, async () => {
        const path = place(key);
        return await write({ key, path, bytes }, (move) =>
          locked(async () => {
            const there = await read(path);
            if ((there === undefined ? null : hashBytes(there)) !== expected) return false;
            return await move();
          }),
        );
      }),
    list: (prefix) => coded(directory, async () => await keysBelow(directory, prefix)),
    delete: (key) =>
      coded(directory, async () => {
        const path = place(key);
        await locked(async () => await remove(path));
      }),
  };
}

/** One change at a time in this process (a queue) and across processes (SQLite's file lock; the file stays empty). */
function directoryLock(directory: string): <R>(work: () => Promise<R>) => Promise<R> {
  const inTurn = serial();
  const location = join(directory, LOCK);
  return (work) =>
    inTurn(async () => {
      const lock = await whenFree(() => connect(location, "PRAGMA busy_timeout = 5; BEGIN EXCLUSIVE"));
      try {
        return await work();
      } finally {
        lock.close();
      }
    });
}

interface Writing {
  readonly key: string;
  readonly path: string;
  readonly bytes: Uint8Array;
}

type Move = () => Promise<boolean>;

/** Writes the bytes beside their place, lets `decide` move them there or not, and leaves nothing else behind. */
async function write({ key, path, bytes }: Writing, decide: (move: Move) => Promise<boolean>): Promise<boolean> {
  const folder = dirname(path);
  const draft = join(folder, UNFINISHED + randomBytes(8).toString("hex"));
  try {
    await makeFolder(folder);
    await writeFlushed(draft, bytes);
    const moved = await decide(async () => {
      await rename(draft, path);
      return true;
    });
    if (moved) await flushFolder(folder);
    return moved;
  } catch (thrown) {
    throw isOneOf(thrown, BLOB_IN_THE_WAY) ? keyRefused({ key, why: "a blob's key is the folder of another" }) : thrown;
  } finally {
    await rm(draft, { force: true }).catch(() => undefined);
  }
}

async function writeFlushed(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, "wx", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Makes a folder and flushes each one above it that got a new entry. */
async function makeFolder(folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (first === undefined) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) await flushFolder(dirname(made));
}

/** A rename is on disk only when its folder is. Windows has no such call and needs none. */
async function flushFolder(folder: string): Promise<void> {
  if (process.platform === "win32") return;
  const handle = await open(folder, "r");
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

const NOTHING_THERE = ["ENOENT", "EISDIR", "ENOTDIR"];
const BLOB_IN_THE_WAY = ["EEXIST", "EISDIR", "ENOTDIR", "ENOTEMPTY"];

function isOneOf(thrown: unknown, codes: readonly string[]): boolean {
  return codes.includes(String((thrown as { code?: unknown } | null)?.code));
}

async function read(path: string): Promise<Uint8Array | undefined> {
  try {
    const bytes = await readFile(path);
    return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  } catch (thrown) {
    if (isOneOf(thrown, NOTHING_THERE)) return undefined;
    throw thrown;
  }
}

async function remove(path: string): Promise<void> {
  try {
    await rm(path, { force: true });
    await flushFolder(dirname(path));
  } catch (thrown) {
    if (!isOneOf(thrown, [...NOTHING_THERE, "ERR_FS_EISDIR"])) throw thrown;
  }
}

async function keysBelow(directory: string, prefix: string): Promise<readonly string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile() && !entry.name.startsWith(UNFINISHED))
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).replaceAll("\\", "/"))
    .filter((key) => key.startsWith(prefix))
    .sort();
}
