import { afterEach, beforeEach, expect, test } from "vitest";
import { type LoopPlace, openLoopPlace } from "../../watch/loop/loop-place.conformance.ts";
import { handOn, inHand } from "./loop-hand.ts";

let place: LoopPlace;
beforeEach(async () => {
  place = await openLoopPlace();
});
afterEach(() => place.remove());

const around = (name = "shop") => ({ system: { name }, state: place.state, clock: place.clock });

test("others see which process goes on with a loop, for as long as it does", async () => {
  expect(await handOn(around())).toBeUndefined();
  const came = await inHand(around(), async () => {
    expect(await handOn(around())).toMatchObject({ pid: process.pid, since: place.clock.now() });
    expect(await handOn(around("other"))).toBeUndefined();
    return "done";
  });
  expect([came, await handOn(around())]).toEqual(["done", undefined]);
  const failed = inHand(around(), async () => {
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect(await handOn(around())).toBeUndefined();
});

test("a process that was killed is not named: at once on its machine, and elsewhere when it has said nothing for a while", async () => {
  await inHand(around(), async () => {
    expect(await handOn(around(), { runs: () => false })).toBeUndefined();
    expect(await handOn(around(), { host: "elsewhere", runs: () => false })).toMatchObject({ pid: process.pid });
    place.clock.advance(60_000);
    expect(await handOn(around(), { host: "elsewhere" })).toBeUndefined();
  });
});
