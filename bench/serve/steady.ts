/**
 * `npm run bench:serve -- steady`: how long answers take at a rate that stays the same, while files of the journal are closed and
 * compacted; and what a decision costs then, in CPU and in bytes written. Phase after phase on one server:
 * `node --import ./bin/doors.js bench/serve/steady.ts --rate 3500 --seconds 8 --phases 4`. `--where /dev/shm` keeps the state in
 * memory: what is left then is not the disk's.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Line } from "../frame/benchmark.ts";
import { quantile } from "../frame/median.ts";
import { diskNote } from "./load/disk.ts";
import { failures, type Loaded, load } from "./load/job.ts";
import { type Server, serve, stop } from "./load/server.ts";
import { type Used, usedBy, writtenBy } from "./load/usage.ts";
import { type PartTools, runPart } from "./part.ts";
import { questions } from "./systems/data.ts";
import { systemFile, trainedState } from "./systems/states.ts";

/** What one phase showed. */
interface Phase {
  readonly loaded: Loaded;
  /** A decision's share: microseconds of all processes and of the answering thread, bytes written. */
  readonly cpu: Used;
  readonly bytes: number;
}

/** How many files of the journal are closed and wait, and to how many files others were compacted. */
function filesIn(state: string): { readonly closed: number; readonly compacted: number } {
  const names = readdirSync(join(state, "journal"), { recursive: true, encoding: "utf8" });
  const count = (pattern: RegExp): number => names.filter((name) => pattern.test(name)).length;
  return { closed: count(/^\d+\.db$/) - 1, compacted: count(/\.parquet$/) };
}

/** A table. */
interface Found {
  readonly lines: readonly Line[];
  readonly notes: readonly string[];
}

const NOTHING: Used = { all: Number.NaN, main: Number.NaN };

async function phaseOf({ pid, url }: Server, rate: number, seconds: number): Promise<Phase> {
  const [cpu, bytes] = [usedBy(pid) ?? NOTHING, writtenBy(pid)];
  const loaded = await load({ url, path: "/v1/decide", bodies: questions, connections: 512, rate, seconds });
  const now = usedBy(pid) ?? NOTHING;
  const each = (before: number, after: number): number => ((after - before) / loaded.sent) * 1e6;
  return {
    loaded,
    cpu: { all: each(cpu.all, now.all), main: each(cpu.main, now.main) },
    bytes: (writtenBy(pid) - bytes) / loaded.sent,
  };
}

function linesOf(rate: number, phases: readonly Phase[]): readonly Line[] {
  const over = (of: (phase: Phase) => number, share = 0.5): number => quantile(phases.map(of), share);
  const at = `at ${rate}/s`;
  const slowest: Line = { what: `${at}, p99`, value: over(({ loaded }) => loaded.latency.p99), unit: "ms" };
  return [
    { what: `${at}, p50`, value: over(({ loaded }) => loaded.latency.p50), unit: "ms" },
    { ...slowest, target: { below: 5 } },
    { what: `${at}, p99 of the worst phase`, value: over(({ loaded }) => loaded.latency.p99, 1), unit: "ms" },
    { what: `${at}, CPU a decision`, value: over(({ cpu }) => cpu.all), unit: "µs" },
    { what: `${at}, CPU a decision of the answering thread`, value: over(({ cpu }) => cpu.main), unit: "µs" },
    { what: `${at}, written by a thousand decisions`, value: over(({ bytes }) => bytes) / 1e3, unit: "MB" },
  ];
}

async function measure(tools: PartTools): Promise<Found> {
  const where = tools.option("where");
  if (where === "") return await measureIn(tools.folder, tools);
  const folder = mkdtempSync(join(where, "alidade-steady-"));
  try {
    return await measureIn(folder, tools);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureIn(folder: string, { option, quick, say }: PartTools): Promise<Found> {
  const rate = Number(option("rate"));
  const seconds = quick ? 3 : Number(option("seconds"));
  const state = await trainedState("offers", folder);
  const disk = diskNote(folder);
  const server = await serve(systemFile("offers"), state);
  try {
    say("steady: warming up");
    await load({ url: server.url, path: "/v1/decide", bodies: questions, rate: null, seconds });
    const phases: Phase[] = [];
    for (let i = 0; i < Number(option("phases")); i++) {
      say(`steady: phase ${i + 1}`);
      phases.push(await phaseOf(server, rate, seconds));
    }
    const { closed, compacted } = filesIn(state);
    const lost = phases.filter(({ loaded }) => failures(loaded) > 0).map(({ loaded }) => JSON.stringify(loaded.failed));
    const late = Math.max(...phases.map(({ loaded }) => loaded.lateness.p99));
    const files = `Of the journal's files ${closed} are closed and wait; others have become ${compacted} Parquet files.`;
    const generator = `The generator was late by ${late.toFixed(2)} ms at p99 of the worst phase, which is in the latency.`;
    const missed = lost.map((what) => `Not answered with 200: ${what}.`);
    return { lines: linesOf(rate, phases), notes: [files, disk, generator, ...missed] };
  } finally {
    await stop(server);
  }
}

const about = "decisions over HTTP at a rate that stays the same, each on disk, while the journal is compacted";
await runPart({ name: "steady", about, options: { rate: "3500", seconds: "8", phases: "4", where: "" } }, measure);
