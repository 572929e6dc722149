import { constants } from "node:fs";
import { access, mkdir, readdir, stat } from "node:fs/promises";
import { join, resolve } from "node:path";
import { defineError, type ErrorConstructor } from "../kernel/index.ts";
import type { State } from "../store/index.ts";
import { decisionIds } from "./decision-ids.ts";
import { fileBlobs } from "./file-blobs.ts";
import { sealLegacy } from "./journal/segment-file.ts";
import { type SqliteJournal, type SqliteJournalOptions, sqliteJournal } from "./sqlite-journal.ts";
import { sqliteRecords } from "./sqlite-records.ts";
import { coded, stateNotADirectory, stateNotReadable, stateNotWritable } from "./state-errors.ts";
import { readFormat, STATE_FORMAT, writeFormat } from "./state-format.ts";
import { mayOnlyBeRead, openStateToRead } from "./state-to-read.ts";

/** The name that a state directory has unless someone chooses another. */
export const STATE_DIRECTORY = ".alidade";

export const stateMissing: ErrorConstructor<{ readonly location: string }> = defineError("state.missing", {
  headline: "No state here",
  message: ({ location }: { readonly location: string }) => `There is no state of Alidade in ${location}.`,
  hint: () =>
    "Go to the directory of your project, or name the state's directory; `alidade train` makes one where there is none.",
});

export const stateForeign: ErrorConstructor<{ readonly location: string }> = defineError("state.foreign-directory", {
  headline: "A directory that holds other things",
  message: ({ location }: { readonly location: string }) =>
    `The state needs a directory of its own. ${location} holds other files and no state.`,
  hint: ({ location }) => `Try ${join(location, STATE_DIRECTORY)}.`,
});

/** A state on this machine. */
export interface LocalState extends State {
  /** A port for `journalOver` or `countersOver` on another thread. */
  readonly connect: SqliteJournal["connect"];
}

export interface OpenStateOptions {
  /** Whether a missing or empty directory becomes a state. */
  readonly create: boolean;
  /** Whether nothing will be written, so that a state will do that may only be read. Default: false. */
  readonly reads?: boolean;
  /** How the journal is written: how surely, what becomes of decisions on a full disk, how files rotate. */
  readonly journal?: SqliteJournalOptions;
}

/**
 * Opens the state in `directory` (usually `.alidade`): `format.json`, `ids.key`, `records.db`, `journal/` and `blobs/`.
 * With `create` a missing or empty directory becomes one, readable by its owner alone. One of an older format is brought
 * up to date. Several processes may open the same one. With `reads`, one that may only be read is opened as it is, and
 * refuses changes: `openStateToRead`. Throws `state.missing`, `state.foreign-directory`,
 * `state.not-a-directory`, `state.not-writable`, `state.format-newer`, `state.corrupt`, `state.disk-full`, `state.busy`.
 */
export async function openState(directory: string, options: OpenStateOptions): Promise<LocalState> {
  const location = resolve(directory);
  return await coded(location, async () => {
    if (options.create) await mkdir(location, { recursive: true, mode: 0o700 }).catch(refuseFile(location));
    const isToRead = options.reads === true && (await mayOnlyBeRead(location));
    await checkDirectory(location, isToRead);
    if (isToRead) return await openFormatToRead(location);
    const format = await readFormat(location);
    if (format === undefined) await begin(location, options.create);
    else if (format < STATE_FORMAT) await upgrade(location);
    return await openAll(location, options.journal);
  });
}

/**
 * From format 1: its journal, one file, becomes the first closed file of the new one and stays where it is. A process of
 * the older Alidade that still has it open is refused from then on. Killed half-way, it is done again.
 */
async function upgrade(location: string): Promise<void> {
  await sealLegacy(join(location, "journal"));
  await writeFormat(location);
}

function refuseFile(location: string): (thrown: { code?: string }) => never {
  return (thrown) => {
    throw thrown.code === "EEXIST" ? stateNotADirectory({ location }, thrown) : thrown;
  };
}

/** One of an older format would have to be brought up to date first. */
async function openFormatToRead(location: string): Promise<LocalState> {
  const format = await readFormat(location).catch((thrown: { code?: string }) => {
    throw thrown.code === "EACCES" || thrown.code === "EPERM" ? stateNotReadable({ location }, thrown) : thrown;
  });
  if (format === undefined) throw stateMissing({ location });
  if (format < STATE_FORMAT) throw stateNotWritable({ location });
  return await openStateToRead(location);
}

async function checkDirectory(location: string, isToRead: boolean): Promise<void> {
  const found = await stat(location).catch((thrown: { code?: string }) => {
    if (thrown.code === "ENOENT") throw stateMissing({ location }, thrown);
    throw thrown;
  });
  if (!found.isDirectory()) throw stateNotADirectory({ location });
  if (!isToRead) await access(location, constants.R_OK | constants.W_OK | constants.X_OK);
}

async function begin(location: string, create: boolean): Promise<void> {
  if (!create) throw stateMissing({ location });
  const others = (await readdir(location)).filter((name) => !name.startsWith("format.json"));
  // Looked up again: another process may have begun meanwhile.
  if (others.length > 0 && (await readFormat(location)) === undefined) throw stateForeign({ location });
  await writeFormat(location);
}

async function openAll(location: string, options: SqliteJournalOptions = {}): Promise<LocalState> {
  const blobDirectory = join(location, "blobs");
  await mkdir(blobDirectory, { recursive: true, mode: 0o700 });
  const records = await sqliteRecords(join(location, "records.db"));
  try {
    const journal = await sqliteJournal(join(location, "journal"), options);
    const close = async (): Promise<void> => {
      await Promise.all([records.close(), journal.close()]);
    };
    const { counters, connect } = journal;
    const ids = await decisionIds(location, () => Date.now());
    return { records, journal, counters, ids, blobs: fileBlobs(blobDirectory), location, connect, close };
  } catch (thrown) {
    await records.close();
    throw thrown;
  }
}
