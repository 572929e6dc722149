import { afterEach, beforeEach, expect, test } from "vitest";
import { type VirtualClock, virtualClock } from "../../kernel/index.ts";
import { champion, stocked } from "../../registry/shop.conformance.ts";
import { type Desk, openDesk } from "../host/host.conformance.ts";
import { servesSince, timelyAlarms } from "./timely-alarms.ts";

const HOUR = 3_600_000;
const START = Date.UTC(2026, 0, 1);

let desk: Desk;
let clock: VirtualClock;
beforeEach(async () => {
  desk = await openDesk();
  clock = virtualClock(START);
});
afterEach(() => desk.remove());

test("alarms count from the first whole period of what serves now; another plan of the same release changes nothing", async () => {
  await desk.inState(clock, async (registry) => {
    const served = { system: "shop", registry, periodMs: HOUR, now: START + 4 * HOUR };
    // Each of the hour before it.
    const alarms = [0, 1, 2, 3, 4].map((hours) => ({ at: START + hours * HOUR }));
    expect(await servesSince(served)).toBeNull();
    expect(await timelyAlarms(alarms, served)).toEqual(alarms);
    const { rule, model } = await stocked(registry);
    await registry.changePlan("shop", 0, { allocations: [champion(rule)], why: "begin" });
    clock.advance(1.5 * HOUR);
    await registry.changePlan("shop", 1, { allocations: [champion(model)], why: "ship" });
    clock.advance(HOUR);
    await registry.changePlan("shop", 2, { allocations: [champion(model)], why: "again" });
    expect(await servesSince(served)).toBe(START + 1.5 * HOUR);
    expect(await timelyAlarms(alarms, served)).toEqual(alarms.slice(3));
    expect(await timelyAlarms(alarms, { ...served, periodMs: HOUR / 2 })).toEqual(alarms.slice(2));
  });
});

test("alarms count where what serves was released on a clock that was ahead and is set back", async () => {
  clock.advance(300 * 24 * HOUR);
  const ahead = clock.now();
  await desk.inState(clock, async (registry) => {
    const { model } = await stocked(registry);
    await registry.changePlan("shop", 0, { allocations: [champion(model)], why: "begin" });
    // One of before it was released, on the same clock, and one that is raised now.
    const alarms = [{ at: ahead - HOUR }, { at: START + HOUR }];
    const served = { system: "shop", registry, periodMs: HOUR };
    expect(await timelyAlarms(alarms, { ...served, now: START + 2 * HOUR })).toEqual(alarms.slice(1));
    expect(await timelyAlarms(alarms, { ...served, now: ahead })).toEqual([]);
  });
});
