import { describe, expect, test } from "vitest";
import { memoryOnline } from "../backends/index.ts";
import { contract, csv, flag, number, pushed, time } from "../data/index.ts";
import { unstated } from "../objective/index.ts";
import { actIf } from "../policy/index.ts";
import { on, stream } from "../system/index.ts";
import { closeBenches, openBench } from "../train/clinic.conformance.ts";
import { deciderOf, loadState, type Online, onlineOf, replay } from "./index.ts";
import { plain, system } from "./served.conformance.ts";

closeBenches();

const HOUR = 3_600_000;
const START = 1_700_000_000_000 - (1_700_000_000_000 % HOUR);

/** A clock that somebody sets. */
const setClock = () => {
  let at = START;
  const set = (to: number): void => {
    at = to;
  };
  return { now: () => at, set };
};

describe("a clock that is set back", () => {
  test("makes no id twice and gives nothing twice of a budget, and every decision replays", async () => {
    const { state, registry } = await openBench();
    const { journal, counters, ids } = state;
    const limited = { ...system, holdback: 0, limits: { call: { most: 2, per: "1h" } } } as typeof system;
    const clock = setClock();
    const open = () => deciderOf([limited], { registry, journal, counters, clock, ids, stopwatch: () => 0 });
    const decider = await open();
    const serving = await loadState(limited, decider.serving(limited.name)!.plan, { registry });
    const made: string[] = [];
    const acted = async (of: typeof decider, times: number): Promise<number> => {
      let count = 0;
      for (let i = 0; i < times; i++) {
        const record = await of.decide(limited, { entity: `p${i}`, given: plain });
        expect(replay(record, serving)).toEqual({ same: true, differs: [] });
        expect(record.at).toBe(clock.now());
        made.push(record.id);
        if (record.body.acted) count++;
      }
      return count;
    };
    clock.set(START + 5 * HOUR);
    expect(await acted(decider, 3)).toBe(2);
    clock.set(START + 3 * HOUR);
    expect(await acted(decider, 3)).toBe(0);
    // Not by a restart either.
    expect(await acted(await open(), 3)).toBe(0);
    clock.set(START + 6 * HOUR);
    expect(await acted(decider, 3)).toBe(2);
    expect(new Set(made).size).toBe(made.length);
  });

  test("takes nothing back of what the windows over a stream have seen, not even after a restart", async () => {
    const visit = contract({ patient: number(), at: time({ format: "milliseconds" }), cost: number() });
    const visits = stream({ contract: visit, source: pushed(), entity: "patient", time: "at" });
    const rows = contract({ patient: number(), day: time({ missing: 1 }), back: flag({ known: "after" }) });
    const h = on(rows, { streams: { visits } });
    const streamed = h.system({
      name: "clinic",
      source: csv("clinic.csv"),
      entity: "patient",
      time: "day",
      objective: unstated({ act: "call", otherwise: "skip" }),
      outcomes: { back: h.outcome({ within: "1d", history: (r) => r.back, changedByActing: false }) },
      features: h.features((_, from) => ({
        count: from.visits.count({ within: "1d" }),
        sum: from.visits.sum((e) => e.cost),
      })),
      rule: (f) => f.count.atLeast(3),
      heads: {},
      weights: {},
      policy: actIf({ threshold: 0.5 }),
    });
    const { state } = await openBench();
    const { journal, ids } = state;
    const clock = setClock();
    const values = memoryOnline();
    const open = () => onlineOf([streamed], { values, journal, clock, ids });
    const push = (online: Online, cost: number) =>
      online.push(streamed, { stream: "visits", events: [{ patient: 1, at: clock.now() - 1_000, cost }] });
    const seen = async (online: Online) => {
      const found = (await online.seen(streamed, "1"))!;
      return { windows: Object.values(found.windows), at: found.at, unavailable: found.unavailable };
    };
    const online = await open();
    await push(online, 5);
    const before = await seen(online);
    expect(before).toMatchObject({ windows: [1, 5], unavailable: undefined });
    clock.set(START - 2 * HOUR);
    expect(await seen(online)).toEqual(before);
    await push(online, 7);
    const later = await seen(online);
    expect([later.windows, later.at > before.at]).toEqual([[2, 12], true]);
    await online.close();
    const again = await open();
    expect((await seen(again)).windows).toEqual([2, 12]);
    expect((await seen(again)).at).toBeGreaterThanOrEqual(later.at);
    await again.close();
  });
});
