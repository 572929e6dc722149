/**
 * `node bench/data/online.ts [--entities n] [--seconds n] [--runs n] [--quick]`: reads 50 windows of one entity in process from a view of so many
 * entities, and pushes events with every one of them on disk before it is acknowledged. Writes `bench/results/online.json`.
 */
import { randomBytes } from "node:crypto";
import { closeSync, fsyncSync, mkdirSync, mkdtempSync, openSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { sqliteJournal, sqliteOnline } from "../../src/backends/index.ts";
import { contract, csv, flag, number, pushed, text, time } from "../../src/data/index.ts";
import { onlineOf, onlinePlan } from "../../src/decide/index.ts";
import { encodeWindowState, WindowState } from "../../src/features/index.ts";
import { randomIds, rng, wallClock } from "../../src/kernel/index.ts";
import { unstated } from "../../src/objective/index.ts";
import { actIf } from "../../src/policy/index.ts";
import type { OnlineWrite } from "../../src/store/index.ts";
import { on, type SystemDefinition, stream } from "../../src/system/index.ts";
import type { Line, Measured } from "../frame/benchmark.ts";
import { lookAround, machine, machineLine, noiseLine } from "../frame/machine.ts";
import { median } from "../frame/median.ts";
import { tableOf } from "../frame/print.ts";

const { values: given } = parseArgs({
  options: {
    entities: { type: "string" },
    seconds: { type: "string" },
    runs: { type: "string", default: "1" },
    quick: { type: "boolean", default: false },
  },
});
const entities = Number(given.entities ?? (given.quick ? 100_000 : 1_000_000));
const seconds = Number(given.seconds ?? (given.quick ? 3 : 10));
const runs = Number(given.runs);
const folder = mkdtempSync(join(tmpdir(), "alidade-bench-online-"));
const HOUR = 3_600_000;
const say = (words: string): void => void process.stderr.write(`${words}\n`);

const order = contract({
  who: number({ integer: true }),
  at: time(),
  amount: number({ missing: 1 }),
  kind: text({ missing: 1 }),
});
const orders = stream({ contract: order, source: pushed(), entity: "who", time: "at" });
const rows = contract({ who: number(), asked: time({ missing: 1 }), left: flag({ known: "after" }) });
const h = on(rows, { streams: { orders } });
const SPANS = ["1h", "6h", "1d", "7d", "30d"] as const;

/** The system with the first so many of fifty features: ten aggregates over five spans. */
function systemOf(name: string, count: number): SystemDefinition {
  const features = h.features((_, from) => {
    const all = SPANS.flatMap((within) =>
      Object.entries({
        count: from.orders.count({ within }),
        sum: from.orders.sum((e) => e.amount, { within }),
        mean: from.orders.mean((e) => e.amount, { within }),
        min: from.orders.min((e) => e.amount, { within }),
        max: from.orders.max((e) => e.amount, { within }),
        last: from.orders.last((e) => e.amount, { within }),
        distinct: from.orders.distinct((e) => e.kind, { within }),
        since: from.orders.sinceLast({ within }),
        trend: from.orders.trend((e) => e.amount, { within }),
        large: from.orders.count({ within, where: (e) => e.amount.above(50) }),
      }).map(([what, expression]) => [`${what}${within}`, expression] as const),
    );
    return Object.fromEntries([...all.slice(0, count), ["any", from.orders.count({ within: "1d" })] as const]);
  });
  return h.system({
    ...{ name, features, entity: "who", time: "asked", heads: {}, weights: {}, source: csv("rows.csv") },
    objective: unstated({ act: "call", otherwise: "skip" }),
    outcomes: { left: h.outcome({ within: "1d", history: (r) => r.left, changedByActing: false }) },
    rule: (f) => (f.any as never as ReturnType<typeof h.features>["any"] & { atLeast(n: number): never }).atLeast(3),
    policy: actIf({ threshold: 0.5 }),
  }) as SystemDefinition;
}

const journal = await sqliteJournal(join(folder, "journal"));
const values = await sqliteOnline(join(folder, "online.db"));
const ids = randomIds(randomBytes, Date.now);
const random = rng({ seed: 1, purpose: "bench" });

/** A view of all entities, each with 1 to 40 events in the last month; one of a thousand states is stored for each. */
async function fill(system: SystemDefinition): Promise<void> {
  const { about, streams } = onlinePlan(system);
  const { plan } = streams[0]!;
  const now = Date.now();
  const states = Array.from({ length: 1_000 }, () => {
    const state = new WindowState(plan);
    const times = Array.from({ length: 1 + random.integer(40) }, () => now - random.integer(30 * 24) * HOUR).sort();
    for (const at of times) {
      state.advance(at);
      state.take({
        time: at,
        knownAt: at,
        id: null,
        values: plan.inputs.map(({ kind }) => (kind === "text" ? `k${random.integer(9)}` : 100 * random.uniform())),
      });
    }
    return encodeWindowState(state);
  });
  const stand = { position: null, about, note: "" };
  for (let from = 0; from < entities; from += 20_000) {
    const writes = Array.from({ length: Math.min(20_000, entities - from) }, (_, i): OnlineWrite => {
      const state = states[(from + i) % states.length] as Uint8Array;
      return { stream: "orders", entity: String(from + i), state };
    });
    await values.move(system.name, { from: from === 0 ? null : stand, to: stand, writes });
  }
}

/** Waits until the disk has taken the view: what is measured next is reading, not what is still being written. */
function settle(): void {
  const file = openSync(join(folder, "online.db"), "r+");
  fsyncSync(file);
  closeSync(file);
}

/** Rank by popularity, Zipf with exponent 1.1, drawn by inverting its integral. */
function zipf(): number {
  const most = 1 - entities ** -0.1;
  return Math.min(entities - 1, Math.floor((1 - random.uniform() * most) ** -10) - 1);
}

function quantiles(took: readonly number[]): { readonly p50: number; readonly p99: number; readonly p999: number } {
  const sorted = [...took].sort((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor(share * (sorted.length - 1))] as number;
  return { p50: at(0.5), p99: at(0.99), p999: at(0.999) };
}

async function reads(what: string, draw: () => number, system: SystemDefinition) {
  const online = await onlineOf([system], { values, journal, clock: wallClock, ids });
  for (let i = 0; i < 5_000; i++) await online.seen(system, String(draw()));
  const took: number[] = [];
  for (let i = 0; i < 50_000; i++) {
    const who = String(draw());
    const start = performance.now();
    await online.seen(system, who);
    took.push(performance.now() - start);
  }
  return { what, ...quantiles(took) };
}

/** Pushes of a thousand events each, four under way at a time. */
async function pushes(system: SystemDefinition) {
  const online = await onlineOf([system], { values, journal, clock: wallClock, ids });
  const batch = () =>
    Array.from({ length: 1_000 }, () => ({
      who: zipf(),
      at: Date.now() - (random.uniform() < 0.05 ? random.integer(HOUR * 48) : 0),
      amount: 100 * random.uniform(),
      kind: `k${random.integer(9)}`,
    }));
  const made = Array.from({ length: 60 }, batch);
  let [events, next] = [0, 0];
  const end = performance.now() + 1_000 * seconds;
  const start = performance.now();
  const cpu = process.cpuUsage();
  const lane = async (): Promise<void> => {
    while (performance.now() < end) {
      const { accepted } = await online.push(system, {
        stream: "orders",
        events: made[next++ % made.length] as object[],
      });
      events += accepted;
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  await online.close();
  const { user, system: kernel } = process.cpuUsage(cpu);
  const took = (performance.now() - start) / 1_000;
  return { events, seconds: took, perSecond: events / took, cpuMicroseconds: (user + kernel) / events };
}

const before = await lookAround();
const system = systemOf("fifty", 50);
say(`a view of ${entities} entities`);
await fill(system);
settle();
const draws = {
  "entities by Zipf 1.1": zipf,
  "entities at random": () => random.integer(entities),
};
const read: Awaited<ReturnType<typeof reads>>[] = [];
for (const [what, draw] of Object.entries(draws))
  for (let run = 0; run < runs; run++) read.push(await reads(what, draw, system));
say(`pushing for ${seconds} s`);
const stored: Awaited<ReturnType<typeof pushes>>[] = [];
for (let run = 0; run < runs; run++) stored.push(await pushes(system));
const after = await lookAround();

const readLines = Object.keys(draws).flatMap((what): Line[] => {
  const those = read.filter((one) => one.what === what);
  const name = `read of 50 windows, ${entities.toLocaleString("en")} entities, ${what.replace("entities ", "")}`;
  return [
    { what: `${name}, p50`, value: median(those.map(({ p50 }) => p50)), unit: "ms" },
    { what: `${name}, p99`, value: median(those.map(({ p99 }) => p99)), unit: "ms", target: { below: 0.2 } },
  ];
});
const lines: readonly Line[] = [
  ...readLines,
  {
    what: "events pushed, each on disk",
    value: median(stored.map(({ perSecond }) => perSecond)),
    unit: "per s",
    target: { above: 50_000 },
  },
  { what: "a push, CPU", value: median(stored.map(({ cpuMicroseconds }) => cpuMicroseconds)), unit: "µs" },
  { what: "peak memory", value: process.resourceUsage().maxRSS / 1_024, unit: "MB" },
];
const noise = noiseLine([before, after]);
const measured: Measured = { lines, notes: [machineLine(before), ...(noise === undefined ? [] : [noise])] };
const about =
  "the windows of one entity read in process, and events pushed with each on disk before it is acknowledged";
console.log(tableOf({ name: "online", about, run: () => Promise.resolve(measured) }, measured));
const results = new URL("../results/", import.meta.url);
mkdirSync(results, { recursive: true });
const record = {
  benchmark: "online",
  about,
  at: new Date().toISOString(),
  machine,
  before,
  after,
  entities,
  ...measured,
};
writeFileSync(new URL("online.json", results), `${JSON.stringify(record, null, 2)}\n`);
await values.close();
await journal.close();
rmSync(folder, { recursive: true, force: true });
