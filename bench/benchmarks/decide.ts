import { randomBytes } from "node:crypto";
import { closeSync, cpSync, existsSync, fsyncSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { enforce, type Row, rowOf } from "../../src/data/index.ts";
import { type Decider, decideOne, deciderOf, type ServingState } from "../../src/decide/index.ts";
import { known, randomIds, wallClock } from "../../src/kernel/index.ts";
import { fileReader, openState } from "../../src/presets.ts";
import { registryOf } from "../../src/registry/index.ts";
import type { State } from "../../src/store/index.ts";
import type { SystemDefinition } from "../../src/system/index.ts";
import type { Benchmark, Line, Measured, Tools } from "../frame/benchmark.ts";
import { launcher, missingData, readmissionData, root, runChild } from "../frame/child.ts";
import { type Load, load, poster } from "../frame/load.ts";
import { startServerChild } from "../frame/server-child.ts";

const SECONDS = 5;
const WARM_UP = 1;
const CONNECTIONS = [1, 16, 64];
const QUESTIONS = 5_000;
const FOLDER = join(root, "examples/readmission");

/** A trained state is kept between runs; the benchmark decides on a copy of it, with a journal of its own. */
const kept = join(root, ".cache/bench/readmission");

interface Question {
  readonly entity: number;
  readonly given: Row;
}

async function loadReadmission(): Promise<SystemDefinition> {
  const module = (await import(pathToFileURL(join(FOLDER, "system.mts")).href)) as {
    readonly default: SystemDefinition;
  };
  return module.default;
}

/** Rows of the data as callers would send them: what is known before, without what is missing. */
async function questionsOf(system: SystemDefinition, folder: string): Promise<readonly Question[]> {
  const read = fileReader({ from: FOLDER, override: readmissionData, cache: folder });
  const { table } = enforce(await read(system.source), system.contract);
  const before = Object.entries(system.contract.fields).flatMap(([name, field]) =>
    field.known === "before" ? [name] : [],
  );
  const step = Math.floor(table.rows / QUESTIONS);
  return Array.from({ length: QUESTIONS }, (_, i) => {
    const row = rowOf(table, i * step);
    const given = before.flatMap((name) => (row[name] === null || row[name] === undefined ? [] : [[name, row[name]]]));
    return { entity: Number(row[system.entity ?? ""]), given: Object.fromEntries(given) };
  });
}

function trainKept(say: Tools["say"]): void {
  say("decide: training the readmission system first");
  rmSync(kept, { recursive: true, force: true });
  const args = [launcher, "train", FOLDER, "--data", readmissionData, "--json", "--dir", kept];
  runChild(process.execPath, args, { allowed: [0, 1] });
}

interface Opened {
  readonly state: State;
  readonly decider: Decider;
  readonly serving: ServingState;
}

/** Opens a copy of the kept state. */
async function openCopy(system: SystemDefinition, copy: string): Promise<Opened> {
  rmSync(copy, { recursive: true, force: true });
  cpSync(kept, copy, { recursive: true });
  const state = await openState(copy, { create: false });
  const registry = registryOf({ state, clock: wallClock, who: "bench" });
  const ids = randomIds(randomBytes, wallClock.now);
  const stopwatch = (): number => performance.now();
  try {
    const decider = await deciderOf([system], { registry, journal: state.journal, clock: wallClock, ids, stopwatch });
    return { state, decider, serving: known(decider.serving(system.name), "the serving state") };
  } catch (thrown) {
    await state.close();
    throw thrown;
  }
}

/** A state that an older version of the system or of Alidade left is trained anew. */
async function openTrained(system: SystemDefinition, { folder, say }: Tools): Promise<Opened> {
  const copy = join(folder, "state");
  if (existsSync(kept)) {
    try {
      return await openCopy(system, copy);
    } catch {
      say("decide: the kept state does not fit any more");
    }
  }
  trainKept(say);
  return openCopy(system, copy);
}

async function measured(lanes: number, ask: (n: number) => Promise<boolean>): Promise<Load> {
  await load({ lanes, seconds: WARM_UP, ask });
  return load({ lanes, seconds: SECONDS, ask });
}

function linesOf(what: string, found: Load, beside?: { readonly name: string; readonly load: Load }): readonly Line[] {
  const line = (unit: Line["unit"], name: string, of: (load: Load) => number): Line => ({
    what: `${what}${name}`,
    value: of(found),
    unit,
    ...(beside === undefined ? {} : { beside: { name: beside.name, value: of(beside.load) } }),
  });
  return [
    line("per s", "", ({ perSecond }) => perSecond),
    line("ms", ", p50", ({ p50 }) => p50),
    line("ms", ", p99", ({ p99 }) => p99),
  ];
}

/** What the disk alone allows one after the other: a page is appended and synced. */
async function syncing(folder: string): Promise<Load> {
  const file = openSync(join(folder, "disk"), "w");
  const page = new Uint8Array(4096);
  const ask = async (): Promise<boolean> => {
    writeSync(file, page);
    fsyncSync(file);
    return true;
  };
  return measured(1, ask).finally(() => closeSync(file));
}

async function inProcess(
  system: SystemDefinition,
  opened: Opened,
  questions: readonly Question[],
): Promise<readonly Line[]> {
  const at = (n: number): Question => known(questions[n % questions.length], "a question");
  const pure = async (n: number): Promise<boolean> => {
    const { entity, given } = at(n);
    decideOne(opened.serving, { id: `dec_${n}`, entity: String(entity), given });
    return true;
  };
  const journalled = async (n: number): Promise<boolean> => {
    await opened.decider.decide(system, at(n));
    return true;
  };
  const disk = await syncing(opened.state.location);
  return [
    ...linesOf("deciding, not journalled", await measured(1, pure)),
    ...linesOf("in process, one at a time", await measured(1, journalled), {
      name: "write and sync a page",
      load: disk,
    }),
    ...linesOf("in process, 64 at a time", await measured(64, journalled)),
  ];
}

async function loadServer(args: readonly string[], bodies: readonly string[]): Promise<readonly Load[]> {
  const server = await startServerChild(args);
  const { ask, close } = poster(server.url, bodies);
  try {
    const found: Load[] = [];
    for (const lanes of CONNECTIONS) found.push(await measured(lanes, ask));
    return found;
  } finally {
    close();
    await server.close();
  }
}

async function overHttp(
  folder: string,
  questions: readonly Question[],
): Promise<{ lines: readonly Line[]; failed: number }> {
  const bodies = questions.map((question) => JSON.stringify(question));
  const served = join(folder, "served");
  cpSync(kept, served, { recursive: true });
  const serve = [launcher, "serve", FOLDER, "--port", "0", "--json", "--dir", served];
  const ours = await loadServer(serve, bodies);
  const empty = await loadServer([fileURLToPath(new URL("../children/empty-server.ts", import.meta.url))], bodies);
  const lines = CONNECTIONS.flatMap((count, i) => {
    const name = `HTTP, ${count} connection${count === 1 ? "" : "s"}`;
    return linesOf(name, known(ours[i], "a load"), { name: "empty Fastify", load: known(empty[i], "a load") });
  });
  return { lines, failed: ours.reduce((sum, { failed }) => sum + failed, 0) };
}

export const decide: Benchmark = {
  name: "decide",
  about: `decisions of the readmission system, each on disk before it is answered, ${SECONDS} s each`,
  async run(tools): Promise<Measured> {
    const missing = missingData();
    if (missing !== undefined) return { lines: [], notes: [missing] };
    const system = await loadReadmission();
    const opened = await openTrained(system, tools);
    const questions = await questionsOf(system, tools.folder);
    tools.say("decide: in process");
    const inside = await inProcess(system, opened, questions).finally(() => opened.state.close());
    tools.say("decide: over HTTP");
    const { lines, failed } = await overHttp(tools.folder, questions);
    const [arm] = opened.serving.plan.allocations;
    const release = opened.serving.releases.get(arm?.release ?? "");
    const serves =
      release?.kind === "model"
        ? Object.values(release.versions).join(", ")
        : "the rule (no model has passed the gate)";
    return {
      lines: [...inside, ...lines],
      notes: [
        `Serves ${serves}; ${QUESTIONS} encounters in turn, each with every field that is known before.`,
        "The server is one process, and the load comes from another on the same machine; empty Fastify is the floor.",
        ...(failed === 0 ? [] : [`${failed} requests were not answered with 200.`]),
      ],
    };
  },
};
