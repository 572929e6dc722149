/**
 * `node bench/data/profile.ts [--rows n] [--peer-rows n] [--curve] [--keep folder]`: profiles a made table of 50 columns, holds
 * it against its contract, and compares two such tables; beside it, in turns, what a Python user would run on the size that it
 * can do (`pip install -r bench/data/requirements.txt` into `.cache/bench-data`). Writes `bench/results/profile.json`.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { root, runChild, runNode } from "../frame/child.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";

const { values } = parseArgs({
  options: {
    rows: { type: "string", default: "10000000" },
    "peer-rows": { type: "string", default: "1000000" },
    curve: { type: "boolean", default: false },
    keep: { type: "string" },
  },
});
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = values.keep ?? mkdtempSync(join(tmpdir(), "alidade-bench-profile-"));
const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Line {
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

function ours(what: "profile" | "check" | "compare", rows: number): Line {
  say(`alidade ${what}, ${rows} rows`);
  const files = what === "compare" ? [table(rows, 1), table(rows, 2)] : [table(rows, 1)];
  const { stdout, peakMb, cpu } = runNode([here("./child.ts"), what, ...files], { folder });
  return { what: `alidade ${what}`, rows, peakMb, cpu, ...(JSON.parse(stdout) as { seconds: number }) };
}

const python = join(root, ".cache", "bench-data", "bin", "python");

function peer(what: string, rows: number): Line | undefined {
  say(`${what}, ${rows} rows`);
  const ran = spawnSync(python, [here("./peers.py"), what, table(rows, 1), table(rows, 2)], { encoding: "utf8" });
  if (ran.status !== 0) {
    say(`${what} is left out: ${(ran.stderr ?? String(ran.error)).trim().split("\n").at(-1)}`);
    return undefined;
  }
  const last = ran.stdout.trim().split("\n").at(-1) ?? "{}";
  return { what, rows, ...(JSON.parse(last) as Omit<Line, "what" | "rows">) };
}

const [rows, peerRows] = [Number(values.rows), Number(values["peer-rows"])];
const before = await lookAround();
const lines: Line[] = [];
if (!existsSync(python))
  say(`No peers: python3 -m venv ${join(root, ".cache", "bench-data")} and install bench/data/requirements.txt there.`);
for (const [own, ...others] of [
  ["profile", "pandas describe", "evidently summary"],
  ["check", "pandera check"],
  ["compare", "evidently drift"],
] as const) {
  lines.push(ours(own, peerRows));
  for (const other of existsSync(python) ? others : [])
    lines.push(...[peer(other, peerRows)].filter((line) => line !== undefined));
}
if (rows > peerRows) for (const own of ["profile", "check", "compare"] as const) lines.push(ours(own, rows));
if (values.curve)
  for (let size = 10_000; size < rows; size *= 10) if (size !== peerRows) lines.push(ours("profile", size));
const after = await lookAround();

const text = lines.map(
  (line) =>
    `  ${line.what.padEnd(20)} ${line.rows.toLocaleString("en").padStart(11)} rows ${line.seconds.toFixed(2).padStart(8)} s ${line.cpu.toFixed(2).padStart(8)} s of CPU ${Math.round(line.peakMb).toLocaleString("en").padStart(7)} MB`,
);
console.log(
  [...text, "", `  ${machineLine(before)}`, ...[noiseLine([before, after])].filter((line) => line !== undefined)].join(
    "\n",
  ),
);
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const record = { benchmark: "profile", at: new Date().toISOString(), machine, before, after, lines };
writeFileSync(new URL("profile.json", results), `${JSON.stringify(record, null, 2)}\n`);
if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
