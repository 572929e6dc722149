/**
 * `npm run bench:learn [-- problem… --seeds n --threads n --large]`: learns the same rows with the same parameters as
 * LightGBM, XGBoost and scikit-learn, each fit in a fresh process, in turns; prints one table, writes
 * `bench/results/learn.json`. Times are medians over the splits; qualities are compared split by split.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { competitors, type Fit, fitBy } from "./competitors.ts";
import { pack } from "./pack.ts";
import type { Problem } from "./problem.ts";
import { movielens } from "./problems/movielens.ts";
import { synthetics } from "./problems/synthetic.ts";
import { tables } from "./problems/tables.ts";
import { yeast } from "./problems/yeast.ts";
import { linesOf, type Outcome, summaryOf, tableOf } from "./table.ts";

const problems: readonly Problem[] = [...tables, yeast, movielens, ...synthetics];
const results = new URL("../results/", import.meta.url);

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seeds: { type: "string", default: "10" },
    threads: { type: "string", default: "2" },
    large: { type: "boolean", default: false },
  },
});
const [seeds, threads] = [Number(values.seeds), Number(values.threads)];

/** Fits one problem by everybody on every split. */
async function race(problem: Problem, folder: string): Promise<Outcome> {
  const rows = await problem.make();
  if ("missing" in rows) return { problem, fits: {}, skipped: { all: `no data at ${rows.missing}` } };
  pack(problem, rows, folder);
  const fits: Record<string, Fit[]> = {};
  const skipped: Record<string, string> = {};
  for (let seed = 1; seed <= Math.min(seeds, problem.seeds); seed++) {
    for (const competitor of competitors()) {
      process.stderr.write(`${problem.name}: split ${seed}, ${competitor.name}\n`);
      const options = { problem, rows, folder, seed, threads, extras: seed === 1 && problem.name === "100k" };
      const fit = competitor.absent ?? fitBy(competitor, options);
      if (typeof fit === "string") skipped[competitor.name] = fit;
      else fits[competitor.name] = [...(fits[competitor.name] ?? []), fit];
    }
  }
  return { problem, fits, skipped };
}

async function main(chosen: readonly Problem[]): Promise<void> {
  const before = await lookAround();
  const outcomes: Outcome[] = [];
  for (const problem of chosen) {
    const folder = mkdtempSync(join(tmpdir(), `alidade-bench-${problem.name}-`));
    try {
      outcomes.push(await race(problem, folder));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
  const after = await lookAround();
  const noise = noiseLine([before, after]);
  const notes = [machineLine(before), ...(noise === undefined ? [] : [noise])];
  const lines = outcomes.map(linesOf);
  console.log([tableOf(lines), "", ...summaryOf(outcomes, lines), "", ...notes].map((text) => `  ${text}`).join("\n"));
  mkdirSync(results, { recursive: true });
  const record = { benchmark: "learn", at: new Date().toISOString(), machine, before, after, threads, lines, outcomes };
  writeFileSync(new URL("learn.json", results), `${JSON.stringify(record, null, 2)}\n`);
}

const names = problems.map(({ name }) => name);
if (positionals.some((name) => !names.includes(name)) || !(seeds >= 1) || !(threads >= 1)) {
  console.error(
    `Usage: npm run bench:learn -- [problem…] [--seeds n] [--threads n] [--large]. Problems: ${names.join(", ")}.`,
  );
  process.exitCode = 2;
} else {
  const named = (name: string): boolean => positionals.includes(name);
  await main(
    problems.filter(({ name, large = false }) => (positionals.length > 0 ? named(name) : values.large || !large)),
  );
}
