import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { memoryOnline, openState } from "../../src/backends/index.ts";
import { client } from "../../src/client/index.ts";
import { contract, csv, flag, number, pushed, time } from "../../src/data/index.ts";
import { deciderOf, onlineOf, replay } from "../../src/decide/index.ts";
import { randomIds, wallClock } from "../../src/kernel/index.ts";
import { unstated } from "../../src/objective/index.ts";
import { actIf } from "../../src/policy/index.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import { registryOf } from "../../src/registry/index.ts";
import { type RunningServer, startServer } from "../../src/server/index.ts";
import { on, stream } from "../../src/system/index.ts";

const visit = contract({ patient: number({ integer: true }), at: time(), cost: number({ min: 0 }) });
const visits = stream({ contract: visit, source: pushed(), entity: "patient", time: "at" });
const rows = contract({ patient: number(), day: time(), back: flag({ known: "after" }) });
const h = on(rows, { streams: { visits } });
const system = h.system({
  name: "ward",
  source: csv("rows.csv"),
  entity: "patient",
  time: "day",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
  features: h.features((_, from) => ({
    count: from.visits.count({ within: "1d" }),
    spend: from.visits.sum((e) => e.cost, { freshWithin: "2h" }).orElse(-1),
  })),
  rule: (f) => f.count.atLeast(2),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
});

const undo: (() => Promise<unknown>)[] = [];
afterAll(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

let isDiskGone = false;
let server: RunningServer;
let replayed: (id: string) => Promise<boolean>;
beforeAll(async () => {
  const directory = await mkdtemp(join(tmpdir(), "alidade-events-"));
  const state = await openState(join(directory, ".alidade"), { create: true });
  const { journal } = state;
  const registry = registryOf({ state, clock: wallClock, who: "test" });
  const ids = randomIds(randomBytes, Date.now);
  const kept = memoryOnline();
  const get: typeof kept.get = (...asked) => (isDiskGone ? Promise.reject(new Error("gone")) : kept.get(...asked));
  const online = await onlineOf([system], { values: { ...kept, get }, journal, clock: wallClock, ids });
  const stopwatch = (): number => performance.now();
  const decider = await deciderOf([system], { registry, journal, online, clock: wallClock, ids, stopwatch });
  const findDecision = async (id: string) => (await journal.find("decision", id)) as DecisionRecord | undefined;
  server = await startServer({ decider, online, findDecision, port: 0 });
  replayed = async (id) => replay((await findDecision(id))!, decider.serving("ward")!).same;
  undo.push(
    () => rm(directory, { recursive: true }),
    () => state.close(),
    () => server.close(),
  );
});

const post = async (body: string, type = "application/json", query = "") => {
  const headers = { "content-type": type };
  const answer = await fetch(`${server.url}/v1/events${query}`, { method: "POST", headers, body });
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};
const at = (): string => new Date(Date.now() - 60_000).toISOString();

describe("events over HTTP", () => {
  test("one, several and lines of them are taken in, and the next decision sees them", async () => {
    const one = await post(JSON.stringify({ stream: "visits", event: { patient: 1, at: at(), cost: 2 } }));
    expect(one).toEqual({ status: 200, body: { accepted: 1, known: 0, refused: [] } });
    const several = [1, 2].map((patient) => ({ patient, at: Date.now() - 1_000, cost: 3 }));
    const body = JSON.stringify({ system: "ward", stream: "visits", events: several, key: "a" });
    expect((await post(body)).body).toMatchObject({ accepted: 2 });
    expect((await post(body)).body).toMatchObject({ accepted: 0, known: 2 });
    const lines = `{"patient":1,"at":"${at()}","cost":5}\n\n{"patient":1,"at":"${at()}","cost":-5}\n`;
    expect((await post(lines, "application/x-ndjson", "?stream=visits&key=b")).body).toEqual({
      accepted: 1,
      known: 0,
      refused: [{ index: 1, reasons: ["cost: range"] }],
    });
    const ask = client<typeof system>(server.url);
    const { id, action } = await ask.decide({ entity: 1, given: {} });
    const receipt = (await (await fetch(`${server.url}/v1/decisions/${id}`)).json()) as DecisionRecord;
    expect([action, receipt.body.features]).toEqual(["call", { count: 3, spend: 10 }]);
    expect(receipt.body.online).toMatchObject({ at: receipt.at, version: expect.stringMatching(/^\d+$/) });
    expect(await replayed(id)).toBe(true);
  });

  test("somebody without events has the declared default", async () => {
    const ask = client<typeof system>(server.url);
    const { id } = await ask.decide({ entity: 77, given: {} });
    const receipt = (await (await fetch(`${server.url}/v1/decisions/${id}`)).json()) as DecisionRecord;
    expect(receipt.body.features).toEqual({ count: 0, spend: -1 });
  });

  test("a view that cannot be read costs the windows, not the decision, and its receipt says so", async () => {
    isDiskGone = true;
    const ask = client<typeof system>(server.url);
    const { id, action, reasons } = await ask.decide({ entity: 78, given: {} });
    isDiskGone = false;
    const receipt = (await (await fetch(`${server.url}/v1/decisions/${id}`)).json()) as DecisionRecord;
    expect([action, reasons]).toEqual(["skip", expect.arrayContaining(["fallback.online-unavailable"])]);
    expect(receipt.body.features).toEqual({ count: null, spend: -1 });
    expect(receipt.body.online).toMatchObject({ unavailable: "store.online-failed" });
    expect(await replayed(id)).toBe(true);
  });

  test("the client pushes typed events, and a push that is repeated counts once", async () => {
    const ask = client<typeof system>(server.url);
    const events = [{ patient: 5, at: new Date(), cost: 1 }];
    expect(await ask.events.visits(events[0]!, { key: "c" })).toMatchObject({ accepted: 1, known: 0 });
    expect(await ask.events.visits(events, { key: "c" })).toMatchObject({ accepted: 0, known: 1 });
    // @ts-expect-error The contract has no such field.
    expect(await ask.events.visits({ patient: 5, when: new Date() })).toMatchObject({ accepted: 0 });
    await expect(ask.events.visits({ patient: 5, at: new Date(), cost: Number.NaN })).rejects.toMatchObject({
      code: "client.given-not-finite",
    });
  });

  test("what is no push is refused in a sentence", async () => {
    const said = async (body: string, type?: string) => {
      const { status, body: problem } = await post(body, type);
      return [status, problem.detail];
    };
    expect(await said(JSON.stringify({ stream: "visit", event: {} }))).toEqual([
      404,
      'System "ward" declares the streams visits. Got "visit". Did you mean `visits`?',
    ]);
    expect(await said(JSON.stringify({ stream: "visits" }))).toMatchObject([
      400,
      expect.stringContaining("`events` must"),
    ]);
    expect(await said("{}\nx", "application/x-ndjson")).toMatchObject([400, expect.stringContaining("Line 2 is none")]);
  });

  test("freshness and counts are among the metrics", async () => {
    const text = await (await fetch(`${server.url}/metrics`)).text();
    expect(text).toMatch(/alidade_online_age_seconds\{system="ward",stream="visits"\} \d/);
    expect(text).toMatch(/alidade_online_position\{system="ward"\} \d+/);
    expect(text).toMatch(/alidade_events_total\{system="ward",stream="visits",status="refused"\} \d/);
  });
});
