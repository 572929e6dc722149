import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as presets from "../../presets.ts";
import { openServedShop, type ServedShop } from "../experiments/served-shop.conformance.ts";
import { loadSystem } from "../load-system.ts";
import { openWatch } from "../up/watch/open-watch.ts";

const HOUR = 3_600_000;
let shop: ServedShop;
beforeAll(async () => {
  shop = await openServedShop();
  await shop.run("release", "shop", await shop.model(0.9), "--unchecked", "--why", "to be watched");
  await shop.serve({ days: 9, perDay: 100, first: "c", entities: 300 });
});
afterAll(() => shop.remove());

/** Has monitors look once, as `alidade up` does all the time. */
const look = () =>
  shop.inState(async (registry, state) => {
    const { system } = await loadSystem("shop", shop.folder);
    const of = { system, file: "shop", clock: shop.clock, ports: presets.modelPorts(), periodMs: 6 * HOUR };
    return await openWatch({ ...of, state, registry }).look(new AbortController().signal);
  });
const text = async (...argv: readonly string[]) => (await shop.run(...argv)).out.replace(/\s+/g, " ");

describe.sequential("alidade monitors", () => {
  test("before the first look it says what would be watched, and how to look", async () => {
    const out = await text("monitors", "shop");
    expect(out).toContain("Nothing was watched yet.");
    expect(out).toContain("alidade up shop/system.mts --once");
    expect(out).toContain("inputDrift an input whose values are not those usual at such a time");
    expect(await shop.json("monitors", "shop")).toMatchObject({ lookedAt: null, reference: null, readings: [] });
  });

  test("afterwards what is quiet, what waits, when it looked, and what was read last", async () => {
    await look();
    const out = await text("monitors", "shop");
    expect(out).toMatch(/Quiet: \d+ monitors read, and none is in alarm\./);
    expect(out).toContain("Compared with nothing: nothing was learned");
    expect(out).toMatch(/Looked last 0 s ago, by process \d+/);
    expect(out).toMatch(/Waiting for something to read .*inputDrift/);
    expect(out).toContain("25 decisions came");
    const told = await shop.json("monitors", "shop");
    const stateOf = (of: string) => told.monitors.find(({ name }: { name: string }) => name === of);
    expect(stateOf("freshness")).toMatchObject({ state: "quiet", things: 2, alarms: [], lastAlarm: null });
    expect(stateOf("freshness").nearest.nearness).toBeLessThan(1);
    expect(stateOf("inputDrift")).toMatchObject({ state: "waiting", things: 0, nearest: null });
  });

  test("one in detail: its settings, its readings, and how they went over the periods that are kept", async () => {
    const out = await text("monitors", "shop", "--monitor", "actionRates");
    expect(out).toContain("Notices actions.shifted, actions.over-limit, actions.over-capacity");
    expect(out).toContain("Settings slack: 0.1");
    expect(out).toMatch(/Over the periods that are kept .*actions\.shifted of action\/act.*[▁-█]{4}/);
    const { monitors, readings } = await shop.json("monitors", "shop", "--monitor", "actionRates");
    expect(monitors).toHaveLength(1);
    expect(new Set(readings.map(({ monitor }: { monitor: string }) => monitor))).toEqual(new Set(["actionRates"]));
  });

  test("a period that is called good is compared with from then on, stands in the history, and can be taken back", async () => {
    expect(await text("monitors", "good", "shop")).toContain("No period is called good");
    const called = await shop.json(
      "monitors",
      "good",
      "shop",
      "--from",
      "2026-01-02",
      "--to",
      "2026-01-07",
      "--why",
      "calm",
    );
    expect(called).toMatchObject({ good: { by: "ada", why: "calm" }, decisions: 500 });
    expect(called.to - called.from).toBe(5 * 24 * HOUR);
    await shop.serve({ days: 1, perDay: 100, first: "d", entities: 300 });
    await look();
    const { reference, monitors } = await shop.json("monitors", "shop");
    expect(reference).toMatchObject({ id: called.good.reference, says: expect.stringContaining("good") });
    expect(monitors.find(({ name }: { name: string }) => name === "inputDrift").things).toBeGreaterThan(0);
    expect(await text("monitors", "shop")).toContain("Called good calm (ada, 2026-01-10");
    expect((await shop.json("monitors", "good", "shop", "--none")).good).toBeNull();
    const { events } = await shop.json("history", "shop", "--events");
    const named = events.filter(({ what }: { what: string }) => what.startsWith("monitors."));
    expect(named.map(({ what, by, why }: Record<string, string>) => [what, by, why]).toSorted()).toEqual([
      ["monitors.good", "ada", "calm"],
      ["monitors.none-good", "ada", "no longer good"],
    ]);
  });

  test.each([
    [["monitors", "shop", "--monitor", "inputdrift"], 3, "Did you mean"],
    [["monitors", "good", "shop", "--to", "now"], 2, "needs its beginning"],
    [["monitors", "good", "shop", "--from", "1d", "--to", "2d"], 2, "ends after it begins"],
    [["monitors", "good", "shop", "--from", "soon"], 2, "A time is a date"],
    [["monitors", "good", "shop", "--none", "--from", "1d"], 2, "Either a period is good"],
    [["monitors", "good", "shop", "--from", "2020-01-01", "--to", "2020-01-02"], 3, "at least one"],
  ])("%j ends with %i", async (argv, exit, words) => {
    const ran = await shop.run(...argv);
    expect([ran.exit, ran.err]).toEqual([exit, expect.stringContaining(words)]);
  });

  test("a period in which other models served is not good for those that serve now", async () => {
    await shop.run("release", "shop", await shop.model(0.1), "--unchecked", "--why", "another");
    const ran = await shop.run("monitors", "good", "shop", "--from", "2026-01-02", "--to", "2026-01-07");
    expect([ran.exit, ran.err]).toEqual([3, expect.stringContaining("It made 0 of 500")]);
  });
});
