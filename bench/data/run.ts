/**
 * `npm run bench:data [-- part… --runs n --quick]`: runs every part, each in processes of its own, and prints one table of all.
 * Writes `bench/results/data.json`. What a part is compared with is left out, with a word why, where its Python is missing:
 * the head of each part says how to install it.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Measured } from "../frame/benchmark.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { isMet, tableOf } from "../frame/print.ts";

/** Each is a program `bench/data/<part>.ts` that takes `--runs` and `--quick`, and writes `bench/results/<part>.json`. */
const PARTS = ["profile", "curve", "as-of", "online"] as const;
type Part = (typeof PARTS)[number];

interface Told extends Measured {
  readonly about?: string;
}

const results = new URL("../results/", import.meta.url);
const programOf = (part: Part): string => fileURLToPath(new URL(`${part}.ts`, import.meta.url));
const resultOf = (part: Part): URL => new URL(`${part}.json`, results);

/** What a part told; undefined where it failed, which it has said itself. */
function runPart(part: Part, args: readonly string[]): Told | undefined {
  process.stderr.write(`\n${part}\n`);
  rmSync(resultOf(part), { force: true });
  spawnSync(process.execPath, [programOf(part), ...args], { stdio: ["ignore", "ignore", "inherit"] });
  return existsSync(resultOf(part)) ? (JSON.parse(readFileSync(resultOf(part), "utf8")) as Told) : undefined;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "3" }, quick: { type: "boolean", default: false } },
});
const there = PARTS.filter((part) => existsSync(programOf(part)));
const unknown = positionals.filter((name) => !there.some((part) => part === name));
if (unknown.length > 0 || !(Number.isSafeInteger(Number(values.runs)) && Number(values.runs) >= 1)) {
  const usage = `Usage: npm run bench:data -- [part…] [--runs n] [--quick]. Parts are ${there.join(", ")}; n is a whole number from 1.`;
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}

const args = ["--runs", values.runs, ...(values.quick ? ["--quick"] : [])];
const chosen = there.filter((part) => positionals.length === 0 || positionals.includes(part));
const before = await lookAround();
const told = chosen.map((part) => [part, runPart(part, args)] as const);
const after = await lookAround();

const failed = told.filter(([, one]) => one === undefined).map(([part]) => part);
const lines = told.flatMap(([part, one]) =>
  (one?.lines ?? []).map((line) => ({ ...line, what: `${part}: ${line.what}` })),
);
// Each part looked at the machine itself; here that is said once, for all of them.
const isAboutTheMachine = (note: string): boolean => note.startsWith("NOISY") || note.includes("load average");
const said = told.flatMap(([, one]) => (one?.notes ?? []).filter((note) => !isAboutTheMachine(note)));
const missed = lines.filter(({ value, target }) => target !== undefined && !isMet(value, target)).length;
const noise = noiseLine([before, after]);
const notes = [
  ...said,
  ...failed.map((part) => `${part} failed.`),
  `${missed} of ${lines.filter(({ target }) => target !== undefined).length} targets missed.`,
  machineLine(before),
  ...(noise === undefined ? [] : [noise]),
];
const measured: Measured = { lines, notes };
const about = told
  .flatMap(([part, one]) => (one === undefined ? [] : [`${part}: ${one.about ?? ""}`]))
  .join("\n      ");
console.log(tableOf({ name: "data", about, run: () => Promise.resolve(measured) }, measured));
mkdirSync(results, { recursive: true });
const record = { benchmark: "data", at: new Date().toISOString(), machine, before, after, ...values, ...measured };
writeFileSync(new URL("data.json", results), `${JSON.stringify(record, null, 2)}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
