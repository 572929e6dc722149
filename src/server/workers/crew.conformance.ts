import { EventEmitter } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { openState, type StatePass, servingBoard, stateOver, statePass, writerPorts } from "../../backends/index.ts";
import { contract, csv, flag, number, pushed, time } from "../../data/index.ts";
import { wallClock } from "../../kernel/index.ts";
import { encodeModel, type Model } from "../../model/index.ts";
import { unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import { championPlan, type Registry, registryOf } from "../../registry/index.ts";
import type { State } from "../../store/index.ts";
import { binary, on, type SystemDefinition, stream } from "../../system/index.ts";
import { hospital } from "../office.conformance.ts";
import type { ThreadStart } from "./duties.ts";
import type { ThreadHandle } from "./member.ts";
import { startThreadedServer, type ThreadedOptions, type ThreadedServer } from "./start-threads.ts";
import { serveOnThread } from "./thread.ts";

const head = binary({ label: "readmitted", learner: { learner: "constant", params: {} } });

/** The hospital with two heads. */
export const clinic: SystemDefinition = {
  ...hospital,
  heads: { risk: head, doubt: head },
  weights: { risk: { start: 1, min: 0, max: 2 }, doubt: { start: 0, min: -1, max: 1 } },
};

const spent = contract({ who: number({ integer: true }), at: time(), amount: number() });
const spending = stream({ contract: spent, source: pushed(), entity: "who", time: "at" });
const m = on(contract({ who: number(), asked: time({ missing: 1 }), left: flag({ known: "after" }) }), {
  streams: { spending },
});

/** A market that decides by how often somebody has bought. */
export const market: SystemDefinition = m.system({
  name: "market",
  source: csv("rows.csv"),
  entity: "who",
  time: "asked",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { left: m.outcome({ within: "1d", history: (r) => r.left, changedByActing: false }) },
  features: m.features((_, from) => ({ count: from.spending.count() })),
  rule: (f) => f.count.atLeast(3),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
});

/** What the entry of a test's thread is given. */
export interface TestThread {
  readonly start: ThreadStart;
  readonly pass: StatePass;
  /** The system file as the thread finds it. Default: as it was. */
  readonly seed?: number | undefined;
}

/** A state, and servers of several threads on it. */
export interface Clinic {
  /** Whether threads are threads, or all of them run on this one. */
  readonly threads: "apart" | "here";
  readonly state: State;
  readonly registry: Registry;
  /** Every thread that was started so far, in order. */
  readonly workers: readonly Worker[];
  /** What was logged above `info`. */
  readonly lines: readonly string[];
  /** Starts a server; those that are left open are closed in the end. */
  serve(options?: Partial<ThreadedOptions>): Promise<ThreadedServer>;
  /** Edits the system file for every thread that is started from now on; undefined: as it was. */
  edit(seed: number | undefined): void;
  /** Gives everybody models that say these two numbers; resolves to the plan's version. */
  ship(risk: number, doubt: number): Promise<number>;
  close(): Promise<void>;
}

export async function openClinic(threads: Clinic["threads"] = "apart"): Promise<Clinic> {
  const folder = await mkdtemp(join(tmpdir(), "alidade-threads-"));
  const state = await openState(join(folder, ".alidade"), { create: true });
  const registry = registryOf({ state, clock: wallClock, who: "test" });
  const pass = await statePass(state, {});
  const workers: Worker[] = [];
  const lines: string[] = [];
  const servers: ThreadedServer[] = [];
  const line = (facts: object, message: string): void => void lines.push(`${message} ${JSON.stringify(facts)}`);
  let seed: number | undefined;
  const serve: Clinic["serve"] = async (options = {}) => {
    const server = await startThreadedServer({
      systems: [clinic],
      threads: 2,
      registry,
      connect: () => writerPorts(state),
      startThread: (start) => {
        const workerData: TestThread = { start, pass, seed };
        if (threads === "here") return threadHere(workerData);
        const entry = new URL("./thread.conformance.ts", import.meta.url);
        const worker = new Worker(entry, { workerData, transferList: [start.talk], execArgv: [] });
        workers.push(worker);
        return worker;
      },
      modelBytes: 2 ** 20,
      port: 0,
      refreshMs: 20,
      logger: { info: () => undefined, warn: line, error: line },
      manage: {
        registry: (who) => registryOf({ state, clock: wallClock, who }),
        board: servingBoard(state.location),
      },
      ...options,
      // A busy machine turns nobody away here.
      http: { load: { longestDelayMs: 60_000 }, ...options.http },
    });
    servers.push(server);
    return server;
  };
  return {
    threads,
    state,
    registry,
    workers,
    lines,
    serve,
    edit: (next) => {
      seed = next;
    },
    ship: (risk, doubt) => ship(registry, { risk, doubt }),
    close: async () => {
      for (const server of servers) await server.close();
      await state.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A thread that is none: it runs here, and can only be asked to end. */
function threadHere(data: TestThread): ThreadHandle {
  const events = new EventEmitter();
  serveTest(data);
  return {
    once: events.once.bind(events) as ThreadHandle["once"],
    terminate: async () => (events.emit("exit", 1) ? 1 : 0),
  };
}

/** What the entry of a test's thread does. */
export function serveTest({ start, pass, seed = clinic.seed }: TestThread): void {
  serveOnThread(start, async (connect) => {
    const { journal, counters, ids } = stateOver(connect, pass);
    const systems = [{ ...clinic, seed }, market].filter(({ name }) => start.systems[name] !== undefined);
    return { systems, journal, counters, ids, clock: wallClock };
  });
}

async function ship(registry: Registry, outputs: Readonly<Record<string, number>>): Promise<number> {
  const weights =
    (await registry.currentWeights(clinic.name)) ??
    (await registry.changeWeights(clinic.name, 0, { values: { risk: 1, doubt: 0 }, why: "start" }));
  const models: Record<string, string> = {};
  for (const [name, output] of Object.entries(outputs)) models[name] = await modelOf(registry, name, output);
  const { record } = await registry.addRelease({
    system: clinic.name,
    kind: "model",
    models,
    weights: weights.id,
    policy: { cutoff: 0.5, atCutoff: 1, ruleAtCutoff: 1 },
    why: "test",
  });
  const version = (await registry.currentPlan(clinic.name))?.version ?? 0;
  const allocations = championPlan(clinic, record.id);
  return (await registry.changePlan(clinic.name, version, { allocations, why: "ship" })).version;
}

/** A model that says the same for everybody; for a number that is none, one that is damaged. */
async function modelOf(registry: Registry, name: string, output: number): Promise<string> {
  const signature = { task: "binary", features: [{ name: "visits", kind: "number" }], classes: [] } as const;
  const model: Model = { format: "constant", signature, calibration: { kind: "none" }, body: { outputs: [output] } };
  const bytes = Number.isNaN(output) ? new Uint8Array([1, 2, 3]) : encodeModel(model);
  const code = { version: "0", features: "f", contract: "c" };
  const lineage = { snapshot: "s", split: {}, learner: "constant", params: {}, seed: 1, parents: [], code };
  const draft = { system: clinic.name, head: name, lineage, metrics: {}, gate: {}, why: "test" };
  return (await registry.saveModel(draft, bytes)).record.id;
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  /** The text as JSON, where it is. */
  readonly body: Record<string, unknown>;
}

/** A server, and headers that it is to get. */
export interface Where {
  readonly url: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One request on a connection of its own, so that any of the threads may get it. `what` is a path, or a method and a path. */
export function call(to: string | Where, what: string, body?: object): Promise<Answer> {
  const { url, headers = {} } = typeof to === "string" ? { url: to } : to;
  const [method, path] = what.includes(" ") ? (what.split(" ") as [string, string]) : ["GET", what];
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const json = body === undefined ? {} : { "content-type": "application/json" };
  const asked = request(`${url}${path}`, { method, agent: false, headers: { ...json, ...headers } }, (response) => {
    let text = "";
    response.setEncoding("utf8").on("data", (part) => {
      text += part;
    });
    response.on("error", reject);
    response.on("end", () => {
      const isJson = /json/.test(response.headers["content-type"] ?? "");
      resolve({ status: response.statusCode ?? 0, text, body: isJson ? JSON.parse(text) : {} });
    });
  });
  asked.on("error", reject);
  asked.end(body === undefined ? undefined : JSON.stringify(body));
  return promise;
}

/** The same request on so many connections: with two threads, all but certainly both get some. */
export function callAll(times: number, ...asked: Parameters<typeof call>): Promise<readonly Answer[]> {
  return Promise.all(Array.from({ length: times }, () => call(...asked)));
}

/** A question about somebody. */
export const about = (entity: string, visits = 3) => ({ entity, given: { patient: 1, visits } });
