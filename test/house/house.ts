import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { staleCatalogues } from "../../scripts/catalogue.ts";
import { type Import, importsOf } from "./imports.ts";
import { type Node, parse } from "./syntax.ts";

/** One TypeScript file under `src`. */
export interface Source {
  /** From the root of the repository: `src/kernel/clock.ts`. */
  readonly path: string;
  /** The folder below `src`; for `src/presets.ts` and `src/index.ts`, the file's own name. */
  readonly room: string;
  /** Tests, type tests, conformance suites and what generates their cases: code that is not shipped. */
  readonly isTest: boolean;
  readonly text: string;
  readonly program: Node;
  readonly imports: readonly Import[];
}

/** What the rules look at. */
export interface House {
  readonly sources: readonly Source[];
  /** Paths of everything that is, or is about to be, in the repository. */
  readonly files: readonly { readonly path: string; readonly isBinary: boolean }[];
  /** Generated files that are not what their generator would write. */
  readonly stale: readonly string[];
}

export const root: string = fileURLToPath(new URL("../..", import.meta.url));

function sourceOf(path: string, text: string): Source {
  const program = parse(text);
  const room = path.split("/")[1]!.replace(/\.ts$/, "");
  const isTest = /\.(test|conformance|arbitrary|types)\.ts$/.test(path);
  return { path, room, isTest, text, program, imports: importsOf(path, program) };
}

/** A house from texts by path: for planted violations. */
export function houseOf(texts: Readonly<Record<string, string>>): House {
  const sources = Object.entries(texts).filter(([path]) => path.startsWith("src/") && path.endsWith(".ts"));
  return {
    sources: sources.map(([path, text]) => sourceOf(path, text)),
    files: Object.entries(texts).map(([path, text]) => ({ path, isBinary: text.includes("\0") })),
    stale: [],
  };
}

function readSources(): readonly Source[] {
  const paths = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => path.endsWith(".ts")).map((path) => `src/${path.replaceAll("\\", "/")}`);
  return files.sort().map((path) => sourceOf(path, readFileSync(join(root, path), "utf8")));
}

/** Nothing outside a git checkout, where nobody can commit either. */
function listFiles(): House["files"] {
  if (!existsSync(join(root, ".git"))) return [];
  // What a user keeps beside the sources is their own affair: only what is committed, or about to be, counts.
  const args = ["ls-files", "--cached", "-z"];
  const listed = spawnSync("git", args, { cwd: root, encoding: "utf8" });
  if (listed.status !== 0) {
    console.warn("Skipped the laws of what is committed: git is not there to list it.");
    return [];
  }
  const paths = listed.stdout.split("\0");
  return paths
    .filter((path) => path !== "" && existsSync(join(root, path)))
    .map((path) => ({ path, isBinary: readFileSync(join(root, path)).subarray(0, 8192).includes(0) }));
}

/** The house as it stands on the disk. */
export function readHouse(): House {
  return { sources: readSources(), files: listFiles(), stale: staleCatalogues(root).map(({ file }) => file) };
}

/** The line of a place in a text, from 1. */
export function lineOf(source: Source, start: number): number {
  return source.text.slice(0, start).split("\n").length;
}

/** Files reached from `start` by imports of these kinds, each with the file that led to it. */
export function reach(house: House, start: readonly string[], kinds: readonly Import["kind"][]): Map<string, string> {
  const byPath = new Map(house.sources.map((source) => [source.path, source]));
  const cameFrom = new Map<string, string>();
  const queue = [...start];
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    for (const { file, kind } of byPath.get(path)?.imports ?? []) {
      if (file === undefined || !kinds.includes(kind) || cameFrom.has(file) || start.includes(file)) continue;
      cameFrom.set(file, path);
      queue.push(file);
    }
  }
  return cameFrom;
}

/** `a → b → c`: how a file was reached. */
export function trail(cameFrom: ReadonlyMap<string, string>, file: string): string {
  const steps = [file];
  for (let from = cameFrom.get(file); from !== undefined; from = cameFrom.get(from)) steps.unshift(from);
  return steps.join(" → ");
}
