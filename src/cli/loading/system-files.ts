import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import { pathToFileURL } from "node:url";
import type { Contract } from "../../data/index.ts";
import { defineError, type ErrorConstructor } from "../../kernel/index.ts";
import { shownPath } from "../load-system.ts";
import { explainImport } from "./explain-import.ts";

export const contractNotExported: ErrorConstructor<{ readonly file: string }> = defineError(
  "cli.input.contract-not-exported",
  {
    headline: "No contract in this file",
    message: ({ file }: { readonly file: string }) => `${file} must have a default export made by \`contract({ … })\`.`,
    hint: () => "Correct it, or move it away to have a new one proposed.",
  },
);

interface Unwritable {
  readonly folder: string;
  readonly why: string;
}

export const folderUnwritable: ErrorConstructor<Unwritable> = defineError("cli.input.folder-unwritable", {
  headline: "The files cannot be written",
  message: ({ folder, why }: Unwritable) => `Nothing could be written into ${folder}: ${why}.`,
  hint: () => "Choose another folder with `--out`.",
});

/** The contract that a file exports now, whatever it exported before; undefined when there is no such file. */
export async function readContract(path: string, cwd: string): Promise<Contract | undefined> {
  const found = await stat(path).catch(() => undefined);
  if (found === undefined) return undefined;
  const exported = await importFresh(path, { version: found.mtimeMs, cwd });
  const isContract = typeof exported === "object" && exported !== null && Object.hasOwn(exported, "fields");
  if (!isContract) throw contractNotExported({ file: shownPath(path, cwd) });
  return exported as Contract;
}

async function importFresh(path: string, { version, cwd }: { version: number; cwd: string }): Promise<unknown> {
  try {
    const url = `${pathToFileURL(path).href}?at=${version}`;
    return ((await import(url)) as { readonly default?: unknown }).default;
  } catch (thrown) {
    throw await explainImport(thrown, { file: path, shown: (file) => shownPath(file, cwd) });
  }
}

/** Throws `cli.input.folder-unwritable` when a file stands where a folder is to be. */
export async function checkFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory() === false) throw folderUnwritable({ folder, why: "it is a file" });
}

/** What stands in a file; undefined when there is none. */
export async function readText(path: string): Promise<string | undefined> {
  return await readFile(path, "utf8").catch(() => undefined);
}

/** Writes the files that are not there yet, each whole or not at all, and gives their paths. */
export async function writeNew(files: readonly (readonly [path: string, text: string])[]): Promise<readonly string[]> {
  const written: string[] = [];
  for (const [path, text] of files) {
    if ((await readText(path)) !== undefined) continue;
    await writeWhole(path, text);
    written.push(path);
  }
  return written;
}

async function writeWhole(path: string, text: string): Promise<void> {
  const draft = `${path}.${process.pid}.draft`;
  try {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(draft, text, { flag: "wx" });
    await rename(draft, path);
  } catch (thrown) {
    const { code } = thrown as { readonly code?: string };
    throw folderUnwritable({ folder: dirname(path), why: WORDS[code ?? ""] ?? String(code ?? thrown) }, thrown);
  }
}

const WORDS: Readonly<Record<string, string>> = {
  EACCES: "this user may not",
  EPERM: "this user may not",
  EROFS: "the disk is read-only",
  ENOSPC: "the disk is full",
  ENOTDIR: "a part of the path is a file",
  EEXIST: "it is a file",
};
