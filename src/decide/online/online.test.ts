import { randomBytes } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import { memoryOnline, openState, sqliteOnline } from "../../backends/index.ts";
import { emptyDirectory } from "../../backends/places.conformance.ts";
import { contract, csv, flag, number, pushed, text, time } from "../../data/index.ts";
import { randomIds, rng, virtualClock } from "../../kernel/index.ts";
import { unstated } from "../../objective/index.ts";
import { actIf } from "../../policy/index.ts";
import type { OnlineValues } from "../../store/index.ts";
import { on, onlineEvents, readPushed, stream, withPushed } from "../../system/index.ts";
import { buildView } from "./build-view.ts";
import { type Online, onlineOf } from "./online.ts";
import { onlinePlan } from "./online-plan.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);
const visit = contract({
  patient: number({ integer: true }),
  at: time(),
  cost: number({ min: 0, missing: 1 }),
  ward: text({ values: ["north", "south"], missing: 1 }),
});
const named = contract({ ...visit.fields, id: text() });
const visits = stream({ contract: visit, source: pushed(), entity: "patient", time: "at" });
const bills = stream({ contract: named, source: pushed(), entity: "patient", time: "at", id: "id" });
const rows = contract({ patient: number(), day: time({ missing: 1 }), back: flag({ known: "after" }) });
const h = on(rows, { streams: { visits, bills } });
const system = h.system({
  name: "online",
  source: csv("rows.csv"),
  entity: "patient",
  time: "day",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
  features: h.features((_, from) => ({
    count: from.visits.count({ within: "3h" }),
    spend: from.visits.sum((e) => e.cost),
    ward: from.visits.last((e) => e.ward),
    trend: from.visits.trend((e) => e.cost, { within: "5h" }),
    billed: from.bills.sum((e) => e.cost),
    bills: from.bills.count(),
  })),
  rule: (f) => f.count.atLeast(3),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
});

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

async function desk(makeValues?: (path: (name: string) => string) => Promise<OnlineValues>) {
  const { path, remove } = await emptyDirectory();
  const { journal, close } = await openState(path("state"), { create: true });
  const values = makeValues === undefined ? memoryOnline() : await makeValues(path);
  undo.push(remove, close, () => values.close());
  const clock = virtualClock(START);
  const ids = randomIds(randomBytes, () => clock.now());
  const open = (more = {}): Promise<Online> => onlineOf([system], { values, journal, clock, ids, ...more });
  return { open, journal, values, clock };
}

/** The answers by what they are of. */
async function answers(online: Online, patient: number) {
  const { windows, ...seen } = (await online.seen(system, String(patient)))!;
  const byName = Object.entries(windows).map(([key, value]) => [key.split(" ")[1], value]);
  return { ...Object.fromEntries(byName), ...seen };
}

const event = (patient: number, hours: number, cost: number | null = 1) => ({
  patient,
  at: START + hours * HOUR,
  cost,
});

describe("an online view", () => {
  test("counts what was pushed, as of now", async () => {
    const { open, clock } = await desk();
    const online = await open();
    const said = await online.push(system, { stream: "visits", events: [event(1, -1), event(1, -2, 5), event(2, -9)] });
    expect(said).toEqual({ accepted: 3, known: 0, refused: [] });
    expect(await answers(online, 1)).toMatchObject({ "visits.count": 2, "visits.sum": 6, ages: { visits: HOUR } });
    clock.advance(1.5 * HOUR);
    expect(await answers(online, 1)).toMatchObject({ "visits.count": 1, "visits.sum": 6 });
    expect(await answers(online, 3)).toMatchObject({ "visits.count": 0, "visits.sum": 0, "visits.last": null });
  });

  test("lets an event from the future wait until then", async () => {
    const { open, clock } = await desk();
    const online = await open();
    await online.push(system, { stream: "visits", events: [event(1, 2)] });
    expect(await answers(online, 1)).toMatchObject({ "visits.count": 0 });
    clock.advance(2 * HOUR);
    expect(await answers(online, 1)).toMatchObject({ "visits.count": 1 });
  });

  test("knows a repetition by its key or its id, and takes a correction for what it is", async () => {
    const { open } = await desk();
    const online = await open();
    const visit = { stream: "visits", events: [event(1, -1)], key: "k" };
    const bill = (cost: number) => ({ stream: "bills", events: [{ ...event(1, -1, cost), id: "b1" }] });
    const push = (what: Parameters<Online["push"]>[1]) => online.push(system, what);
    expect([
      await push(visit),
      await push(visit),
      await push(bill(3)),
      await push(bill(3)),
      await push(bill(4)),
    ]).toEqual([1, 0, 1, 0, 1].map((accepted) => ({ accepted, known: 1 - accepted, refused: [] })));
    expect(await answers(online, 1)).toMatchObject({ "visits.count": 1, "bills.count": 1, "bills.sum": 4 });
  });

  test("refuses what the contract does not let through, says why, and keeps it", async () => {
    const { open, journal } = await desk();
    const online = await open();
    const events = [
      event(1, -1),
      { ...event(1, -1), cost: -1 },
      { ...event(1, -1), ward: "east" },
      { at: START },
      7,
      { ...event(1, -1), cost: "2" },
    ];
    const { accepted, refused } = await online.push(system, { stream: "visits", events });
    expect([accepted, refused]).toEqual([
      2,
      [
        { index: 1, reasons: ["cost: range"] },
        { index: 2, reasons: ["ward: values"] },
        { index: 3, reasons: ["patient: missing"] },
        { index: 4, reasons: ["(event): object"] },
      ],
    ]);
    const { entries } = await journal.read(null, 10, "refused-event");
    expect(entries.map(({ body }) => (body as { given: unknown }).given)).toEqual(events.slice(1, 5));
    await expect(online.push(system, { stream: "visit", events })).rejects.toThrow("Did you mean `visits`?");
    await expect(online.push(system, { stream: "visits", events: [] })).rejects.toMatchObject({
      code: "events.too-many",
    });
  });

  test("is as it was after another opening, whether it was written or not", async () => {
    const { open } = await desk((path) => sqliteOnline(path("online.db")));
    const online = await open({ memory: 20_000, keepAfter: 3 });
    await online.push(system, { stream: "visits", events: [1, 1, 2, 3].map((patient) => event(patient, -1)) });
    const before = await Promise.all([1, 2, 3].map((patient) => answers(online, patient)));
    await online.push(system, { stream: "visits", events: [event(1, -2)] });
    const again = await open();
    const { version: _, ...first } = await answers(again, 1);
    expect(first).toMatchObject({ "visits.count": 3 });
    expect((await answers(again, 2))["visits.count"]).toBe(before[1]!["visits.count"]);
    // The first one finds its view moved by the second, and goes on with that.
    await again.push(system, { stream: "visits", events: [event(3, -1)] });
    await again.refresh();
    await online.push(system, { stream: "visits", events: [event(3, -1)] });
    await online.refresh();
    expect(await answers(online, 3)).toMatchObject({ "visits.count": 3 });
  });

  test("writes a state where a tail has grown long", async () => {
    const { open, values } = await desk();
    const online = await open();
    for (let round = 0; round < 12; round++) {
      await online.push(system, { stream: "visits", events: Array.from({ length: 20 }, () => event(1, -1)) });
      await online.refresh();
    }
    const [entry] = await values.get("online", [{ stream: "visits", entity: "1" }]);
    expect([entry?.state === null, (entry?.tail.length ?? 0) < 9_000]).toEqual([false, true]);
    expect(await answers(await open(), 1)).toMatchObject({ "visits.count": 240, "visits.sum": 240 });
  });
});

/** A store that can be made to fail. */
function fragile(inner: OnlineValues) {
  const broken = { reads: false, writes: false };
  const or =
    <A extends readonly unknown[], R>(what: keyof typeof broken, work: (...args: A) => Promise<R>) =>
    (...args: A): Promise<R> =>
      broken[what] ? Promise.reject(new Error("the disk is gone")) : work(...args);
  const values: OnlineValues = {
    ...inner,
    stand: or("reads", inner.stand),
    get: or("reads", inner.get),
    move: or("writes", inner.move),
  };
  return { values, broken };
}

describe("a view whose store fails", () => {
  test("says so and answers nothing, takes events in all the same, and is right again afterwards", async () => {
    const { values, broken } = fragile(memoryOnline());
    const { open } = await desk(async () => values);
    const told: unknown[] = [];
    const online = await open({ memory: 1, keepAfter: 2, failed: (_: string, thrown: unknown) => told.push(thrown) });
    const push = (patient: number) => online.push(system, { stream: "visits", events: [event(patient, -1)] });
    for (const patient of [1, 2, 3, 1]) await push(patient);
    await online.refresh();
    broken.reads = true;
    broken.writes = true;
    const lost = await online.seen(system, "3");
    expect(lost).toMatchObject({ unavailable: "store.online-failed", ages: { visits: expect.any(Number) } });
    expect(new Set(Object.values(lost!.windows))).toEqual(new Set([null]));
    expect(Object.keys(lost!.windows)).toHaveLength(6);
    for (let i = 0; i < 10; i++) expect(await push(3)).toMatchObject({ accepted: 1 });
    await online.refresh();
    expect(told.map((thrown) => (thrown as Error | undefined)?.message)).toEqual(["the disk is gone"]);
    await expect(online.close()).rejects.toThrow("the disk is gone");
    broken.reads = false;
    broken.writes = false;
    await online.refresh();
    expect(told.at(-1)).toBeUndefined();
    expect(await answers(online, 3)).toMatchObject({ "visits.count": 11 });
    expect(await answers(online, 1)).toMatchObject({ "visits.count": 2 });
    expect(await answers(await open(), 3)).toMatchObject({ "visits.count": 11 });
  });

  test("stops following before its memory is full, says so, and catches up", async () => {
    const { values, broken } = fragile(memoryOnline());
    const { open } = await desk(async () => values);
    const online = await open({ keepAfter: 2 });
    const push = () => online.push(system, { stream: "visits", events: [event(1, -1)] });
    broken.writes = true;
    for (let i = 0; i < 60; i++) await push();
    expect(online.facts()[0]!.unwritten).toBeLessThan(50);
    expect(await online.seen(system, "1")).toMatchObject({ unavailable: "store.online-behind" });
    broken.writes = false;
    await online.refresh();
    await online.refresh();
    expect(await answers(online, 1)).toMatchObject({ "visits.count": 60 });
  });
});

describe("a backfill", () => {
  test("gives the same answers as the view that lived, to the last bit", async () => {
    const { open, journal, values, clock } = await desk();
    const online = await open({ memory: 30_000, keepAfter: 10 });
    const random = rng({ seed: 3, purpose: "backfill" });
    for (let round = 0; round < 60; round++) {
      const events = Array.from({ length: 1 + random.integer(4) }, () => ({
        ...event(
          random.integer(5),
          (clock.now() - START) / HOUR - random.integer(8) + 1,
          random.uniform() * 10 ** random.integer(15),
        ),
        id: `${random.integer(40)}`,
      }));
      await online.push(system, { stream: random.integer(2) === 0 ? "visits" : "bills", events });
      if (random.integer(2) === 0) await answers(online, random.integer(5));
      clock.advance(random.integer(3) * HOUR);
    }
    const lived = await Promise.all(Array.from({ length: 5 }, (_, patient) => answers(online, patient)));
    const past = await readPushed(journal, "online");
    const nothing = async () => ({ rows: 0, columns: [] });
    const events = await onlineEvents(system, withPushed(nothing, system, past));
    const plan = onlinePlan(system);
    const deps = { system: "online", plan, values, now: clock.now() };
    expect(await buildView(deps, { events, position: past.position })).toBeGreaterThan(5);
    const built = await open();
    expect(await Promise.all(Array.from({ length: 5 }, (_, patient) => answers(built, patient)))).toEqual(lived);
    expect(await values.stand("online@building")).toBeUndefined();
  });
});
