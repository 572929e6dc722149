import { existsSync, lstatSync, readdirSync } from "node:fs";
import { join, relative } from "node:path";
import type { Benchmark, Line, Measured } from "../frame/benchmark.ts";
import { findPython, root, runChild, runPython } from "../frame/child.ts";

const TARGET = { below: 150 };
const LISTED = 4;

interface Installed {
  readonly name: string;
  readonly mb: number;
}

/** Bytes in a folder, without what is installed inside it for itself: npm lists that on its own. */
function bytesOf(folder: string): number {
  return readdirSync(folder, { withFileTypes: true }).reduce((sum, entry) => {
    if (entry.isSymbolicLink() || (entry.isDirectory() && entry.name === "node_modules")) return sum;
    const path = join(folder, entry.name);
    return sum + (entry.isDirectory() ? bytesOf(path) : lstatSync(path).size);
  }, 0);
}

/** What `npm install --omit=dev` puts on this kind of machine, largest first. */
function runtimePackages(): readonly Installed[] {
  const args = ["ls", "--omit=dev", "--all", "--parseable", "--loglevel=error"];
  const folders = runChild("npm", args, { allowed: [0, 1] })
    .stdout.split("\n")
    .filter((line) => line.includes("node_modules") && existsSync(line));
  return [...new Set(folders)]
    .map((folder) => ({ name: relative(join(root, "node_modules"), folder), mb: bytesOf(folder) / 1e6 }))
    .sort((a, b) => b.mb - a.mb);
}

function besideOf(python: { readonly found: boolean }): Pick<Line, "beside"> {
  if (!python.found) return {};
  const { answer } = runPython<{ readonly mb: number }>("size.py", []);
  return { beside: { name: "pandas, LightGBM, scikit-learn", value: answer.mb } };
}

export const size: Benchmark = {
  name: "size",
  about: "what `npm install alidade` puts on the disk",
  async run(): Promise<Measured> {
    const python = findPython(["lightgbm", "pandas", "sklearn"]);
    const packages = runtimePackages();
    const built = join(root, "dist");
    const own = existsSync(built) ? bytesOf(built) / 1e6 : undefined;
    const all = packages.reduce((sum, { mb }) => sum + mb, own ?? 0);
    return {
      lines: [
        { what: "in all", value: all, unit: "MB", target: TARGET, ...besideOf(python) },
        ...packages.slice(0, LISTED).map(({ name, mb }): Line => ({ what: name, value: mb, unit: "MB" })),
        ...(own === undefined ? [] : [{ what: "alidade (dist)", value: own, unit: "MB" as const }]),
      ],
      notes: [
        `${packages.length} packages by \`npm ls --omit=dev\`, bytes of their files, 10⁶ to the MB.`,
        ...(own === undefined ? ["Without Alidade's own files: `npm run build` has not been run."] : []),
        ...(python.found ? [] : [python.note]),
      ],
    };
  },
};
