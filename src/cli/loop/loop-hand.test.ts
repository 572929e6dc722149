import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, expect, test } from "vitest";
import { virtualClock } from "../../kernel/index.ts";
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
  expect([came, await handOn(around())]).toEqual([{ kind: "done", result: "done" }, undefined]);
  const failed = inHand(around(), async () => {
    throw new Error("no");
  });
  await expect(failed).rejects.toThrow("no");
  expect(await handOn(around())).toBeUndefined();
});

test("one works at a loop at a time: whoever comes meanwhile does nothing and is told who does", async () => {
  const other = { ...around(), clock: virtualClock(place.clock.now() + 1_000) };
  await inHand(
    around(),
    async () => {
      const late = await inHand(other, () => Promise.reject(new Error("it worked at it")));
      expect(late).toEqual({ kind: "taken", by: await handOn(around()) });
      expect(late).toMatchObject({ by: { pid: process.pid, since: place.clock.now(), command: "up" } });
      // What came too late takes nothing away when it goes.
      expect(await handOn(around())).toBeDefined();
    },
    "up",
  );
  expect(await inHand(other, async () => "its turn")).toEqual({ kind: "done", result: "its turn" });
});

test("of many that come at once, one works at the loop", async () => {
  let working = 0;
  const work = async () => {
    working++;
    await sleep(50);
    return working;
  };
  const came = await Promise.all(Array.from({ length: 8 }, () => inHand(around(), work)));
  expect(came.filter(({ kind }) => kind === "done")).toEqual([{ kind: "done", result: 1 }]);
  expect(came.filter(({ kind }) => kind === "taken")).toHaveLength(7);
});

test("a hand that an earlier process of the same number left behind, as in a container that came back, is nobody's", async () => {
  const { collection } = place.state.records;
  await inHand(around(), async () => {
    const hands = collection<object>("loop-hands");
    const left = (await hands.get("shop"))!;
    await hands.compareAndSet("shop", left.version, {
      ...left.value,
      token: "theirs",
      thread: performance.timeOrigin - 1,
    });
  });
  expect(await handOn(around(), { host: "elsewhere" })).toBeDefined();
  expect(await handOn(around())).toBeUndefined();
  expect(await inHand(around(), async () => "mine")).toMatchObject({ kind: "done" });
});

test("a process that was killed is not named: at once on its machine, and elsewhere when it has said nothing for a while", async () => {
  await inHand(around(), async () => {
    expect(await handOn(around(), { runs: () => false })).toBeUndefined();
    expect(await handOn(around(), { host: "elsewhere", runs: () => false })).toMatchObject({ pid: process.pid });
    place.clock.advance(60_000);
    expect(await handOn(around(), { host: "elsewhere" })).toBeUndefined();
  });
});
