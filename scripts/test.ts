/**
 * `npm test`: format, types, catalogues, then the tests. Every check runs, so that one run tells everything; what is
 * written after `--` goes to Vitest and leaves the other checks out. With `ALIDADE_REPORT=<folder>` the results are also
 * written there as JSON.
 */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const only = process.argv.slice(2);
const report = process.env.ALIDADE_REPORT;

interface Check {
  readonly name: string;
  /** What to do when it fails. */
  readonly remedy: string;
}

const checks: readonly Check[] = [
  { name: "format:check", remedy: "run `npm run format`, and mend by hand what it reports" },
  { name: "types", remedy: "run `npm run types`" },
  { name: "catalogue:check", remedy: "run `npm run catalogue`" },
];

function runs(command: string, args: readonly string[]): boolean {
  return spawnSync(command, args, { cwd: root, stdio: "inherit" }).status === 0;
}

/** npm's own script when npm started us, so that its version and settings are kept. */
function runScript(name: string): boolean {
  const npm = process.env.npm_execpath;
  const args = ["run", "--silent", name];
  return npm === undefined ? runs("npm", args) : runs(process.execPath, [npm, ...args]);
}

function runVitest(): boolean {
  const vitest = join(root, "node_modules", "vitest", "vitest.mjs");
  return runs(process.execPath, [vitest, "run", ...only]);
}

const results = (only.length > 0 ? [] : checks).map((check) => ({ ...check, passed: runScript(check.name) }));
if (report !== undefined) {
  mkdirSync(report, { recursive: true });
  writeFileSync(join(report, "checks.json"), JSON.stringify(results));
}
const testsPassed = runVitest();
const failed = results.filter(({ passed }) => !passed);
for (const { name, remedy } of failed) console.error(`Check failed: ${name}. To see and mend it, ${remedy}.`);
process.exitCode = failed.length === 0 && testsPassed ? 0 : 1;
