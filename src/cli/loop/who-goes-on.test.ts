import { afterEach, beforeEach, expect, test } from "vitest";
import * as presets from "../../presets.ts";
import { startLoops } from "../../watch/index.ts";
import { type LoopPlace, openLoopPlace } from "../../watch/loop/loop-place.conformance.ts";
import { isLookedAfter, wordGoesOn } from "./who-goes-on.ts";

let place: LoopPlace;
beforeEach(async () => {
  place = await openLoopPlace();
});
afterEach(() => place.remove());

test("a loop is looked after while somebody has its next look before him, and no longer", async () => {
  const { state, clock, registry } = place;
  const { records } = state;
  const asked = (name: string) => isLookedAfter({ system: { name }, state, clock, backends: async () => presets });
  expect(await asked("shop")).toBe(false);
  const jobs = presets.recordJobs({ records, clock });
  const one = { system: { name: "shop" }, steps: {} as never, facts: async () => ({}) as never };
  await startLoops({ systems: [one], jobs, records, registry, clock });
  expect([await asked("shop"), await asked("other")]).toEqual([true, false]);
  // Nobody has taken it for minutes: whoever added it is gone.
  clock.advance(5 * 60_000);
  expect(await asked("shop")).toBe(false);
});

test("says who goes on, and how somebody else may", () => {
  expect(wordGoesOn({ isLookedAfter: true, hand: undefined }, "shop.mts")).toMatch(
    /^`alidade up` goes on with it.*`alidade retrain shop\.mts --wait`/,
  );
  expect(wordGoesOn({ isLookedAfter: false, hand: undefined }, "shop.mts")).toMatch(
    /^No `alidade up`.*`alidade up shop\.mts`.*`alidade retrain shop\.mts --wait`/,
  );
  const hand = { pid: 12, host: "here", since: Date.UTC(2026, 0, 1, 12), command: "retrain" } as const;
  expect(wordGoesOn({ isLookedAfter: false, hand }, "shop.mts", "here")).toMatch(/^Process 12 goes on with it, since/);
  expect(wordGoesOn({ isLookedAfter: true, hand: { ...hand, command: "up" } }, "shop.mts", "here")).toMatch(
    /^`alidade up` \(process 12\) works at it since/,
  );
  expect(wordGoesOn({ isLookedAfter: true, hand }, "shop.mts", "there")).toMatch(/^Process 12 of here goes on with it/);
});
