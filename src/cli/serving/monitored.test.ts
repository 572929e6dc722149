import { afterEach, beforeEach, expect, test } from "vitest";
import { givenOf, sign } from "../../watch/alerts/shop.conformance.ts";
import { alertBook } from "../../watch/index.ts";
import { openServedShop, type ServedShop } from "../experiments/served-shop.conformance.ts";
import { type KeptWatch, WATCHES, watchBook } from "../up/kept-watch.ts";
import { monitoredIn } from "./monitored.ts";

let shop: ServedShop;
beforeEach(async () => {
  shop = await openServedShop();
  await shop.run("release", "shop", "rule");
});
afterEach(() => shop.remove());

const NOTHING = { page: 0, warning: 0, notice: 0 };

test("alerts, alarms and the last look are told as they are kept, and read anew every few seconds at most", async () => {
  const { clock } = shop;
  await shop.inState(async (_, state) => {
    const monitored = monitoredIn(state, { clock, who: "ada" });
    expect(await monitored()).toEqual([{ system: "shop", open: NOTHING, inAlarm: null, age: null }]);
    const kept: KeptWatch = {
      ...{ v: 1, system: "shop", periodMs: 1, through: 1, reference: null, state: [], alarms: [] },
      ...{ inAlarm: ["unitChange"], labels: { total: 0, day: 0, today: 0 } },
    };
    await state.records.collection<KeptWatch>(WATCHES).insert("shop", kept);
    await watchBook(state).keepBeat("shop", { at: clock.now(), pid: 1 });
    const [opened] = await alertBook({ state, clock, who: "ada" }).take(
      [sign("latency.risen", ["server", "shop"], { reach: 0.01, says: "it is slow" })],
      givenOf(),
    );
    clock.advance(1_000);
    expect((await monitored())[0]?.inAlarm).toBeNull();
    clock.advance(4_000);
    const open = { ...NOTHING, [opened!.alert.level]: 1 };
    expect(await monitored()).toEqual([{ system: "shop", open, inAlarm: 1, age: 5 }]);
    clock.advance(2_000);
    expect((await monitored())[0]?.age).toBe(7);
  });
});

test("a state that cannot be read is told as it was", async () => {
  const { clock } = shop;
  const monitored = await shop.inState(async (_, state) => {
    const ask = monitoredIn(state, { clock, who: "ada" });
    await ask();
    return ask;
  });
  clock.advance(60_000);
  expect(await monitored()).toEqual([{ system: "shop", open: NOTHING, inAlarm: null, age: null }]);
});
