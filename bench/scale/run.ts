/**
 * `node bench/scale/run.ts [--classes n --keys n --threads n]`: thousands of classes in a tree, ten thousand keys with a model
 * each, and a run that is killed with kill -9 in the middle of its keys and goes on; prints one table, writes
 * `bench/results/scale.json`. Everything is measured in processes of its own.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Line, Measured } from "../frame/benchmark.ts";
import { runChild } from "../frame/child.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { tableOf } from "../frame/print.ts";
import { SHOPS, TREE } from "./data.ts";
import { fitKeys, type KeysFound, killAndResume, piecesIn, type Resumed } from "./resume.ts";

const results = new URL("../results/", import.meta.url);
const classesChild = new URL("./children/classes.ts", import.meta.url).pathname;
const PER_CLASS = 20;

const { values } = parseArgs({
  options: {
    classes: { type: "string", default: String(TREE.departments * TREE.shelves * TREE.kinds) },
    keys: { type: "string", default: String(SHOPS.shops) },
    threads: { type: "string", default: "2" },
  },
});
const [classes, keys, threads] = [Number(values.classes), Number(values.keys), Number(values.threads)];

interface ClassesFound {
  readonly rows: number;
  readonly fitMs: number;
  readonly fitCpuMs: number;
  readonly fitPeakMb: number;
  readonly decodeMs: number;
  readonly bytes: number;
  readonly oneRowUs: number;
  readonly batchRowUs: number;
  readonly right: number;
  readonly coarse: number;
  readonly largestGap: number;
}

function learnClasses(base: string): ClassesFound {
  process.stderr.write(`${classes} classes, perNode(${base})\n`);
  const shelves = Math.max(1, Math.round(classes / (TREE.departments * TREE.kinds)));
  const { stdout } = runChild(process.execPath, [
    classesChild,
    base,
    String(PER_CLASS),
    JSON.stringify({ ...TREE, shelves }),
  ]);
  return JSON.parse(stdout) as ClassesFound;
}

function classLines(base: string, found: ClassesFound): readonly Line[] {
  const what = (words: string): string => `perNode(${base}): ${words}`;
  return [
    { what: what("learning"), value: found.fitMs / 1_000, unit: "s" },
    { what: what("learning, CPU"), value: found.fitCpuMs / 1_000, unit: "s" },
    { what: what("peak memory"), value: found.fitPeakMb, unit: "MB" },
    { what: what("model"), value: found.bytes / 1e6, unit: "MB" },
    { what: what("one row"), value: found.oneRowUs, unit: "µs" },
    { what: what("a row of a batch"), value: found.batchRowUs, unit: "µs" },
    { what: what("class right, share"), value: found.right, unit: "" },
    { what: what("department right, share"), value: found.coarse, unit: "" },
  ];
}

function keyLines(straight: KeysFound, { rest }: Resumed): readonly Line[] {
  return [
    { what: "keys: learning", value: straight.fitMs / 1_000, unit: "s" },
    { what: "keys: learning, CPU of all threads", value: straight.fitCpuMs / 1_000, unit: "s" },
    { what: "keys: the rest, after the kill", value: rest.fitMs / 1_000, unit: "s" },
    { what: "keys: the rest, CPU of all threads", value: rest.fitCpuMs / 1_000, unit: "s" },
    { what: "keys: peak memory", value: straight.peakMb, unit: "MB" },
    { what: "keys: model", value: straight.bytes / 1e6, unit: "MB" },
    { what: "keys: reading the model", value: straight.decodeMs, unit: "ms" },
    { what: "keys: one row", value: straight.oneRowUs, unit: "µs" },
    { what: "keys: a row of the first batch", value: straight.firstRowUs, unit: "µs" },
    { what: "keys: a row of a later batch", value: straight.batchRowUs, unit: "µs" },
    {
      what: "keys: squared error",
      value: straight.error,
      unit: "",
      beside: { name: "the parent alone", value: straight.parentError },
    },
  ];
}

function keyNotes(
  straight: KeysFound,
  { finished, pieces, madeAgain, killedAfterMs, rest }: Resumed,
): readonly string[] {
  const same = rest.hash === straight.hash ? "the same bytes as" : "OTHER BYTES THAN";
  return [
    `${keys.toLocaleString("en-US")} keys of 60 rows, ${straight.kept.toLocaleString("en-US")} with a model of their own.`,
    `Killed by kill -9 after ${(killedAfterMs / 1_000).toFixed(1)} s with ${finished} of ${pieces} pieces finished; of these ${madeAgain} were made again, and the model has ${same} the one that was not interrupted.`,
  ];
}

async function measureKeys(folder: string): Promise<{ readonly straight: KeysFound; readonly resumed: Resumed }> {
  const [whole, killed] = [join(folder, "whole"), join(folder, "killed")];
  for (const one of [whole, killed]) mkdirSync(one);
  const args = [String(keys), String(threads)];
  process.stderr.write(`${keys} keys\n`);
  const straight = fitKeys(whole, args);
  const pieces = piecesIn(whole).size;
  process.stderr.write(`${keys} keys, killed in the middle\n`);
  return { straight, resumed: await killAndResume(killed, args, pieces) };
}

async function main(): Promise<void> {
  const before = await lookAround();
  const folder = mkdtempSync(join(tmpdir(), "alidade-bench-scale-"));
  try {
    const learned = { gbdt: learnClasses("gbdt"), logistic: learnClasses("logistic") };
    const { straight, resumed } = await measureKeys(folder);
    const after = await lookAround();
    const noise = noiseLine([before, after]);
    const notes = [
      `${learned.gbdt.rows.toLocaleString("en-US")} rows of ${classes.toLocaleString("en-US")} classes, 16 numbers; probabilities of a row sum to 1 within ${learned.gbdt.largestGap.toExponential(0)}. Classes learn on one thread, keys on ${threads}.`,
      ...keyNotes(straight, resumed),
      machineLine(before),
      ...(noise === undefined ? [] : [noise]),
    ];
    const lines = [
      ...Object.entries(learned).flatMap(([base, found]) => classLines(base, found)),
      ...keyLines(straight, resumed),
    ];
    const measured: Measured = { lines, notes };
    console.log(
      tableOf({ name: "scale", about: "thousands of classes, ten thousand keys", run: async () => measured }, measured),
    );
    mkdirSync(results, { recursive: true });
    const record = {
      benchmark: "scale",
      at: new Date().toISOString(),
      machine,
      before,
      after,
      threads,
      ...measured,
      learned,
      straight,
      resumed,
    };
    writeFileSync(new URL("scale.json", results), `${JSON.stringify(record, null, 2)}\n`);
    if (resumed.madeAgain > 0 || resumed.rest.hash !== straight.hash) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

if (!(classes >= TREE.departments * TREE.kinds) || !(keys >= SHOPS.regions) || !(threads >= 1)) {
  console.error(
    `Usage: node bench/scale/run.ts [--classes n, from ${TREE.departments * TREE.kinds}] [--keys n, from ${SHOPS.regions}] [--threads n].`,
  );
  process.exitCode = 2;
} else await main();
