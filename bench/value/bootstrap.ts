/**
 * `node --import ./bin/doors.js bench/value/bootstrap.ts [--runs n]`: the interval of a mean of a million skewed rows by a thousand
 * resamples, beside `scipy.stats.bootstrap` on the same numbers. Prints one table, writes `bench/results/bootstrap.json`. For the
 * comparison: the venv of `readout.ts`.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { isInsufficient, rng } from "../../src/kernel/index.ts";
import { bootstrapInterval, type Estimate } from "../../src/stats/index.ts";
import { scratchFolder } from "../data/scratch.ts";
import type { Line, Measured } from "../frame/benchmark.ts";
import { root, runChild } from "../frame/child.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { median } from "../frame/median.ts";
import { tableOf } from "../frame/print.ts";

const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "3" }, quick: { type: "boolean", default: false } },
});
const runs = Number(options.runs);
const ROWS = options.quick ? 100_000 : 1_000_000;
const REPLICATES = 1_000;
const python = process.env.ALIDADE_GBSTATS ?? join(root, ".cache", "gbstats", "bin", "python");

interface Found {
  readonly seconds: number;
  readonly cpu: number;
  readonly low: number;
  readonly high: number;
}

const random = rng({ seed: 1, purpose: "bench bootstrap" });
const values = Float64Array.from({ length: ROWS }, () => Math.exp(1.2 * random.normal()));
const ones = new Float64Array(ROWS).fill(1);
const meanOf = (sums: Float64Array): number => (sums[0] as number) / (sums[1] as number);

function ours(seed: number): Found {
  const started = performance.now();
  const before = process.cpuUsage();
  const found = bootstrapInterval([values, ones], meanOf, { replicates: REPLICATES, seed });
  const { user, system } = process.cpuUsage(before);
  if (isInsufficient(found)) throw new Error(found.reason);
  const { low, high } = found as Estimate;
  return { seconds: (performance.now() - started) / 1_000, cpu: (user + system) / 1e6, low, high };
}

function theirs(file: string): Found {
  const script = fileURLToPath(new URL("bootstrap.py", import.meta.url));
  return JSON.parse(runChild(python, [script, file, String(ROWS), String(REPLICATES)]).stdout) as Found;
}

const folder = scratchFolder("bootstrap");
const file = join(folder, "values.f8");
writeFileSync(file, values);
const before = await lookAround();
const mine = Array.from({ length: runs }, (_, run) => ours(run));
const peer = existsSync(python) ? Array.from({ length: runs }, () => theirs(file)) : [];
rmSync(folder, { recursive: true, force: true });
const after = await lookAround();

const line = (what: string, unit: Line["unit"], of: (found: Found) => number): Line => ({
  what,
  unit,
  value: median(mine.map(of)),
  ...(peer.length === 0 ? {} : { beside: { name: "scipy", value: median(peer.map(of)) } }),
});
const lines: readonly Line[] = [
  { ...line(`${ROWS / 1e6} M rows, 1,000 times`, "s", ({ seconds }) => seconds), target: { below: 5 } },
  line("CPU", "s", ({ cpu }) => cpu),
  line("low end", "", ({ low }) => low),
  line("high end", "", ({ high }) => high),
];
const noise = noiseLine([before, after]);
const notes = [
  "Ours is bias-corrected and accelerated, of a mean and of how many rows it is over; scipy's is the percentile interval of a mean.",
  ...(peer.length === 0 ? [`Without a comparison: no Python with scipy at ${python}.`] : []),
  machineLine(before),
  ...(noise === undefined ? [] : [noise]),
];
const measured: Measured = { lines, notes };
const about = "The interval of a mean of skewed rows by resampling.";
console.log(tableOf({ name: "bootstrap", about, run: () => Promise.resolve(measured) }, measured));
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const record = {
  benchmark: "bootstrap",
  at: new Date().toISOString(),
  machine,
  before,
  after,
  ...options,
  about,
  ...measured,
};
writeFileSync(new URL("bootstrap.json", results), `${JSON.stringify(record, null, 2)}\n`);
