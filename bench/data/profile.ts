/**
 * `node bench/data/profile.ts [--rows n] [--peer-rows n] [--quick] [--curve] [--keep folder]`: profiles a made table of 50
 * columns, holds it against its contract, and compares two such tables; beside it, in turns, what a Python user would run on
 * the size that it can do. Prints one table, writes `bench/results/profile.json`. For the comparison:
 * `python3 -m venv .cache/bench-data && .cache/bench-data/bin/pip install -r bench/data/requirements.txt`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Line, Measured } from "../frame/benchmark.ts";
import { root, runChild, runNode } from "../frame/child.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { median } from "../frame/median.ts";
import { tableOf } from "../frame/print.ts";
import { scratchFolder } from "./scratch.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string" },
    "peer-rows": { type: "string" },
    runs: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
    curve: { type: "boolean", default: false },
    keep: { type: "string" },
  },
});
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = values.keep ?? scratchFolder("profile");
const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Work {
  readonly what: string;
  readonly rows: number;
  readonly seconds: number;
  readonly peakMb: number;
  /** Seconds of all cores, start-up included: the steadier number on a machine that others use. */
  readonly cpu: number;
}

/** The table of so many rows, made when it is not there yet. */
function table(rows: number, seed: 1 | 2): string {
  const file = join(folder, `${seed === 1 ? "before" : "after"}-${rows}.parquet`);
  if (!existsSync(file)) {
    say(`making ${rows} rows`);
    runChild(process.execPath, [
      here("./make-table.ts"),
      file,
      String(rows),
      String(seed),
      ...(seed === 2 ? ["drifted"] : []),
    ]);
  }
  return file;
}

type Own = "profile" | "check" | "compare";

/** The middle one of several runs. */
function ours(what: Own, rows: number): Work {
  say(`alidade ${what}, ${rows} rows`);
  const files = what === "compare" ? [table(rows, 1), table(rows, 2)] : [table(rows, 1)];
  const ran = Array.from({ length: Number(values.runs) }, (): Work => {
    const { stdout, peakMb, cpu } = runNode([here("./child.ts"), what, ...files], { folder });
    return { what, rows, peakMb, cpu, ...(JSON.parse(stdout) as { seconds: number }) };
  });
  const of = (pick: (work: Work) => number): number => median(ran.map(pick));
  return { what, rows, seconds: of((w) => w.seconds), cpu: of((w) => w.cpu), peakMb: of((w) => w.peakMb) };
}

const python = join(root, ".cache", "bench-data", "bin", "python");
const notes: string[] = [];

/** Undefined where it fails, for want of memory or of a package. What it leaves behind lies in the folder that is removed. */
function peer(what: string, rows: number): Work | undefined {
  say(`${what}, ${rows} rows`);
  const ran = spawnSync(python, [here("./peers.py"), what, table(rows, 1), table(rows, 2)], {
    encoding: "utf8",
    cwd: folder,
    env: { ...process.env, DO_NOT_TRACK: "1" },
  });
  if (ran.status === 0) {
    const last = ran.stdout.trim().split("\n").at(-1) ?? "{}";
    return { what, rows, ...(JSON.parse(last) as Omit<Work, "what" | "rows">) };
  }
  notes.push(`${what} is left out: ${(ran.stderr ?? String(ran.error)).trim().split("\n").at(-1)}`);
  return undefined;
}

/** What a table of ten million rows may take. */
const TARGETS: Readonly<Record<Own, number>> = { profile: 30, check: 30, compare: 60 };

function alone(own: Work): readonly Line[] {
  const what = `${own.what}, ${own.rows.toLocaleString("en-US")} rows`;
  const isFull = own.rows === 1e7;
  return [
    {
      what: `${what}, wall`,
      value: own.seconds,
      unit: "s",
      ...(isFull ? { target: { below: TARGETS[own.what as Own] } } : {}),
    },
    { what: `${what}, CPU`, value: own.cpu, unit: "s" },
    { what: `${what}, memory`, value: own.peakMb, unit: "MB", ...(isFull ? { target: { below: 4_000 } } : {}) },
  ];
}

function beside(own: Work, other: Work): readonly Line[] {
  const what = `${own.what}, ${own.rows.toLocaleString("en-US")} rows`;
  const name = other.what;
  return [
    { what: `${what}, wall`, value: own.seconds, unit: "s", beside: { name, value: other.seconds } },
    { what: `${what}, CPU`, value: own.cpu, unit: "s", beside: { name, value: other.cpu } },
    { what: `${what}, memory`, value: own.peakMb, unit: "MB", beside: { name, value: other.peakMb } },
  ];
}

const rows = Number(values.rows ?? (values.quick ? 1e5 : 1e7));
const peerRows = Number(values["peer-rows"] ?? (values.quick ? 1e5 : 1e6));
const before = await lookAround();
const lines: Line[] = [];
if (!existsSync(python)) notes.push(`Not compared: no ${python}; see the head of bench/data/profile.ts.`);
for (const [what, ...others] of [
  ["profile", "pandas describe", "evidently summary"],
  ["check", "pandera check"],
  ["compare", "evidently drift"],
] as const) {
  const own = ours(what, peerRows);
  const found = existsSync(python) ? others.map((other) => peer(other, peerRows)) : [];
  const peers = found.filter((other) => other !== undefined);
  lines.push(...(peers.length === 0 ? alone(own) : peers.flatMap((other) => beside(own, other))));
}
if (rows > peerRows) for (const own of ["profile", "check", "compare"] as const) lines.push(...alone(ours(own, rows)));
if (values.curve)
  for (let size = 10_000; size < rows; size *= 10) if (size !== peerRows) lines.push(...alone(ours("profile", size)));
const after = await lookAround();

const noise = noiseLine([before, after]);
const measured: Measured = { lines, notes: [...notes, machineLine(before), ...(noise === undefined ? [] : [noise])] };
const about = "50 columns profiled, held against a contract, and compared with the same after a drift; from Parquet";
console.log(tableOf({ name: "profile", about, run: () => Promise.resolve(measured) }, measured));
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const record = { benchmark: "profile", about, at: new Date().toISOString(), machine, before, after, ...measured };
writeFileSync(new URL("profile.json", results), `${JSON.stringify(record, null, 2)}\n`);
if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
