import { execFileSync, spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

/** Where the scripts are that make models with the frameworks themselves. */
const scripts = fileURLToPath(new URL("./python/", import.meta.url));

/**
 * A Python that can import all of those packages: the one that `ALIDADE_PYTHON` names, else `python3`. Undefined when there
 * is none; a test then skips and says so.
 */
export function findPython(packages: readonly string[]): string | undefined {
  const python = process.env.ALIDADE_PYTHON ?? "python3";
  const found = spawnSync(python, ["-c", packages.map((name) => `import ${name}`).join("\n") || "pass"]);
  return found.status === 0 ? python : undefined;
}

/** What to print beside a skipped suite. */
export function withoutPython(packages: readonly string[]): string {
  return `skipped: needs Python with ${packages.join(", ")} (pip install -r test/interop/requirements.txt)`;
}

/** Runs a script of `test/interop/python` to its end and returns what it printed. Throws with its words when it fails. */
export function runPython(python: string, script: string, args: readonly string[]): string {
  return execFileSync(python, [`${scripts}${script}`, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
}
