import { glob, readdir, stat } from "node:fs/promises";
import { basename, dirname, join, relative } from "node:path";
import { namesMany, sourceNotFound } from "../data/index.ts";

/** One of the files that a path names. */
export interface NamedFile {
  /** Relative to the folder in which all of them lie, with `/`. */
  readonly name: string;
  readonly path: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * The files that an absolute path names, in the order of their names: a file, all below a folder (`events/`), or those
 * that fit a pattern (`events/*.csv`). Names that begin with `.` or `_` are passed over. Throws `data.source-not-found`.
 */
export async function namedFiles(path: string, endings: readonly string[]): Promise<readonly NamedFile[]> {
  const size = await sizeOf(path);
  if (size !== undefined) return [{ name: basename(path), path, size }];
  if (!namesMany(path)) throw sourceNotFound({ path, lookedAt: [path] });
  const root = rootOf(path);
  const isFolder = /[/\\]$/.test(path);
  const names = isFolder ? await below(root) : await fitting(path, root);
  const wanted = names.filter((name) => isShown(name) && (!isFolder || endings.some((end) => name.endsWith(end))));
  const found = await Promise.all(wanted.map((name) => named(root, name)));
  const files = found.filter((file) => file !== undefined).sort((a, b) => (a.name < b.name ? -1 : 1));
  if (files.length === 0) throw sourceNotFound({ path, lookedAt: [`${path} (no file of that kind)`] });
  return files;
}

async function named(root: string, name: string): Promise<NamedFile | undefined> {
  const path = join(root, name);
  const size = await sizeOf(path);
  return size === undefined ? undefined : { name, path, size };
}

async function sizeOf(path: string): Promise<number | undefined> {
  const found = await stat(path).catch(() => undefined);
  return found?.isFile() === true ? found.size : undefined;
}

/** The folder, or what stands before the first part with a star. */
function rootOf(path: string): string {
  return path.includes("*") ? dirname(`${path.slice(0, path.indexOf("*"))}x`) : path;
}

async function below(root: string): Promise<readonly string[]> {
  const entries = await readdir(root, { recursive: true }).catch((error: unknown) => {
    throw sourceNotFound({ path: root, lookedAt: [root] }, error);
  });
  return entries.map(slashed);
}

async function fitting(pattern: string, root: string): Promise<readonly string[]> {
  const names: string[] = [];
  for await (const path of glob(slashed(relative(root, pattern)), { cwd: root })) names.push(slashed(path));
  return names;
}

function slashed(path: string): string {
  return path.replaceAll("\\", "/");
}

function isShown(name: string): boolean {
  return !name.split("/").some((part) => /^[._]/.test(part));
}
