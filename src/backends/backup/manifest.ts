import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileHash } from "../file-hash.ts";
import { STATE_FORMAT, stateFormatNewer } from "../state-format.ts";
import { backupDamaged, backupMissing } from "./backup-errors.ts";

export const MANIFEST = "backup.json";

/** One file of a backup. */
export interface BackedUp {
  /** Within the state's directory, with slashes. */
  readonly path: string;
  readonly bytes: number;
  /** SHA-256 of its bytes. */
  readonly sha256: string;
}

/** What a backup holds. */
export interface Manifest {
  readonly backup: 1;
  /** Of the state. */
  readonly format: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly files: readonly BackedUp[];
}

/** What a file of the folder is, for the manifest. */
export async function describeFile(folder: string, path: string): Promise<BackedUp> {
  const place = join(folder, ...path.split("/"));
  const { size: bytes } = await stat(place);
  return { path, bytes, sha256: await fileHash(place) };
}

/** Reads the manifest of an unpacked backup. Throws `state.backup-missing`, `state.format-newer`. */
export async function readManifest(folder: string, location: string): Promise<Manifest> {
  const text = await readFile(join(folder, MANIFEST), "utf8").catch((thrown: unknown) => {
    throw backupMissing({ location }, thrown);
  });
  const manifest = parsed(text);
  if (manifest === undefined) throw backupDamaged({ location, what: `${MANIFEST} is not what was written there` });
  if (manifest.format > STATE_FORMAT) throw stateFormatNewer({ location, format: manifest.format });
  return manifest;
}

/** Compares every file with the manifest. Throws `state.backup-damaged`. */
export async function verifyFiles(folder: string, { files }: Manifest, location: string): Promise<void> {
  for (const { path, bytes, sha256 } of files) {
    const found = await describeFile(folder, path).catch((thrown: unknown) => {
      throw backupDamaged({ location, what: `${path} is missing` }, thrown);
    });
    if (found.bytes !== bytes || found.sha256 !== sha256)
      throw backupDamaged({ location, what: `${path} has changed since it was written` });
  }
}

/** A path that leads out of the directory is no path of a backup. */
const PATH = /^(?!\/)(?!.*(?:^|\/)\.\.(?:\/|$))[^\\\0]+$/;

function parsed(text: string): Manifest | undefined {
  try {
    const { backup, format, files } = JSON.parse(text) as Partial<Manifest>;
    const isWhole = backup === 1 && Number.isSafeInteger(format) && Array.isArray(files);
    if (!isWhole || !files.every(({ path }) => typeof path === "string" && PATH.test(path))) return undefined;
    return JSON.parse(text) as Manifest;
  } catch {
    return undefined;
  }
}
