/**
 * `node bench/value/readout.ts [--runs n] [--quick]`: 3 arms in 20 metrics with CUPED, 10 million units with one wide row
 * each, in parts of a million that are summed and merged; beside pandas with GrowthBook's statistics engine, and scipy on the
 * values, on the same columns. Prints one table, writes `bench/results/readout.json`. For the comparison:
 * `python3 -m venv .cache/gbstats && .cache/gbstats/bin/pip install -r bench/value/readout-requirements.txt`.
 */
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { scratchFolder } from "../data/scratch.ts";
import type { Line, Measured } from "../frame/benchmark.ts";
import { root, runChild } from "../frame/child.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { median } from "../frame/median.ts";
import { tableOf } from "../frame/print.ts";

const { values } = parseArgs({
  options: { runs: { type: "string", default: "3" }, quick: { type: "boolean", default: false } },
});
const runs = Number(values.runs);
const PARTS = values.quick ? 1 : 10;
const UNITS = PARTS * 1_000_000;
const python = process.env.ALIDADE_GBSTATS ?? join(root, ".cache", "gbstats", "bin", "python");

interface Read {
  readonly seconds: number;
  readonly cpu: number;
  /** From stored sums, the first time in a process; and again, the median of twenty. */
  readonly readMs: number;
  readonly againMs: number;
  readonly bytes: number;
  readonly peakMb: number;
  /** By metric and arm: the difference and its p-value. */
  readonly found: readonly (readonly (readonly [number, number])[])[];
}

interface Theirs extends Pick<Read, "seconds" | "cpu" | "readMs" | "found"> {
  readonly notebook: number;
  readonly notebookCpu: number;
}

const script = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

function ours(folder: string): Read {
  const doors = ["--import", join(root, "bin", "doors.js")];
  const args = [...doors, script("readout-child.ts"), String(UNITS), String(PARTS), folder];
  return JSON.parse(runChild(process.execPath, args).stdout) as Read;
}

/** The largest gap between two readouts' differences, in their own size; ratios are adjusted here and not there. */
function gap(a: Read["found"], b: Read["found"]): number {
  const gaps = a
    .slice(0, 16)
    .flatMap((arms, m) => arms.map(([value], t) => Math.abs(value / (b[m]?.[t]?.[0] ?? 0) - 1)));
  return Math.max(...gaps);
}

const folder = scratchFolder("readout");
const before = await lookAround();
const read = Array.from({ length: runs }, () => ours(folder));
const theirs = existsSync(python)
  ? Array.from(
      { length: runs },
      () => JSON.parse(runChild(python, [script("readout.py"), folder, String(PARTS)]).stdout) as Theirs,
    )
  : [];
rmSync(folder, { recursive: true, force: true });
const after = await lookAround();

const of = (pick: (one: Read) => number): number => median(read.map(pick));
const peer = (name: string, pick: (one: Theirs) => number): Pick<Line, "beside"> =>
  theirs.length === 0 ? {} : { beside: { name, value: median(theirs.map(pick)) } };
const size = `${UNITS / 1e6} M units`;
const lines: readonly Line[] = [
  {
    what: `${size}, summed`,
    value: of(({ seconds }) => seconds),
    unit: "s",
    target: { below: 3 },
    ...peer("pandas", ({ seconds }) => seconds),
  },
  { what: `${size}, CPU`, value: of(({ cpu }) => cpu), unit: "s", ...peer("pandas", ({ cpu }) => cpu) },
  {
    what: `${size}, summed (2)`,
    value: of(({ seconds }) => seconds),
    unit: "s",
    ...peer("scipy", ({ notebook }) => notebook),
  },
  {
    what: "read from sums, cold",
    value: of(({ readMs }) => readMs),
    unit: "ms",
    ...peer("gbstats", ({ readMs }) => readMs),
  },
  { what: "read from sums, again", value: of(({ againMs }) => againMs), unit: "ms", target: { below: 10 } },
  { what: "peak memory", value: of(({ peakMb }) => peakMb), unit: "MB" },
];
const noise = noiseLine([before, after]);
const [mine, other] = [read[0], theirs[0]];
const notes = [
  `The sums of 3 arms in 20 metrics are ${mine?.bytes ?? 0} bytes of JSON, however many units there are.`,
  mine === undefined || other === undefined
    ? `Without a comparison: no Python with gbstats at ${python}.`
    : `Differences agree with gbstats' within ${gap(mine.found, other.found).toExponential(1)} of their size (slopes are estimated differently).`,
  "A part's columns are in memory and are summed as often as there are parts, on both sides; scipy did one part, times the parts.",
  machineLine(before),
  ...(noise === undefined ? [] : [noise]),
];
const measured: Measured = { lines, notes };
const about = "3 arms in 20 metrics with CUPED, one wide row a unit.";
console.log(tableOf({ name: "readout", about, run: () => Promise.resolve(measured) }, measured));
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const record = {
  benchmark: "readout",
  at: new Date().toISOString(),
  machine,
  before,
  after,
  ...values,
  about,
  ...measured,
};
writeFileSync(new URL("readout.json", results), `${JSON.stringify(record, null, 2)}\n`);
