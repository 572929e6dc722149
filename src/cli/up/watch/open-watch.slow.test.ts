import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { contract, csv, flag, number } from "../../../data/index.ts";
import { rng, type VirtualClock, virtualClock } from "../../../kernel/index.ts";
import { unstated } from "../../../objective/index.ts";
import { actIf } from "../../../policy/index.ts";
import * as presets from "../../../presets.ts";
import type { Envelope } from "../../../records/index.ts";
import { registryOf } from "../../../registry/index.ts";
import { on } from "../../../system/index.ts";
import { alertBook } from "../../../watch/index.ts";
import { START } from "../../../watch/seen/made-up.conformance.ts";
import { askedOf, reportOf } from "../../../watch/seen/reader/reader.conformance.ts";
import { watchBook } from "../kept-watch.ts";
import { isRaced, type OpenWatchOptions, openWatch } from "./open-watch.ts";

const [HOUR, DAY] = [3_600_000, 86_400_000];
const PER_DAY = 400;
const { signal } = new AbortController();

const h = on(contract({ id: number({ unique: true }), visits: number(), bought: flag({ known: "after" }) }));
const shop = h.system({
  name: "shop",
  source: csv("rows.csv"),
  entity: "id",
  objective: unstated({ act: "mail", otherwise: "skip" }),
  outcomes: { bought: h.outcome({ within: "3h", history: (r) => r.bought, changedByActing: false }) },
  features: h.features((r) => ({ visits: r.visits })),
  rule: (f) => f.visits.atLeast(5),
  heads: {},
  weights: {},
  policy: actIf({ threshold: 0.5 }),
  monitors: { period: "6h" },
});

type LocalState = Awaited<ReturnType<typeof presets.openState>>;
let folder: string;
let clock: VirtualClock;
let state: LocalState;
const openIn = async (name: string): Promise<LocalState> => presets.openState(join(folder, name), { create: true });
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "alidade-watch-"));
  clock = virtualClock(START);
  state = await openIn("state");
});
afterEach(async () => {
  await state.close();
  await rm(folder, { recursive: true });
});

/** Customers at even distances, of whom half buy within the hour. */
async function serve(days: number): Promise<void> {
  const draws = rng({ seed: 1, time: clock.now(), purpose: "customers" });
  const entries = Array.from({ length: days * PER_DAY }, (_, i): readonly Envelope[] => {
    const inputs = { given: { visits: draws.integer(10) }, features: { visits: draws.integer(10) }, heads: {} };
    const of = askedOf(`d${clock.now()}-${i}`, clock.now() + (i * DAY) / PER_DAY, { ...inputs, p: 1 });
    return draws.uniform() < 0.5 ? [of, reportOf(of, 60_000)] : [of];
  });
  await state.journal.append(entries.flat());
  clock.advance(days * DAY + 120_000);
}

const watchOn = (change: Partial<OpenWatchOptions> = {}) => {
  const registry = registryOf({ state, clock, who: "alidade" });
  return openWatch({ system: shop, file: "shop.mts", state, registry, clock, ports: presets.modelPorts(), ...change });
};

/** Real time that stands still: little is due to be kept. And such that goes by. */
const still = { isHurried: true, stopwatch: () => 0 };
const passing = counting();
function counting(): () => number {
  let seconds = 0;
  return () => 1_000 * seconds++;
}

/** How it stands, with all that the monitors know. */
const stands = async () => {
  await watchOn({ stopwatch: passing }).look(signal);
  const book = watchBook(state);
  const { kept } = await book.read("shop");
  const alerts = await alertBook({ state, clock, who: "ada" }).alerts();
  const told = await registryOf({ state, clock, who: "ada" }).history("shop");
  return { kept, monitors: await book.monitors(kept), alerts, told: told.filter(({ what }) => /^alert/.test(what)) };
};

test("where nothing was learned yet, what needs no reference is watched, and silence is one alert", async () => {
  await serve(10);
  const watch = watchOn();
  expect(await watch.look(signal)).toMatchObject({ periods: 40, alarms: [], changes: [] });
  clock.advance(2 * DAY);
  const { changes } = await watch.look(signal);
  expect(changes.map(({ what }) => what)).toContain("opened");
  const { alerts, kept } = await stands();
  expect(alerts).toMatchObject([{ status: "open", cause: { part: "server", name: "shop" } }]);
  expect(kept).toMatchObject({ reference: null, through: START + 12 * DAY });
  expect(kept?.labels.total).toBeGreaterThan(100);
  expect((await watch.look(signal)).periods).toBe(0);
  // Silence that goes on keeps its alert open, however often it is looked at.
  clock.advance(3 * DAY);
  expect(await watch.look(signal)).toMatchObject({ periods: 12, alarms: [] });
  const still = (await stands()).alerts;
  expect(still).toMatchObject([{ id: alerts[0]?.id, status: "open", at: START + 15 * DAY }]);
});

test.each(["the same process", "another", "another each time"])(
  "a clock that was ahead and is set back: %s shows traffic and counts labels on",
  async (who) => {
    clock.advance(300 * DAY);
    await serve(4);
    const moving = { now: () => clock.now() };
    const first = watchOn({ clock: moving });
    await first.look(signal);
    const before = (await watchBook(state).read("shop")).kept!;
    expect(before.through).toBeGreaterThan(START + 303 * DAY);
    clock = virtualClock(START);
    const next = who === "the same process" ? first : watchOn({ clock: moving });
    await next.look(signal);
    const watch = who === "another each time" ? watchOn({ clock: moving }) : next;
    await serve(2);
    const { periods } = await watch.look(signal);
    expect(periods).toBe(8);
    expect(watch.now?.traffic.read(clock.now()).perMinute.reduce((sum, n) => sum + n, 0)).toBeGreaterThan(0);
    const { kept } = await watchBook(state).read("shop");
    expect(kept?.through).toBe(START + 2 * DAY);
    expect(kept!.labels.total).toBeGreaterThan(before.labels.total + PER_DAY / 2);
    // What lies in the future is not taken anew by whoever begins later.
    expect((await watchOn({ clock: moving }).look(signal)).periods).toBe(0);
  },
);

test("what monitors know is not kept with every quiet period, and nothing rests on when it is", async () => {
  await serve(4);
  let puts = 0;
  const counted = {
    ...state,
    blobs: {
      ...state.blobs,
      put: async (key: string, bytes: Uint8Array) => {
        if (/^watches\/.*\/[0-9a-f]{24}\.jsonl$/.test(key)) puts++;
        await state.blobs.put(key, bytes);
      },
    },
  } as LocalState;
  const never = watchOn({ state: counted, ...still });
  expect((await never.look(signal)).periods).toBe(16);
  // The first, and each eighth after it: of two days every period is counted somewhere.
  expect(puts).toBe(2);
  const { kept } = await watchBook(state).read("shop");
  expect(kept).toMatchObject({ through: START + 4 * DAY, stateThrough: START + 9 * 6 * HOUR });
  expect(kept?.labels.total).toBeGreaterThan(100);
  const half = await stands();
  expect(half.kept).toEqual({ ...kept, state: half.kept?.state, stateThrough: undefined });
  expect(half.monitors?.last?.to).toBe(START + 4 * DAY);
  await state.close();
  state = await openIn("other");
  clock = virtualClock(START);
  await serve(4);
  await watchOn({ stopwatch: passing }).look(signal);
  expect((await stands()).monitors).toEqual(half.monitors);
});

test("what is not kept yet is kept when nobody looks any more, or whoever looks is told to end", async () => {
  await serve(4);
  const ended = watchOn(still);
  await ended.look(signal);
  const book = watchBook(state);
  const readTo = async () => {
    const { kept } = await book.read("shop");
    return { through: kept?.through, last: (await book.monitors(kept))?.last?.to, behind: kept?.stateThrough };
  };
  expect(await readTo()).toMatchObject({ through: START + 4 * DAY, last: START + 9 * 6 * HOUR });
  await ended.keep();
  expect(await readTo()).toEqual({ through: START + 4 * DAY, last: START + 4 * DAY, behind: undefined });
  await serve(4);
  const stop = new AbortController();
  let periods = 0;
  const onPeriod = () => void (++periods === 5 && stop.abort());
  await expect(watchOn({ ...still, onPeriod }).look(stop.signal)).rejects.toThrow("aborted");
  const fifth = START + 4 * DAY + 5 * 6 * HOUR;
  expect(await readTo()).toEqual({ through: fifth, last: fifth, behind: undefined });
});

test("killed while it takes periods again, it takes the rest of them the next time", async () => {
  await serve(4);
  await watchOn(still).look(signal);
  // Seven periods were taken since the state was kept; the first of them is taken again, and kept.
  const onPeriod = (): never => {
    throw new Error("killed");
  };
  await expect(watchOn({ stopwatch: passing, onPeriod }).look(signal)).rejects.toThrow("killed");
  const { kept } = await watchBook(state).read("shop");
  expect(kept).toMatchObject({ through: START + 4 * DAY, stateThrough: START + 10 * 6 * HOUR });
  const half = await stands();
  await state.close();
  state = await openIn("other");
  clock = virtualClock(START);
  await serve(4);
  await watchOn({ stopwatch: passing }).look(signal);
  expect(half.monitors).toEqual((await stands()).monitors);
});

test("an empty journal has nothing to say", async () => {
  expect(await watchOn().look(signal)).toEqual({ periods: 0, alarms: [], changes: [], tended: [] });
});

test("a second watch of the same system does nothing twice", async () => {
  await serve(2);
  const [one, other] = [watchOn({ stopwatch: passing }), watchOn({ stopwatch: passing })];
  await one.look(signal);
  await other.look(signal);
  await serve(1);
  await one.look(signal);
  await expect(other.look(signal)).rejects.toSatisfy(isRaced);
  expect((await other.look(signal)).periods).toBe(0);
  expect((await stands()).kept?.through).toBe(START + 3 * DAY);
});

/** Calls until it dies; counts on. */
function dying(state: LocalState, killAt: number): LocalState {
  let calls = 0;
  const dies = <A extends readonly unknown[], R>(work: (...args: A) => Promise<R>) => {
    return async (...args: A): Promise<R> => {
      if (++calls === killAt) throw new Error("killed");
      const done = await work(...args);
      if (++calls === killAt) throw new Error("killed");
      return done;
    };
  };
  const { records, blobs } = state;
  const transaction = dies(records.transaction) as typeof records.transaction;
  const collection: typeof records.collection = (name) => {
    const all = records.collection<never>(name);
    return { ...all, insert: dies(all.insert), compareAndSet: dies(all.compareAndSet) } as never;
  };
  return {
    ...state,
    blobs: { ...blobs, put: dies(blobs.put), delete: dies(blobs.delete) },
    records: { ...records, collection, transaction },
  };
}

test("killed before and after its writes, it goes on where it was, loses nothing and does nothing twice", async () => {
  await serve(10);
  await watchOn({ ...still }).look(signal);
  clock.advance(3 * DAY);
  await state.close();
  await cp(join(folder, "state"), join(folder, "whole"), { recursive: true });
  state = await openIn("whole");
  await watchOn().look(signal);
  const whole = await stands();
  expect(whole.alerts).toHaveLength(1);
  await state.close();
  state = await openIn("state");
  let kills = 0;
  for (let isThrough = false; !isThrough; )
    isThrough = await watchOn({ state: dying(state, ++kills), ...still })
      .look(signal)
      .then(() => true)
      .catch((thrown) => {
        expect(thrown).toMatchObject({ message: "killed" });
        return false;
      });
  expect(kills).toBeGreaterThan(20);
  expect(await stands()).toEqual(whole);
});
