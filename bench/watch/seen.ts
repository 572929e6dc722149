/**
 * `node bench/watch/seen.ts [--runs n --quick]`: what it costs to watch 1,000 features: processor time for each value, the share of a
 * core that 10 million decisions a day take, and memory. Prints one table, writes `bench/results/seen.json`.
 */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { scratchFolder } from "../data/scratch.ts";
import type { Measured } from "../frame/benchmark.ts";
import { runNode } from "../frame/child.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { median } from "../frame/median.ts";
import { results } from "../frame/parts.ts";
import { tableOf } from "../frame/print.ts";

const { values: options } = parseArgs({
  options: { runs: { type: "string", default: "3" }, quick: { type: "boolean", default: false } },
});
const runs = Number(options.runs);
const decisions = options.quick ? 5_000 : 40_000;
const VALUES_A_DAY = 1_000 * 10e6;
const DAY = 86_400;

interface Found {
  readonly seconds: number;
  readonly cpu: number;
  readonly values: number;
  readonly readMs: number;
  readonly bytes: number;
  readonly peakMb: number;
}

const folder = scratchFolder("seen");
const child = fileURLToPath(new URL("seen-child.ts", import.meta.url));
function once(way: "add" | "parse"): Found {
  const { stdout, peakMb } = runNode([child, String(decisions), way], { folder });
  return { ...(JSON.parse(stdout) as Omit<Found, "peakMb">), peakMb };
}

/** An hour at 10 million decisions a day, as a server's watch reads it. */
const IN_AN_HOUR = options.quick ? 40_000 : 417_000;
const HOUR_FEATURES = 100;
interface Hour {
  readonly cpu: number;
  readonly written: number;
  readonly peakMb: number;
}
function hour(decisions: number): Hour {
  const program = fileURLToPath(new URL("seen-hour-child.ts", import.meta.url));
  const { stdout, peakMb } = runNode([program, String(decisions), String(HOUR_FEATURES)], { folder });
  return { ...(JSON.parse(stdout) as Omit<Hour, "peakMb">), peakMb };
}

const before = await lookAround();
const [added, parsed] = (["add", "parse"] as const).map((way) => Array.from({ length: runs }, () => once(way))) as [
  Found[],
  Found[],
];
const hours = Array.from({ length: runs }, () => hour(IN_AN_HOUR));
const idle = Array.from({ length: runs }, () => hour(1));
const peak = (found: readonly Hour[]): number => median(found.map(({ peakMb }) => peakMb));
rmSync(folder, { recursive: true, force: true });
const after = await lookAround();

const perValue = (found: readonly Found[]): number => median(found.map(({ cpu, values }) => (cpu / values) * 1e6));
const share = (found: readonly Found[]): number => (perValue(found) * 1e-6 * VALUES_A_DAY) / DAY;
const lines: Measured["lines"] = [
  { what: "to count a value", value: perValue(added), unit: "µs", target: { below: 0.43 } },
  { what: "to parse and count a value", value: perValue(parsed), unit: "µs", target: { below: 0.43 } },
  { what: "share of a core at 10 M decisions a day", value: share(added), unit: "", target: { below: 0.05 } },
  { what: "the same, parsing included", value: share(parsed), unit: "", target: { below: 0.05 } },
  {
    what: "peak memory while counting",
    value: median(parsed.map(({ peakMb }) => peakMb)),
    unit: "MB",
    target: { below: 200 },
  },
  {
    what: "memory that an hour of the journal adds",
    value: peak(hours) - peak(idle),
    unit: "MB",
    target: { below: 200 },
  },
  { what: "peak memory of that process", value: peak(hours), unit: "MB" },
  { what: "processor time of that hour", value: median(hours.map(({ cpu }) => cpu)), unit: "s" },
  { what: "written for that hour", value: median(hours.map(({ written }) => written)) / 1e6, unit: "MB" },
  { what: "to read and write a period", value: median(added.map(({ readMs }) => readMs)), unit: "ms" },
  { what: "a period as JSON", value: median(added.map(({ bytes }) => bytes)) / 1e6, unit: "MB" },
];
const noise = noiseLine([before, after]);
const notes = [
  `${decisions.toLocaleString("en-US")} decisions of 1,000 numeric features, 5 % of them missing; processor time of one thread.`,
  `The hour of the journal has ${IN_AN_HOUR.toLocaleString("en-US")} decisions of ${HOUR_FEATURES} features, as at 10 M a day.`,
  machineLine(before),
  ...(noise === undefined ? [] : [noise]),
];
const measured: Measured = { lines, notes };
const about = "what is seen of a period with 1,000 features.";
console.log(tableOf({ name: "seen", about, run: () => Promise.resolve(measured) }, measured));
mkdirSync(results, { recursive: true });
const record = {
  benchmark: "seen",
  at: new Date().toISOString(),
  machine,
  before,
  after,
  ...options,
  about,
  ...measured,
};
writeFileSync(new URL("seen.json", results), `${JSON.stringify(record, null, 2)}\n`);
