import { createHash } from "node:crypto";
import { mkdir, rename, stat, writeFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { unzipSync } from "fflate";
import { type Download, type FileOptions, namesMany, type SourceRef, sourceNotFound } from "../data/index.ts";
import { defineError, type ErrorConstructor, isAlidadeError, messageOf } from "../kernel/index.ts";

interface Failure {
  readonly url: string;
  readonly problem: string;
}

export const downloadFailed: ErrorConstructor<Failure> = defineError("data.download-failed", {
  headline: "A download that did not arrive",
  retryable: true,
  message: ({ url, problem }: Failure) => `${url} could not be fetched: ${problem}.`,
  hint: () => "Try again, or fetch the file yourself and pass `--data <file>`.",
});

interface Mismatch {
  readonly url: string;
  readonly expected: string;
  readonly got: string;
}

export const checksumMismatch: ErrorConstructor<Mismatch> = defineError("data.checksum-mismatch", {
  headline: "Not the file that was declared",
  message: ({ url, expected, got }: Mismatch) =>
    `${url} gave a file with SHA-256 ${got}. The source declares ${expected}. Nothing was kept.`,
  hint: () => "If the publisher changed the file, look at what changed before you declare the new checksum.",
});

interface NoMember {
  readonly url: string;
  readonly member: string;
  readonly members: readonly string[];
}

export const memberMissing: ErrorConstructor<NoMember> = defineError("data.member-missing", {
  headline: "Not in the archive",
  message: ({ url, member, members }: NoMember) =>
    `The archive ${url} has no file \`${member}\`. It has ${members.map((name) => `\`${name}\``).join(", ") || "none"}.`,
});

/** What is needed of `fetch`. */
export type Fetch = (
  url: string,
) => Promise<{ readonly ok: boolean; readonly status: number; arrayBuffer(): Promise<ArrayBuffer> }>;

export interface LocateOptions {
  /** Folder of the system file. */
  readonly from: string;
  /** A file to take instead: what the user passed. Relative to the working directory. */
  readonly override?: string;
  /** Folder for downloads. */
  readonly cache: string;
  /** Absent: nothing is downloaded. */
  readonly fetch?: Fetch;
}

/** What is looked for: a file of a source, whatever else its options say. */
type FileRef = Pick<SourceRef<string, FileOptions>, "path" | "options">;

/**
 * The absolute path of a source's file, folder or pattern: the override, or the path beside the system file, or in one of `lookIn`, or the
 * download, checked and kept in the cache. Throws `data.source-not-found` with every place, `data.download-failed`,
 * `data.checksum-mismatch`, `data.member-missing`.
 */
export async function locate(ref: FileRef, options: LocateOptions): Promise<string> {
  const places = placesOf(ref, options);
  for (const place of places) if (await isThere(place)) return place;
  const { download } = ref.options;
  const canFetch = download !== undefined && options.override === undefined;
  if (canFetch && options.fetch !== undefined)
    return fetchInto(cachePath(download, options.cache), download, options.fetch);
  const unfetched = canFetch ? [`${download.url} (downloads are off)`] : [];
  throw sourceNotFound({ path: options.override ?? ref.path, lookedAt: [...places, ...unfetched] });
}

function placesOf({ path, options: { lookIn = [], download } }: FileRef, options: LocateOptions): readonly string[] {
  const { from, override, cache } = options;
  if (override !== undefined) return [absolute(override)];
  const folders = [from, ...lookIn.map((folder) => resolve(from, folder))];
  const cached = download === undefined ? [] : [cachePath(download, cache)];
  return [...folders.map((folder) => absolute(path, folder)), ...cached];
}

/** A folder keeps the stroke at its end, which says that it is one. */
function absolute(path: string, from = "."): string {
  return resolve(from, path) + (/[/\\]$/.test(path) ? "/" : "");
}

/** Named by the checksum, so that another version of the file is another path. */
function cachePath({ url, sha256, member }: Download, cache: string): string {
  return resolve(cache, sha256, basename(member ?? new URL(url).pathname) || "data");
}

/** A file of that very name; or else the folder, or the folder in which a pattern begins. */
async function isThere(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  if (found?.isFile() === true || !namesMany(path)) return found?.isFile() === true;
  const folder = path.includes("*") ? dirname(`${path.slice(0, path.indexOf("*"))}x`) : path;
  return (await stat(folder).catch(() => undefined))?.isDirectory() ?? false;
}

async function fetchInto(path: string, download: Download, fetch: Fetch): Promise<string> {
  const { url, sha256, member } = download;
  const bytes = await fetchBytes(url, fetch);
  const content = member === undefined ? bytes : unzipMember(bytes, url, member);
  const got = createHash("sha256").update(content).digest("hex");
  if (got !== sha256) throw checksumMismatch({ url, expected: sha256, got });
  await mkdir(join(path, ".."), { recursive: true });
  // Written whole under another name first: a file that is there is complete.
  const partial = `${path}.${process.pid}.partial`;
  await writeFile(partial, content);
  await rename(partial, path);
  return path;
}

async function fetchBytes(url: string, fetch: Fetch): Promise<Uint8Array> {
  try {
    const response = await fetch(url);
    if (!response.ok) throw downloadFailed({ url, problem: `status ${response.status}` });
    return new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (isAlidadeError(error)) throw error;
    throw downloadFailed({ url, problem: messageOf(error) }, error);
  }
}

function unzipMember(bytes: Uint8Array, url: string, member: string): Uint8Array {
  const members: string[] = [];
  const files = unzipSync(bytes, {
    filter: ({ name }) => {
      members.push(name);
      return name === member;
    },
  });
  const found = files[member];
  if (found === undefined) throw memberMissing({ url, member, members });
  return found;
}
