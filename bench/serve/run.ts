/**
 * `npm run bench:serve [-- part… --runs n --quick]`: runs every part in a process of its own, and prints one table of all.
 * Writes `bench/results/serve.json`. What a part is compared with is left out, with a word why, where it is not installed: the
 * head of `peers.ts` says how to. What becomes of a server under faults is `npm run bench:faults`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Measured } from "../frame/benchmark.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { isMet, tableOf } from "../frame/print.ts";
import { resultOf } from "./part.ts";

/** Each is a program `bench/serve/<part>.ts` that takes `--runs` and `--quick`. */
const PARTS = ["serving", "in-process", "rank", "peers", "models", "workers", "journal"] as const;
type Part = (typeof PARTS)[number];

interface Told extends Measured {
  readonly about: string;
}

/** System files mean these very sources by "alidade"; memory is counted after collecting. */
const doors = new URL("../../bin/doors.js", import.meta.url).href;
const flags = ["--expose-gc", "--import", doors];

/** What a part told; undefined where it failed, which it has said itself. */
function runPart(part: Part, args: readonly string[]): Told | undefined {
  process.stderr.write(`\n${part}\n`);
  rmSync(resultOf(part), { force: true });
  const program = fileURLToPath(new URL(`${part}.ts`, import.meta.url));
  spawnSync(process.execPath, [...flags, program, ...args], { stdio: ["ignore", "ignore", "inherit"] });
  return existsSync(resultOf(part)) ? (JSON.parse(readFileSync(resultOf(part), "utf8")) as Told) : undefined;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { runs: { type: "string", default: "1" }, quick: { type: "boolean", default: false } },
});
const unknown = positionals.filter((name) => !PARTS.some((part) => part === name));
if (unknown.length > 0 || !(Number.isSafeInteger(Number(values.runs)) && Number(values.runs) >= 1)) {
  const usage = `Usage: npm run bench:serve -- [part…] [--runs n] [--quick]. Parts are ${PARTS.join(", ")}; n is a whole number from 1.`;
  process.stderr.write(`${usage}\n`);
  process.exit(2);
}

const args = ["--runs", values.runs, ...(values.quick ? ["--quick"] : [])];
const chosen = PARTS.filter((part) => positionals.length === 0 || positionals.includes(part));
const before = await lookAround();
const told = chosen.map((part) => [part, runPart(part, args)] as const);
const after = await lookAround();

const failed = told.filter(([, one]) => one === undefined).map(([part]) => part);
const lines = told.flatMap(([part, one]) =>
  (one?.lines ?? []).map((line) => ({ ...line, what: `${part}: ${line.what}` })),
);
// Each part looked at the machine itself; here that is said once, for all of them.
const isAboutTheMachine = (note: string): boolean => note.startsWith("NOISY") || note.includes("load average");
const said = told.flatMap(([part, one]) =>
  (one?.notes ?? []).filter((note) => !isAboutTheMachine(note)).map((note) => `${part}: ${note}`),
);
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
const about = told.flatMap(([part, one]) => (one === undefined ? [] : [`${part}: ${one.about}`])).join("\n       ");
console.log(tableOf({ name: "serve", about, run: () => Promise.resolve(measured) }, measured));
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const record = { benchmark: "serve", at: new Date().toISOString(), machine, before, after, ...values, ...measured };
writeFileSync(new URL("serve.json", results), `${JSON.stringify(record, null, 2)}\n`);
process.exitCode = failed.length === 0 ? 0 : 1;
