import { afterEach, beforeEach, expect, test } from "vitest";
import { type VirtualClock, virtualClock } from "../../kernel/index.ts";
import { onQuality } from "../../system/index.ts";
import { wordTime } from "../../watch/index.ts";
import { bookKeptAt, type LoopPlace, openLoopPlace, retrainWith } from "../../watch/loop/loop-place.conformance.ts";
import type { KeptWatch } from "../up/kept-watch.ts";
import type { LoopCall } from "./loop-call.ts";
import { silentAlarms } from "./silent-alarms.ts";

const HOUR = 3_600_000;

let place: LoopPlace;
beforeEach(async () => {
  place = await openLoopPlace();
});
afterEach(() => place.remove());

const gap = (at: number) => ({
  ...{ kind: "calibration.gap", about: { part: "head", name: "risk" } as const, at, since: at - HOUR, says: "a gap" },
});

/** What is said of alarms where the last loop began then. */
async function saidOf(
  alarms: readonly ReturnType<typeof gap>[],
  begun: number,
  { clock, notedAt = clock.now() }: { readonly clock: VirtualClock; readonly notedAt?: number },
): Promise<readonly string[]> {
  const { state, registry } = place;
  await state.records.collection<Partial<KeptWatch>>("watches").insert("shop", { alarms, periodMs: HOUR } as KeptWatch);
  const retrain = retrainWith({ when: [onQuality()] });
  const call = { state, registry, clock, retrain, system: { name: "shop" } } as unknown as LoopCall;
  return await silentAlarms(call, bookKeptAt(notedAt, { begun: [begun] }));
}

test("an alarm that had its loop is said to have had it", async () => {
  const now = place.clock.now();
  expect(await saidOf([gap(now - 2 * HOUR)], now - HOUR, place)).toEqual([
    `calibration.gap of ${wordTime(now - 2 * HOUR)} begins nothing: a loop has begun since, on ${wordTime(now - HOUR)}.`,
  ]);
});

test("so is one of a clock that was ahead and is set back", async () => {
  const ahead = place.clock.now() + 365 * 24 * HOUR;
  const now = place.clock.now();
  const [said = ""] = await saidOf([gap(ahead - 2 * HOUR)], ahead - HOUR, { clock: virtualClock(now) });
  // As the triggers take them: both just now.
  expect(said).toContain(`begins nothing: a loop has begun since, on ${wordTime(now - 1)}`);
});

test("what is raised after that has had none, and nothing is said against it", async () => {
  const now = place.clock.now();
  const later = virtualClock(now + HOUR);
  // A look has kept when the clock was seen to be set back.
  expect(await saidOf([gap(now + HOUR)], now + 365 * 24 * HOUR, { clock: later, notedAt: now })).toEqual([]);
});
