import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Measured } from "./benchmark.ts";
import { lookAround, machine, machineLine, noiseLine } from "./machine.ts";
import { isMet, tableOf } from "./print.ts";

/** A benchmark of parts, each a program of its own that takes `--runs` and `--quick` and leaves its table in a file. */
export interface Parts {
  /** As in `npm run bench:<name>`; the table of all goes to `bench/results/<name>.json`. */
  readonly name: string;
  readonly parts: readonly string[];
  /** How often each thing is measured, unless said otherwise. */
  readonly runs: string;
  readonly programOf: (part: string) => URL;
  /** Where a part leaves its table. */
  readonly resultOf: (part: string) => URL;
  /** What `bench/tables/<name>.md` begins with, written by a run of every part at full length. Default: none is written. */
  readonly tableHead?: string;
  /** For Node, before the program. */
  readonly flags?: readonly string[];
}

interface Told extends Measured {
  readonly about?: string;
}

/** Where tables are written as JSON. */
export const results: URL = new URL("../results/", import.meta.url);
const tables = new URL("../tables/", import.meta.url);

/** Runs the parts that the command line names, or all; prints one table, writes it as JSON, and sets the exit code. */
export async function runParts(benchmark: Parts): Promise<void> {
  const { name, parts, runs } = benchmark;
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { runs: { type: "string", default: runs }, quick: { type: "boolean", default: false } },
  });
  const isCount = Number.isSafeInteger(Number(values.runs)) && Number(values.runs) >= 1;
  if (positionals.some((part) => !parts.includes(part)) || !isCount) {
    const usage = `Usage: npm run bench:${name} -- [part…] [--runs n] [--quick]. Parts are ${parts.join(", ")}; n is a whole number from 1.`;
    process.stderr.write(`${usage}\n`);
    process.exitCode = 2;
    return;
  }
  const args = ["--runs", values.runs, ...(values.quick ? ["--quick"] : [])];
  const chosen = parts.filter((part) => positionals.length === 0 || positionals.includes(part));
  const before = await lookAround();
  const told = chosen.map((part) => [part, runPart(part, args, benchmark)] as const);
  const after = await lookAround();
  const noise = noiseLine([before, after]);
  const { lines, notes } = together(told);
  const measured = { lines, notes: [...notes, machineLine(before), ...(noise === undefined ? [] : [noise])] };
  const about = told
    .flatMap(([part, one]) => (one === undefined ? [] : [`${part}: ${one.about ?? ""}`]))
    .join(`\n${" ".repeat(name.length + 2)}`);
  const table = tableOf({ name, about, run: () => Promise.resolve(measured) }, measured);
  console.log(table);
  if (benchmark.tableHead !== undefined && chosen.length === parts.length && !values.quick)
    writeFileSync(new URL(`${name}.md`, tables), `${benchmark.tableHead}\n\n\`\`\`\n${table}\n\`\`\`\n`);
  mkdirSync(results, { recursive: true });
  const record = { benchmark: name, at: new Date().toISOString(), machine, before, after, ...values, ...measured };
  writeFileSync(new URL(`${name}.json`, results), `${JSON.stringify(record, null, 2)}\n`);
  process.exitCode = told.some(([, one]) => one === undefined) ? 1 : 0;
}

/** What a part told; undefined where it failed, which it has said itself. */
function runPart(part: string, args: readonly string[], { programOf, resultOf, flags = [] }: Parts): Told | undefined {
  process.stderr.write(`\n${part}\n`);
  rmSync(resultOf(part), { force: true });
  const command = [...flags, fileURLToPath(programOf(part)), ...args];
  spawnSync(process.execPath, command, { stdio: ["ignore", "ignore", "inherit"] });
  return existsSync(resultOf(part)) ? (JSON.parse(readFileSync(resultOf(part), "utf8")) as Told) : undefined;
}

/** The lines and notes of all parts, each under its part's name. */
function together(told: readonly (readonly [part: string, one: Told | undefined])[]): Measured {
  const lines = told.flatMap(([part, one]) =>
    (one?.lines ?? []).map((line) => ({ ...line, what: `${part}: ${line.what}` })),
  );
  // Each part looked at the machine itself; here that is said once, for all of them.
  const isAboutTheMachine = (note: string): boolean => note.startsWith("NOISY") || note.includes("load average");
  const said = told.flatMap(([part, one]) =>
    (one?.notes ?? []).filter((note) => !isAboutTheMachine(note)).map((note) => `${part}: ${note}`),
  );
  const failed = told.flatMap(([part, one]) => (one === undefined ? [`${part} failed.`] : []));
  const missed = lines.filter(({ value, target }) => target !== undefined && !isMet(value, target)).length;
  const aimed = lines.filter(({ target }) => target !== undefined).length;
  return { lines, notes: [...said, ...failed, `${missed} of ${aimed} targets missed.`] };
}
