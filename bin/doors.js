// A system file may lie anywhere on the disk, where no `node_modules` holds Alidade. This module makes `alidade` and
// `alidade/<door>` mean this very package for whoever imports them, in this thread; a worker thread asks for the same
// with `execArgv: ["--import", <the URL of this file>]`.
import { existsSync, readFileSync } from "node:fs";
import { registerHooks } from "node:module";

const root = new URL("../", import.meta.url);
const isInstalled = /\/node_modules\//.test(root.pathname) || !existsSync(new URL("src/", root));

/** In a clone the sources are the truth, and a `dist` left by an earlier build is not. */
function toSource(built) {
  return built.replace("./dist/", "./src/").replace(/\.js$/, ".ts");
}

function fileOf(built) {
  return new URL(isInstalled ? built : toSource(built), root).href;
}

/** Specifier → URL, from the same `exports` that Node reads when the package is installed. */
function readDoors() {
  const { exports } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));
  return new Map(
    Object.entries(exports).map(([door, target]) => [
      `alidade${door.slice(1)}`,
      fileOf(typeof target === "string" ? target : target.default),
    ]),
  );
}

const doors = readDoors();
const own = new URL(isInstalled ? "dist/" : "src/", root).href;
const format = isInstalled ? "module" : "module-typescript";

/**
 * Our own files name each other in full, so nothing has to be looked up: a command loads hundreds of them, each of its
 * threads again, and a third of that time would be spent in asking the disk what is known.
 */
function neighbourOf(specifier, parent) {
  if (parent === undefined || specifier[0] !== "." || !parent.startsWith(own)) return undefined;
  const { href } = new URL(specifier, parent);
  return href.startsWith(own) ? href : undefined;
}

registerHooks({
  resolve(specifier, context, nextResolve) {
    const neighbour = neighbourOf(specifier, context.parentURL);
    if (neighbour !== undefined) return { url: neighbour, format, shortCircuit: true };
    const url = doors.get(specifier);
    return url === undefined ? nextResolve(specifier, context) : { url, shortCircuit: true };
  },
});

/** The module whose `main(argv)` is the command line. */
export const commandLine = fileOf("./dist/cli/main.js");
