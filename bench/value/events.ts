/**
 * `node --import ./bin/doors.js bench/value/events.ts [--units n --events n --runs n --quick]`: 12 metrics with CUPED from the
 * exposures of 10 million units and 200 million events in two Parquet files, which do not fit into 4 GB; beside the sums that
 * GrowthBook asks a warehouse for, by DuckDB. The files are made by the same Python: see `readout.ts` for its venv. Prints one
 * table, writes `bench/results/events.json`.
 */
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { scratchFolder } from "../data/scratch.ts";
import type { Line, Measured } from "../frame/benchmark.ts";
import { root, runChild } from "../frame/child.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { median } from "../frame/median.ts";
import { tableOf } from "../frame/print.ts";

const { values: options } = parseArgs({
  options: {
    units: { type: "string" },
    events: { type: "string" },
    runs: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
  },
});
const runs = Number(options.runs);
const units = Number(options.units ?? (options.quick ? 100_000 : 10_000_000));
const events = Number(options.events ?? 20 * units);
const python = process.env.ALIDADE_GBSTATS ?? join(root, ".cache", "gbstats", "bin", "python");
const threads = String(availableParallelism());

interface Found {
  readonly seconds: number;
  readonly cpu: number;
  readonly peakMb: number;
  readonly units: number;
  /** By metric and arm: the difference; ours adjusted. */
  readonly found: readonly (readonly number[])[];
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const asked = (...words: readonly string[]): string => runChild(python, [script("events.py"), ...words]).stdout;

function ours(folder: string): Found {
  const doors = ["--import", join(root, "bin", "doors.js")];
  const { stdout } = runChild(process.execPath, [...doors, script("events-child.ts"), folder, threads]);
  return JSON.parse(stdout) as Found;
}

if (!existsSync(python)) {
  console.error(
    `The events are made by Python with duckdb, and there is none at ${python}: see bench/value/readout.ts.`,
  );
  process.exit(1);
}
const folder = scratchFolder("events");
asked("make", folder, String(units), String(events));
const size = statSync(join(folder, "events.parquet")).size / 1e9;
const before = await lookAround();
const mine = Array.from({ length: runs }, () => ours(folder));
const peer = Array.from({ length: runs }, () => JSON.parse(asked("read", folder, threads)) as Found);
rmSync(folder, { recursive: true, force: true });
const after = await lookAround();

const line = (what: string, unit: Line["unit"], of: (found: Found) => number): Line => ({
  what,
  unit,
  value: median(mine.map(of)),
  beside: { name: "DuckDB", value: median(peer.map(of)) },
});
const lines: readonly Line[] = [
  { ...line(`${events / 1e6} M events`, "s", ({ seconds }) => seconds), target: { below: 90 } },
  line("CPU", "s", ({ cpu }) => cpu),
  { ...line("peak memory", "MB", ({ peakMb }) => peakMb), target: { below: 4_000 } },
];
const noise = noiseLine([before, after]);
const notes = [
  `${units / 1e6} M units; the events are ${size.toFixed(1)} GB of Parquet. Both see ${threads} threads; DuckDB's memory is limited to 4 GB.`,
  `Units counted: ${mine[0]?.units} and ${peer[0]?.units}.`,
  machineLine(before),
  ...(noise === undefined ? [] : [noise]),
];
const measured: Measured = { lines, notes };
const about = "12 metrics with CUPED from long events, summed by unit.";
console.log(tableOf({ name: "events", about, run: () => Promise.resolve(measured) }, measured));
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const record = {
  benchmark: "events",
  at: new Date().toISOString(),
  machine,
  before,
  after,
  ...options,
  about,
  ...measured,
};
writeFileSync(new URL("events.json", results), `${JSON.stringify(record, null, 2)}\n`);
