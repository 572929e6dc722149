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
    const served = { system: "shop", registry, periodMs: HOUR };
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
