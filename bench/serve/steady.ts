/**
 * `npm run bench:serve -- steady`: how long answers take at a rate that stays the same, while files of the journal are closed and
 * compacted; and what a decision costs then, in CPU and in bytes written. Beside it a bare Fastify route at the same rate: what
 * it waits, everybody waits on this machine. Phase after phase on one server:
 * `node --import ./bin/doors.js bench/serve/steady.ts --rate 5000 --seconds 8 --phases 4`. `--where /dev/shm` keeps the state in
 * memory: what is left then is not the disk's.
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { Line } from "../frame/benchmark.ts";
import { quantile } from "../frame/median.ts";
import { bareServer } from "./load/bare.ts";
import { diskNote } from "./load/disk.ts";
import { interruptionsNote } from "./load/interruptions.ts";
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

/** What is asked of a server. */
interface Steady {
  readonly name: string;
  /** Requests a second. */
  readonly rate: number;
  readonly seconds: number;
  readonly phases: number;
  readonly say: (text: string) => void;
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

/** What is shown of the phases: the middle one, or the worst. */
interface Shown extends Pick<Line, "what" | "unit" | "target"> {
  readonly isWorst?: boolean;
  /** The bare route does none of it. */
  readonly isOurs?: boolean;
  of(phase: Phase): number;
}

const SHOWN: readonly Shown[] = [
  { what: "p50", unit: "ms", of: ({ loaded }) => loaded.latency.p50 },
  { what: "p99", unit: "ms", of: ({ loaded }) => loaded.latency.p99, target: { below: 5 } },
  { what: "p99 of the worst phase", unit: "ms", of: ({ loaded }) => loaded.latency.p99, isWorst: true },
  { what: "CPU a decision", unit: "µs", of: ({ cpu }) => cpu.all },
  { what: "CPU a decision of the answering thread", unit: "µs", of: ({ cpu }) => cpu.main },
  { what: "written by a thousand decisions", unit: "MB", of: ({ bytes }) => bytes / 1e3, isOurs: true },
];

function linesOf(rate: number, ours: readonly Phase[], bare: readonly Phase[]): readonly Line[] {
  return SHOWN.map(({ what, isWorst = false, isOurs = false, of, ...rest }): Line => {
    const over = (phases: readonly Phase[]): number => quantile(phases.map(of), isWorst ? 1 : 0.5);
    const beside = isOurs ? {} : { beside: { name: "bare Fastify", value: over(bare) } };
    return { what: `at ${rate}/s, ${what}`, value: over(ours), ...beside, ...rest };
  });
}

/** Loads a server as much as it bears, while its code is compiled, and then phase after phase at the rate. */
async function phasesOf(server: Server, { name, rate, seconds, phases, say }: Steady): Promise<readonly Phase[]> {
  say(`steady: ${name}, warming up`);
  await load({ url: server.url, path: "/v1/decide", bodies: questions, rate: null, seconds });
  const found: Phase[] = [];
  for (let i = 0; i < phases; i++) {
    say(`steady: ${name}, phase ${i + 1}`);
    found.push(await phaseOf(server, rate, seconds));
  }
  return found;
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
  const steady = {
    rate: Number(option("rate")),
    seconds: quick ? 3 : Number(option("seconds")),
    phases: Number(option("phases")),
    say,
  };
  const state = await trainedState("offers", folder);
  const machine = [diskNote(folder), interruptionsNote()];
  const ours = await asked(await serve(systemFile("offers"), state), { ...steady, name: "Alidade" });
  const { closed, compacted } = filesIn(state);
  const bare = await asked(await bareServer(), { ...steady, name: "bare Fastify" });
  const lost = ours.filter(({ loaded }) => failures(loaded) > 0).map(({ loaded }) => JSON.stringify(loaded.failed));
  const late = Math.max(...ours.map(({ loaded }) => loaded.lateness.p99));
  const files = `Of the journal's files ${closed} are closed and wait; others have become ${compacted} Parquet files.`;
  const generator = `The generator was late by ${late.toFixed(2)} ms at p99 of the worst phase, which is in the latency.`;
  const missed = lost.map((what) => `Not answered with 200: ${what}.`);
  return { lines: linesOf(steady.rate, ours, bare), notes: [files, ...machine, generator, ...missed] };
}

async function asked(server: Server, steady: Steady): Promise<readonly Phase[]> {
  try {
    return await phasesOf(server, steady);
  } finally {
    await stop(server);
  }
}

const about = "decisions over HTTP at a rate that stays the same, each on disk, while the journal is compacted";
await runPart({ name: "steady", about, options: { rate: "5000", seconds: "8", phases: "4", where: "" } }, measure);
