/**
 * `npm run bench:watch -- end-to-end [--runs n --quick]`: what it costs to watch a system with 1,000 features at 10 million decisions
 * a day from end to end: decisions are parsed and counted, and every hour all monitors look at what was seen and keep what they know.
 * Prints one table, writes `bench/results/end-to-end.json`.
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
  options: { runs: { type: "string", default: "1" }, quick: { type: "boolean", default: false } },
});
const runs = Number(options.runs);
const FEATURES = 1_000;
const A_DAY = 10e6;
const DAY = 86_400;
/** Monitors know a week by the hour once they have seen one. */
const PERIODS = options.quick ? 12 : 7 * 24 + 6;
/** Of each hour, from which the hour's 417,000 are worked out. */
const DECISIONS = options.quick ? 200 : 400;

interface Found {
  /** Seconds of processor time over all periods. */
  readonly counting: number;
  readonly looking: number;
  readonly keeping: number;
  readonly bytes: number;
  readonly alarms: number;
  readonly readings: number;
  readonly peakMb: number;
}

const folder = scratchFolder("end-to-end");
const program = fileURLToPath(new URL("end-to-end-child.ts", import.meta.url));
/** A heap that is not held grows until somebody needs the room. */
const HELD = ["--max-old-space-size=192", "--max-semi-space-size=8"];
function once(features: number, ...more: readonly string[]): Found {
  const args = [...HELD, program, String(features), String(DECISIONS), String(PERIODS), ...more];
  const { stdout, peakMb } = runNode(args, { folder });
  return { ...(JSON.parse(stdout) as Omit<Found, "peakMb">), peakMb };
}

const before = await lookAround();
const whole = Array.from({ length: runs }, () => once(FEATURES));
const given = Array.from({ length: runs }, () => once(FEATURES, "fields"));
const idle = Array.from({ length: runs }, () => once(1));
rmSync(folder, { recursive: true, force: true });
const after = await lookAround();

const of = (found: readonly Found[], what: (one: Found) => number): number => median(found.map(what));
const aDecision = (found: readonly Found[]): number => of(found, ({ counting }) => counting / PERIODS / DECISIONS);
const aLook = (found: readonly Found[]): number => of(found, ({ looking }) => looking / PERIODS);
const aKeep = (found: readonly Found[]): number => of(found, ({ keeping }) => keeping / PERIODS);
const share = (found: readonly Found[]): number =>
  (aDecision(found) * A_DAY + 24 * (aLook(found) + aKeep(found))) / DAY;
const added = (found: readonly Found[]): number => of(found, ({ peakMb }) => peakMb) - of(idle, ({ peakMb }) => peakMb);
const linesOf = (found: readonly Found[], name: string, isAimed: boolean): Measured["lines"] => [
  { what: `${name}: share of a core`, value: share(found), unit: "", ...(isAimed ? { target: { below: 0.05 } } : {}) },
  { what: `${name}: to parse and count a decision`, value: aDecision(found) * 1e6, unit: "µs" },
  { what: `${name}: for all monitors to look at an hour`, value: aLook(found), unit: "s" },
  { what: `${name}: to write what they know`, value: aKeep(found), unit: "s" },
  { what: `${name}: memory added`, value: added(found), unit: "MB", ...(isAimed ? { target: { below: 200 } } : {}) },
  { what: `${name}: what is known, as JSON`, value: of(found, ({ bytes }) => bytes) / 1e6, unit: "MB" },
  { what: `${name}: readings of an hour`, value: of(found, ({ readings }) => readings), unit: "" },
];
const lines = [
  ...linesOf(whole, "1,000 features", true),
  ...linesOf(given, "1,000 features and fields", false),
  { what: "a process with one feature", value: of(idle, ({ peakMb }) => peakMb), unit: "MB" as const },
];
const noise = noiseLine([before, after]);
const notes = [
  "Numeric features, 5 % of the values missing, at 10 million decisions a day. Where each is also a field that is given, both are counted.",
  "Memory is that of a process beyond one with one feature, its heap held to 192 MB.",
  `${PERIODS} hours; of each ${DECISIONS} decisions were counted, from which 417,000 an hour are worked out. Processor time of one thread.`,
  machineLine(before),
  ...(noise === undefined ? [] : [noise]),
];
const measured: Measured = { lines, notes };
const about = "what watching 1,000 features costs from end to end";
console.log(tableOf({ name: "end-to-end", about, run: () => Promise.resolve(measured) }, measured));
mkdirSync(results, { recursive: true });
const record = {
  ...{ benchmark: "end-to-end", at: new Date().toISOString(), machine, before, after, ...options, about },
  ...measured,
};
writeFileSync(new URL("end-to-end.json", results), `${JSON.stringify(record, null, 2)}\n`);
