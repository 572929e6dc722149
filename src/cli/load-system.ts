import { readdir, readFile, stat } from "node:fs/promises";
import { basename, dirname, join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { type SystemDefinition, systemNotExported } from "../system/index.ts";
import { systemNotFound, systemTwice } from "./load-system-errors.ts";
import { explainImport } from "./loading/explain-import.ts";

/** A system, and where it was declared. */
export interface LoadedSystem {
  readonly system: SystemDefinition;
  /** Absolute path of the file. */
  readonly file: string;
  /** The file's folder: sources are looked for there. */
  readonly folder: string;
}

const ENDINGS = [".mts", ".ts", ".mjs", ".js"];

/**
 * Loads a system from its file, or from a folder that holds a `system.mts` (or `.ts`, `.mjs`, `.js`). Throws
 * `cli.input.system-not-found`, `-syntax`, `-import-missing`, `-failed`, `system.not-exported`, and what the file itself
 * raises with a code.
 */
export async function loadSystem(path: string, cwd: string): Promise<LoadedSystem> {
  const file = await findFile(path, cwd);
  const exported = await importFile(file, cwd);
  if (!isSystem(exported)) throw systemNotExported({ path: shownPath(file, cwd), got: wordExport(exported) });
  return { system: exported, file, folder: dirname(file) };
}

/** Loads several, in order. Throws what {@link loadSystem} throws, and `cli.input.system-twice`. */
export async function loadSystems(paths: readonly string[], cwd: string): Promise<readonly LoadedSystem[]> {
  const loaded: LoadedSystem[] = [];
  for (const path of paths) {
    const next = await loadSystem(path, cwd);
    const twin = loaded.find(({ system }) => system.name === next.system.name);
    if (twin !== undefined)
      throw systemTwice({ name: next.system.name, files: [twin, next].map(({ file }) => shownPath(file, cwd)) });
    loaded.push(next);
  }
  return loaded;
}

async function findFile(path: string, cwd: string): Promise<string> {
  const place = resolve(cwd, path);
  const found = await stat(place).catch(() => undefined);
  if (found?.isFile() === true) {
    if (ENDINGS.some((ending) => place.endsWith(ending))) return place;
    throw systemNotFound({
      path,
      why: "is not a TypeScript or JavaScript file",
      near: await systemsIn(dirname(place)),
    });
  }
  if (found === undefined) throw systemNotFound({ path, why: "does not exist", near: await systemsIn(dirname(place)) });
  const names = await namesIn(place);
  const own = ENDINGS.map((ending) => `system${ending}`).find((name) => names.includes(name));
  if (own === undefined)
    throw systemNotFound({ path, why: "holds no system.mts (or .ts, .mjs, .js)", near: await systemsIn(place) });
  return join(place, own);
}

async function namesIn(folder: string): Promise<readonly string[]> {
  return await readdir(folder).catch(() => []);
}

/** What could have been meant: files and folders that hold a system. */
async function systemsIn(folder: string): Promise<readonly string[]> {
  const names = (await namesIn(folder)).filter((name) => !name.startsWith(".") && name !== "node_modules").sort();
  const holds = await Promise.all(names.map((name) => holdsSystem(join(folder, name))));
  return names.filter((_, i) => holds[i]).slice(0, 8);
}

/** A folder with a system file, or a file that is called one or declares one. */
async function holdsSystem(place: string): Promise<boolean> {
  if (!ENDINGS.some((ending) => place.endsWith(ending))) return (await namesIn(place)).some(isSystemName);
  return isSystemName(basename(place)) || (await readFile(place, "utf8").catch(() => "")).includes(".system(");
}

function isSystemName(name: string): boolean {
  return /^system\.(mts|ts|mjs|js)$/.test(name);
}

async function importFile(file: string, cwd: string): Promise<unknown> {
  try {
    const module = (await import(pathToFileURL(file).href)) as { readonly default?: unknown };
    return module.default;
  } catch (thrown) {
    throw await explainImport(thrown, { file, shown: (path) => shownPath(path, cwd) });
  }
}

/** Relative to the working directory where that is shorter to read. */
export function shownPath(file: string, cwd: string): string {
  const near = relative(cwd, file);
  return near.startsWith("..") ? file : near || ".";
}

function isSystem(value: unknown): value is SystemDefinition {
  return typeof value === "object" && value !== null && (value as { is?: unknown }).is === "alidade.system";
}

function wordExport(value: unknown): string {
  if (value === undefined) return "no default export";
  if (value === null) return "null";
  const is = typeof value === "object" && Object.hasOwn(value, "fields") ? "a contract" : `a ${typeof value}`;
  return `${is} as its default export`;
}
