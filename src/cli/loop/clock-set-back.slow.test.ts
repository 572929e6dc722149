import { afterEach, beforeEach, expect, test } from "vitest";
import { type Desk, openDesk } from "../host/host.conformance.ts";
import { QUICK, rows, systemWith } from "./shop.conformance.ts";

const DAY = 86_400_000;

let desk: Desk;
let now: number;
const clock = { now: () => now };
beforeEach(async () => {
  desk = await openDesk();
  now = Date.UTC(2026, 0, 1);
  await desk.write("rows.csv", rows(1_200));
  await desk.write("shop.mts", systemWith(`retrain: { ${QUICK} },`));
}, 60_000);
afterEach(() => desk.remove());

const retrain = async (...more: readonly string[]) =>
  JSON.parse((await desk.runWith({ clock }, "retrain", "shop.mts", ...more, "--json")).out);
const plan = () => desk.inState(clock, async (registry) => (await registry.currentPlan("shop"))!);

test("a clock that was ahead and is set back: a canary begins its step anew, and a test lasts its longest from then on", async () => {
  const real = now;
  now += 365 * DAY;
  expect((await retrain("--now", "--wait")).loop).toMatchObject({ stage: "canary", end: null });
  const canary = await plan();
  now = real;
  expect((await retrain("--wait")).loop).toMatchObject({
    stage: "canary",
    says: expect.stringMatching(/begins anew$/),
  });
  expect(await plan()).toMatchObject({ at: real, allocations: canary.allocations, ramp: canary.ramp });
  // The next stage is on a clock that is ahead once more.
  now = real + 300 * DAY;
  expect((await retrain("--wait")).loop).toMatchObject({ stage: "test", end: null });
  now = real + DAY;
  expect((await retrain("--wait")).loop).toMatchObject({ stage: "test", end: null });
  now = real + 20 * DAY;
  expect((await retrain("--wait")).loop).toMatchObject({ stage: "test", end: null });
  now = real + 21 * DAY;
  expect((await retrain("--wait")).loop.end).toMatchObject({
    kind: "refused",
    why: expect.stringMatching(/could not tell within 20d/),
  });
  expect((await plan()).allocations).toMatchObject([{ arm: "champion", release: canary.ramp?.champion }]);
}, 60_000);
