import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { memoryOnline, openState } from "../../src/backends/index.ts";
import { client } from "../../src/client/index.ts";
import {
  type Cell,
  cell,
  column,
  contract,
  csv,
  flag,
  number,
  type RawTable,
  type SourceRef,
  tableOf,
  text,
  time,
} from "../../src/data/index.ts";
import { deciderOf, type Online, onlineOf } from "../../src/decide/index.ts";
import { evaluateAll } from "../../src/features/index.ts";
import { randomIds, rng, virtualClock } from "../../src/kernel/index.ts";
import { unstated } from "../../src/objective/index.ts";
import { actIf } from "../../src/policy/index.ts";
import type { DecisionRecord } from "../../src/records/index.ts";
import { registryOf } from "../../src/registry/index.ts";
import { startServer } from "../../src/server/index.ts";
import { on, onlineEvents, readPushed, stream, withPushed } from "../../src/system/index.ts";
import { readUnderContract } from "../../src/train/index.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

const visit = contract({
  patient: number({ integer: true }),
  at: time({ format: "milliseconds" }),
  loaded: time({ format: "milliseconds", missing: 1 }),
  id: number({ integer: true }),
  cost: number({ missing: 1 }),
  drug: text({ missing: 1 }),
});
const click = contract({ patient: number({ integer: true }), at: time({ format: "milliseconds" }), weight: number() });
const visits = stream({
  contract: visit,
  source: csv("visits.csv"),
  entity: "patient",
  time: "at",
  knownAt: "loaded",
  id: "id",
});
const clicks = stream({ contract: click, source: csv("clicks.csv"), entity: "patient", time: "at", delay: "1h" });
const rows = contract({
  patient: number({ integer: true }),
  day: time({ format: "milliseconds" }),
  back: flag({ known: "after", missing: 1 }),
});
const h = on(rows, { streams: { visits, clicks } });
const features = h.features((r, from) => ({
  count: from.visits.count({ within: "12h" }),
  spend: from.visits.sum((e) => e.cost, { within: "30h" }),
  mean: from.visits.mean((e) => e.cost),
  most: from.visits.max((e) => e.cost, { within: "20h" }),
  drug: from.visits.last((e) => e.drug, { within: "20h" }),
  drugs: from.visits.distinct((e) => e.drug),
  since: from.visits.sinceLast(),
  trend: from.visits.trend((e) => e.cost),
  fresh: from.visits.sum((e) => e.cost, { freshWithin: "6h" }),
  trusted: from.visits.last((e) => e.drug, { freshWithin: "9h" }).orElse("stale"),
  weight: from.clicks.sum((e) => e.weight, { within: "10h" }),
  share: from.clicks.sum((e) => e.weight).per(from.visits.count()),
  hour: r.day.hour(),
}));
const system = h.system({
  name: "parity",
  source: csv("rows.csv"),
  entity: "patient",
  time: "day",
  objective: unstated({ act: "call", otherwise: "skip" }),
  outcomes: { back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
  features,
  rule: (f) => f.count.atLeast(3),
  heads: {},
  weights: {},
  filters: [{ name: "quiet", when: (f) => f.count.equals(0) }],
  policy: actIf({ threshold: 0.5 }),
});

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

const PATIENTS = 6;

/** What was known before anybody served. */
function history(random: ReturnType<typeof rng>): Readonly<Record<string, RawTable>> {
  const told = Array.from({ length: 60 }, (_, id) => {
    const at = START - random.integer(40) * HOUR;
    // Some are known only after serving has begun.
    return { patient: random.integer(PATIENTS), at, loaded: at + random.integer(60) * HOUR, id, ...content(random) };
  });
  const clicked = Array.from({ length: 40 }, () => ({
    patient: random.integer(PATIENTS),
    at: START - random.integer(20) * (HOUR / 2),
    weight: random.uniform() * 1e9,
  }));
  return {
    "visits.csv": tableOf(
      { patient: "number", at: "time", loaded: "time", id: "number", cost: "number", drug: "text" },
      told,
    ),
    "clicks.csv": tableOf({ patient: "number", at: "time", weight: "number" }, clicked),
  };
}

function content(random: ReturnType<typeof rng>): { cost: number | null; drug: string | null } {
  const [cost, drug] = [random.uniform(), random.integer(4)];
  return { cost: cost < 0.1 ? null : cost * 10 ** random.integer(12), drug: ["a", "b", "c", null][drug] ?? null };
}

async function opened(tables: Readonly<Record<string, RawTable>>) {
  const directory = await mkdtemp(join(tmpdir(), "alidade-parity-"));
  undo.push(() => rm(directory, { recursive: true, force: true }));
  const state = await openState(join(directory, ".alidade"), { create: true });
  undo.push(() => state.close());
  const clock = virtualClock(START);
  const ids = randomIds(randomBytes, () => clock.now());
  const read = async (ref: SourceRef): Promise<RawTable> => tables[ref.path]!;
  const pastOf = async () => {
    const pushed = await readPushed(state.journal, system.name);
    return { events: await onlineEvents(system, withPushed(read, system, pushed)), position: pushed.position };
  };
  const values = memoryOnline();
  const openOnline = (): Promise<Online> =>
    onlineOf([system], { values, journal: state.journal, clock, ids, history: pastOf, memory: 400_000, keepAfter: 50 });
  return { state, clock, ids, read, openOnline, pastOf };
}

describe("a system whose events are pushed while it serves", () => {
  test.each([1, 2])("serves what learning computes, to the last bit (%i)", async (seed) => {
    const random = rng({ seed, purpose: "parity" });
    const tables = history(random);
    const { state, clock, ids, read, openOnline } = await opened(tables);
    const registry = registryOf({ state, clock, who: "test" });
    let online = await openOnline();
    const stopwatch = (): number => 0;
    const view = { seen: ((...call) => online.seen(...call)) as Online["seen"], refresh: () => online.refresh() };
    const decider = await deciderOf([system], {
      registry,
      journal: state.journal,
      online: view,
      clock,
      ids,
      stopwatch,
    });
    const door = { push: ((...call) => online.push(...call)) as Online["push"], facts: () => online.facts() };
    const findDecision = async (id: string) => (await state.journal.find("decision", id)) as DecisionRecord | undefined;
    const server = await startServer({ decider, online: door, port: 0, findDecision });
    undo.push(() => server.close());
    const ask = client<typeof system>(server.url);
    const decided: DecisionRecord[] = [];
    let told: Parameters<typeof ask.events.visits>[0] = [];
    const pushVisits = async (): Promise<void> => {
      const events = Array.from({ length: 1 + random.integer(4) }, () => {
        // Late by up to two days, or from a clock that runs ahead; ids come again with other content.
        const at = clock.now() - random.integer(48) * HOUR + random.integer(3) * HOUR;
        const loaded = random.uniform() < 0.5 ? null : at + random.integer(30) * HOUR;
        const id = 1_000 + random.integer(60);
        return { patient: id % PATIENTS, at, loaded, id, ...content(random) };
      });
      const again = random.uniform() < 0.3 ? (told as typeof events) : [];
      await ask.events.visits([...events, ...again]);
      told = events;
    };
    const pushClick = async (): Promise<void> => {
      const at = clock.now() - random.integer(6) * (HOUR / 2);
      const given = { patient: random.integer(PATIENTS), at, weight: random.uniform() * 1e9 };
      await Promise.all([ask.events.clicks(given, { key: `k${at}` }), ask.events.clicks(given, { key: `k${at}` })]);
    };
    const decide = async (): Promise<void> => {
      const { id } = await ask.decide({ entity: random.integer(PATIENTS), given: {} });
      decided.push((await findDecision(id))!);
    };
    const openAgain = async (): Promise<void> => {
      online = await openOnline();
    };
    const steps: readonly (readonly [share: number, () => Promise<unknown>])[] = [
      [0.3, pushVisits],
      [0.5, pushClick],
      [0.8, decide],
      // All at once, so that decisions are made while events are being stored.
      [0.9, () => Promise.all([pushVisits(), decide(), pushClick(), decide(), decide()])],
      [0.93, openAgain],
      [0.96, () => online.refresh()],
    ];
    for (let step = 0; step < 80; step++) {
      const what = random.uniform();
      await steps.find(([share]) => what < share)?.[1]();
      clock.advance(random.integer(5) * (HOUR / 4));
    }
    const pushed = await readPushed(state.journal, system.name);
    const asRows = decided.map(
      ({ subject, at }): Record<string, Cell> => ({ patient: Number(subject), day: at, back: null }),
    );
    const readRows = async (ref: SourceRef): Promise<RawTable> =>
      ref === system.source ? tableOf({ patient: "number", day: "time", back: "flag" }, asRows) : read(ref);
    const { table } = await readUnderContract(system, withPushed(readRows, system, pushed));
    const learned = evaluateAll(system.features, table);
    expect(decided.length).toBeGreaterThan(25);
    for (const name of Object.keys(system.features)) {
      const trained = decided.map((_, row) => cell(column(learned, name), row));
      expect([name, decided.map(({ body }) => body.features[name])]).toEqual([name, trained]);
    }
  });
});
