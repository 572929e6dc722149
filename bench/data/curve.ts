/**
 * `node bench/data/curve.ts [--most rows] [--quick] [--keep folder]`: the cost of work on tables of 50 columns against their length,
 * ten thousand rows and then ten times as many until `--most`, the disk or the memory ends it. Prints one table, writes
 * `bench/results/curve.json`.
 */
import { existsSync, mkdirSync, rmSync, statfsSync, writeFileSync } from "node:fs";
import { totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import type { Line, Measured } from "../frame/benchmark.ts";
import { runChild, runNode } from "../frame/child.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { tableOf } from "../frame/print.ts";
import { scratchFolder } from "./scratch.ts";

const { values } = parseArgs({
  options: {
    most: { type: "string" },
    runs: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
    keep: { type: "string" },
  },
});
const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
const folder = values.keep ?? scratchFolder("curve");
const most = Number(values.most ?? (values.quick ? 1e5 : 1e7));

/** What is done to a table, and whether its rows stay on disk meanwhile. */
const WORK = {
  profile: { about: "profiled from disk, on every core", bounded: true },
  compare: { about: "two profiled from disk and compared", bounded: true },
  hold: { about: "read, judged and made a snapshot of, in memory as training does", bounded: false },
} as const;
type Work = keyof typeof WORK;

interface Point {
  readonly work: Work;
  readonly rows: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly peakMb: number;
}

/** Bytes of a row of the made table as Parquet, rounded up. */
const ROW_ON_DISK = 220;

function table(rows: number, seed: 1 | 2): string {
  const file = join(folder, `${seed === 1 ? "before" : "after"}-${rows}.parquet`);
  const drifted = seed === 2 ? ["drifted"] : [];
  if (!existsSync(file))
    runChild(process.execPath, [here("./make-table.ts"), file, String(rows), String(seed), ...drifted]);
  return file;
}

function measure(work: Work, rows: number): Point {
  process.stderr.write(`${work}, ${rows.toLocaleString("en-US")} rows\n`);
  const files = work === "compare" ? [table(rows, 1), table(rows, 2)] : [table(rows, 1)];
  const { stdout, peakMb, cpu } = runNode([here("./curve-child.ts"), work, ...files], { folder });
  return { work, rows, peakMb, cpu, seconds: (JSON.parse(stdout) as { seconds: number }).seconds };
}

const points: Point[] = [];
const notes: string[] = [];
const pointsOf = (work: Work): readonly Point[] => points.filter((point) => point.work === work);

/** Megabytes that work on ten times as many rows would take, by its last two points; 0 before there are two. */
function foreseen(work: Work): number {
  const [last, before] = pointsOf(work).toReversed();
  if (last === undefined || before === undefined) return 0;
  return last.peakMb + (10 * last.rows - last.rows) * ((last.peakMb - before.peakMb) / (last.rows - before.rows));
}

const before = await lookAround();
for (let rows = 10_000; rows <= most; rows *= 10) {
  const { bavail, bsize } = statfsSync(folder);
  if (bavail * bsize < 3 * ROW_ON_DISK * rows) {
    notes.push(`The disk has no room for two tables of ${rows.toLocaleString("en-US")} rows.`);
    break;
  }
  for (const work of Object.keys(WORK) as Work[]) {
    const need = foreseen(work);
    if (need < (0.6 * totalmem()) / 1e6) points.push(measure(work, rows));
    else
      notes.push(
        `${work} of ${rows.toLocaleString("en-US")} rows would take ${(need / 1000).toFixed(0)} GB of memory: left out.`,
      );
  }
  if (values.keep === undefined) for (const seed of [1, 2] as const) rmSync(table(rows, seed), { force: true });
}
const after = await lookAround();

/** What a million more rows cost, by the two largest tables. */
function slopes(work: Work): readonly Line[] {
  const [last, first] = pointsOf(work).toReversed();
  if (last === undefined || first === undefined) return [];
  const millions = (last.rows - first.rows) / 1e6;
  const growth = (last.peakMb - first.peakMb) / millions;
  return [
    { what: `${work}, CPU for a million more rows`, value: (last.cpu - first.cpu) / millions, unit: "s" },
    {
      what: `${work}, memory for a million more rows`,
      value: growth,
      unit: "MB",
      // Ten million rows must fit 4 GB; what is bounded uses a twentieth of what holding them takes.
      ...(WORK[work].bounded && last.rows >= 1e6 ? { target: { below: 100 } } : {}),
    },
  ];
}

const lines: Line[] = [
  ...points.flatMap(({ work, rows, seconds, cpu, peakMb }): Line[] => {
    const what = `${work}, ${rows.toLocaleString("en-US")} rows`;
    return [
      { what: `${what}, wall`, value: seconds, unit: "s" },
      { what: `${what}, CPU`, value: cpu, unit: "s" },
      { what: `${what}, memory`, value: peakMb, unit: "MB" },
    ];
  }),
  ...(Object.keys(WORK) as Work[]).flatMap(slopes),
];
const noise = noiseLine([before, after]);
const told = Object.entries(WORK).map(([work, { about }]) => `${work}: ${about}.`);
const measured: Measured = {
  lines,
  notes: [...told, ...notes, machineLine(before), ...(noise === undefined ? [] : [noise])],
};
const about = "50 columns: what work costs against the number of rows";
console.log(tableOf({ name: "curve", about, run: () => Promise.resolve(measured) }, measured));
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const record = { benchmark: "curve", about, at: new Date().toISOString(), machine, before, after, ...measured };
writeFileSync(new URL("curve.json", results), `${JSON.stringify(record, null, 2)}\n`);
if (values.keep === undefined) rmSync(folder, { recursive: true, force: true });
