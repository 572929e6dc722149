import { mkdtemp, readdir, readlink, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { MessageChannel, Worker } from "node:worker_threads";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { journalWriter } from "../../backends/index.ts";
import { servingDocument } from "../../decide/index.ts";
import { hashValue } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { startServer } from "../index.ts";
import { openOffice } from "../office.conformance.ts";
import { answeredMemory } from "../telemetry/answered.ts";
import { about, type Clinic, call, callAll, clinic, openClinic, type TestThread } from "./crew.conformance.ts";
import type { ControlDuties, ThreadDuties } from "./duties.ts";
import { rateBuckets } from "./shared-rates.ts";
import { talkOver } from "./talk.ts";
import { threadsConformance } from "./threads.conformance.ts";

let place: Clinic;
beforeEach(async () => {
  place = await openClinic();
});
afterEach(() => place.close());

threadsConformance("apart");

const path = `/v1/systems/${clinic.name}/weights`;

describe("a thread", () => {
  test("that dies is replaced by one that serves what is served by then, and that is said once", async () => {
    await place.ship(0.75, 0.25);
    const { url } = await place.serve();
    await callAll(20, url, "POST /v1/decide", about("e"));
    const before = (await call(url, "/metrics")).text;
    await place.workers[0]!.terminate();
    await call(url, `PUT ${path}`, { values: { doubt: -1 }, why: "test" });
    await expect.poll(() => place.workers.length).toBe(3);
    const whole = async () => (await call(url, "/readyz")).body;
    await expect.poll(whole, { timeout: 20_000 }).toEqual({ status: "ready", systems: [clinic.name] });
    for (const { body } of await callAll(24, url, "POST /v1/decide", about("e"))) expect(body.score).toBe(0.5);
    expect(place.lines).toHaveLength(1);
    expect(place.lines[0]).toMatch(/a serving thread ended; another takes its place/);
    const { text } = await call(url, "/metrics");
    const decisions = (of: string) => Number(/^alidade_decisions_total\{.*\} (\d+)$/m.exec(of)?.[1]);
    expect(decisions(text)).toBe(decisions(before) + 24);
    expect(text).toMatch(/^alidade_serving_thread_deaths_total 1$/m);
  });

  test("that hangs is ended and replaced", async () => {
    const { url } = await place.serve({ beatMs: 100 });
    place.workers[0]!.postMessage("hang");
    await expect.poll(() => place.workers.length, { timeout: 20_000 }).toBe(3);
    const whole = async () => (await call(url, "/readyz")).body;
    await expect.poll(whole, { timeout: 20_000 }).toEqual({ status: "ready", systems: [clinic.name] });
    for (const { status } of await callAll(24, url, "POST /v1/decide", about("e"))) expect(status).toBe(200);
    expect(place.lines).toHaveLength(1);
    expect(place.lines[0]).toMatch(/another takes its place.*answered nothing any more/);
  });

  test("that finds another system file than the server began with refuses to serve", async () => {
    place.edit(77);
    await expect(place.serve()).rejects.toMatchObject({
      code: "server.system-differs",
      data: { there: hashValue(clinic).slice(0, 12), here: hashValue({ ...clinic, seed: 77 }).slice(0, 12) },
    });
  });
});

test("while no thread can take the place of one that died, the others answer, and readiness tells of it", async () => {
  const { url } = await place.serve();
  place.edit(77);
  await place.workers[0]!.terminate();
  const remarks = async () => (await call(url, "/readyz")).body.remarks;
  await expect.poll(remarks, { timeout: 20_000 }).toEqual(["1 of 2 serving threads is being replaced"]);
  await expect.poll(() => place.lines.length, { timeout: 20_000 }).toBe(2);
  expect(place.lines[1]).toMatch(
    /no thread could take its place; it is tried again .*Every thread of a server must load/,
  );
  for (const { status } of await callAll(12, url, "POST /v1/decide", about("e"))) expect(status).toBe(200);
  place.edit(undefined);
  await expect.poll(remarks, { timeout: 50_000 }).toBeUndefined();
  expect(place.lines).toHaveLength(2);
});

test("a server does not share its port with another one", async () => {
  const { port } = await place.serve();
  await expect(place.serve({ port })).rejects.toMatchObject({ code: "server.port-in-use" });
  const office = await openOffice();
  await expect(place.serve({ port: office.server.port })).rejects.toMatchObject({ code: "server.port-in-use" });
  const { decider } = office;
  await expect(startServer({ decider, port, findDecision: async () => undefined })).rejects.toMatchObject({
    code: "server.port-in-use",
  });
  await office.close();
});

/** A thread without anything around it: no state, no records; only a journal, in an empty folder. */
test("a serving thread decides without the records: there are none", async () => {
  await place.ship(0.75, 0.25);
  const plan = (await place.registry.currentPlan(clinic.name))!;
  const document = await servingDocument(clinic.name, plan, { registry: place.registry });
  const folder = await mkdtemp(join(tmpdir(), "alidade-thread-"));
  const writer = journalWriter(join(folder, "journal"));
  const { port1, port2 } = new MessageChannel();
  const start = {
    talk: port2,
    thread: 1,
    systems: { [clinic.name]: hashValue(clinic) },
    host: "127.0.0.1",
    http: {},
    buckets: rateBuckets(),
    answered: answeredMemory([clinic.name]),
    modelBytes: 2 ** 20,
    version: "0",
  };
  const workerData: TestThread = { start, pass: { idKey: "00".repeat(32) } };
  const entry = new URL("./thread.conformance.ts", import.meta.url);
  const worker = new Worker(entry, { workerData, transferList: [port2], execArgv: [] });
  const nobody = () => Promise.reject(new Error("nobody is there"));
  const control = talkOver<ControlDuties, ThreadDuties>(port1, {
    connect: () => ({ journal: writer.connect(), counters: writer.connect() }),
    log: () => undefined,
    seen: nobody,
    push: nobody,
    lookForTokens: nobody,
    metrics: nobody,
    ready: nobody,
    readWeights: nobody,
    changeWeights: nobody,
    undoWeights: nobody,
  });
  await control.ask("open", { documents: [document], tokens: [] });
  const url = `http://127.0.0.1:${await control.ask("listen", 0)}`;
  const { body } = await call(url, "POST /v1/decide", about("e"));
  expect(body).toMatchObject({ score: 0.75, action: "call" });
  const receipt = (await call(url, `/v1/decisions/${body.id}`)).body as unknown as DecisionRecord;
  expect(receipt.body.versions.weights).toBe(document.releases[0]!.weightsVersion);
  await control.ask("close", null);
  expect(await readdir(folder)).toEqual(["journal"]);
  expect((await openFiles()).filter((file) => file.startsWith(folder) && !file.includes("/journal/"))).toEqual([]);
  await worker.terminate();
  await writer.close();
  port1.close();
  await rm(folder, { recursive: true, force: true });
});

/** Paths of the files that this process holds open, its threads included; none where the system does not tell. */
async function openFiles(): Promise<readonly string[]> {
  const names = await readdir("/proc/self/fd").catch(() => []);
  const found = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => "")));
  return found;
}
