import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { registryOf } from "../../../registry/index.ts";
import { openShop, type Shop } from "../../../registry/shop.conformance.ts";
import { alertTimes, settleAlerts } from "../../../system/index.ts";
import type { Symptom } from "../alert.ts";
import { DAY, event, givenOf, HOUR, NOON, shopOf, sign } from "../shop.conformance.ts";
import { alertBook } from "./alert-book.ts";
import type { AlertBook } from "./book.ts";
import { silencing } from "./silence.ts";

let shop: Shop;
let book: AlertBook;
const given = givenOf();
const times = alertTimes(settleAlerts({ channels: { one: { channel: "terminal" }, two: { channel: "terminal" } } }));

beforeEach(async () => {
  shop = await openShop();
  shop.clock.advance(NOON + HOUR - shop.clock.now());
  book = bookOf("alidade");
});
afterEach(() => shop.remove());

const bookOf = (who: string, state = shop.state) => alertBook({ state, clock: shop.clock, who });
const field = (name: string, of?: Partial<Symptom>) => sign("input.shifted", ["field", name], of);
const score = (of?: Partial<Symptom>) => sign("score.collapsed", ["score", "shop"], of);
const history = async () => (await shop.registry.history("shop")).map(({ what }) => what);

describe("symptoms", () => {
  test("open one alert, which says what, how bad, why and what next", async () => {
    const [change, ...more] = await book.take(
      [score({ reach: 0.6 }), field("f1", { says: "f1 is 100 times as large" })],
      given,
    );
    expect(more).toEqual([]);
    expect(change?.what).toBe("opened");
    expect(change?.alert).toMatchObject({
      id: expect.stringMatching(/^alr_[0-9a-f]{16}$/),
      status: "open",
      level: "page",
      cause: { part: "field", name: "f1" },
      what: "f1 is 100 times as large",
      since: NOON,
      // A decision gains 40 dollars at most: half of a hundred is saved by a call that costs ten.
      harm: { money: 0.6 * 10_000 * 40, currency: "USD", entities: 6_000 },
      next: expect.arrayContaining(["alidade incident compare system.mts --bad 2026-11-20T12:00..2026-11-20T13:00"]),
      count: 2,
    });
    expect(await history()).toEqual(["alert.opened"]);
  });

  test("a thousand of one cause make one alert, in one go or one by one over a day", async () => {
    const wide = givenOf(shopOf(30));
    let told = 0;
    const takeAll = async (symptoms: readonly Symptom[]) => {
      told += symptoms.length;
      await book.take(symptoms, wide);
    };
    await takeAll([score()]);
    for (let hour = 0; hour < 24; hour++) {
      const at = NOON + (hour + 1) * HOUR;
      const names = Array.from({ length: 30 }, (_, i) => `f${i}`);
      await takeAll(names.map((name) => field(name, { at })));
      await takeAll(
        names.slice(0, 10).map((name) => sign("input.missing", ["feature", name], { since: at - HOUR, at })),
      );
      await takeAll([
        score({ since: at - HOUR, at: at + 1 }),
        sign("action.shifted", ["action", "call"], { since: at - HOUR, at }),
      ]);
    }
    const [only, ...more] = await book.alerts({ system: "shop" });
    expect(more.filter(({ status }) => status !== "closed")).toEqual([]);
    expect([only?.cause, only?.count, only?.symptoms.length]).toEqual([{ part: "data", name: "shop.csv" }, told, 42]);
    expect(told).toBeGreaterThan(1_000);
  });

  test("further up that come later move the alert to the cause, with the same id", async () => {
    const [first] = await book.take([score()], given);
    const [moved, ...more] = await book.take([field("f1")], given);
    expect(more).toEqual([]);
    expect([moved?.alert.id, moved?.alert.cause]).toEqual([first?.alert.id, { part: "field", name: "f1" }]);
    expect(await history()).toEqual(["alert.opened", "alert.cause-changed"]);
  });

  test("of two independent causes stay two, until one turns out to be behind both", async () => {
    await book.take([field("f1"), sign("latency.high", ["server", "shop"])], given);
    expect(await book.alerts({ status: "open" })).toHaveLength(2);
    const system = shopOf();
    const wide = ["f0", "f2", "f3", "f4", "f5"].map((name) => field(name));
    await book.take(wide, { ...given, system });
    const open = await book.alerts({ status: "open" });
    expect(open.map(({ cause }) => cause.part).sort()).toEqual(["data", "server"]);
  });

  test("two alerts that turn out to be one thing become one: the older stays, the younger says where it went", async () => {
    const [older] = await book.take([sign("score.shifted", ["head", "risk"])], givenOf(undefined, { history: [] }));
    shop.clock.advance(HOUR);
    const slow = sign("latency.high", ["server", "shop"], { since: NOON + 3 * HOUR, reach: 0.01 });
    const [younger] = await book.take([slow], given);
    expect(younger?.what).toBe("opened");
    const plan = event("plan.changed", { facts: { allocations: [{ release: "rel_b" }] } });
    const late = sign("value.fallen", ["value", "shop"], { since: NOON + DAY });
    const [joined] = await book.take([late], { ...given, history: [plan] });
    expect(joined?.alert).toMatchObject({ id: older?.alert.id, cause: { part: "release", name: "rel_b" }, count: 3 });
    const gone = await book.find(younger?.alert.id ?? "");
    expect(gone).toMatchObject({ status: "closed", closed: { why: `the same thing as ${older?.alert.id}` } });
  });

  test("that were told already change nothing, nor do those of an alert that somebody has closed", async () => {
    await book.take([field("f1")], given);
    expect(await book.take([field("f1")], given)).toEqual([]);
    const [alert] = await book.alerts();
    await bookOf("ada").close(alert?.id ?? "", "mended");
    expect(await book.take([field("f1")], given)).toEqual([]);
    expect(await book.take([field("f1", { at: NOON + 2 * HOUR })], given)).toMatchObject([{ what: "opened" }]);
  });

  test("told by two processes at once make no twin", async () => {
    const other = await shop.reopen();
    try {
      const books = [book, bookOf("alidade", other), book, bookOf("alidade", other)];
      const took = await Promise.all(books.map((one) => one.take([field("f1"), score()], given)));
      expect(took.flat()).toHaveLength(1);
      expect(await book.alerts()).toHaveLength(1);
    } finally {
      await other.close();
    }
  });
});

describe("an alert", () => {
  const opened = async (...symptoms: readonly Symptom[]) => {
    const [change] = await book.take(symptoms.length === 0 ? [field("f1", { reach: 0.2 })] : symptoms, given);
    return change?.alert.id ?? "";
  };

  test("is acknowledged by the first who says so, closed, and found by the beginning of its id", async () => {
    const id = await opened();
    await bookOf("ada").acknowledge(id.slice(0, 9), "looking");
    const kept = await bookOf("bob").acknowledge(id, "me too");
    expect(kept).toMatchObject({ status: "acknowledged", acknowledged: { by: "ada", why: "looking" } });
    expect(await bookOf("bob").close(id, "mended")).toMatchObject({
      status: "closed",
      closed: { by: "bob" },
      newest: "ended",
    });
    await expect(book.acknowledge(id, "late")).rejects.toMatchObject({ code: "alerts.alert-closed" });
    await expect(book.find("alr_0")).rejects.toMatchObject({ code: "alerts.alert-unknown" });
    expect(await history()).toEqual(["alert.opened", "alert.acknowledged", "alert.closed"]);
  });

  test("that nobody answers becomes louder, once for each channel, and no more", async () => {
    const id = await opened();
    for (const [hours, level, escalations] of [
      [0, "warning", 0],
      [1, "page", 1],
      [1, "page", 2],
      [1, "page", 2],
    ] as const) {
      shop.clock.advance(hours * HOUR);
      await book.tend("shop", times);
      expect(await book.find(id)).toMatchObject({ level, escalations, news: 1 + escalations });
    }
    expect(await history()).toEqual(["alert.opened", "alert.escalated", "alert.escalated"]);
  });

  test("that somebody looks after, and a notice, does not", async () => {
    const [one, two] = [await opened(), await opened(field("f2", { reach: 0.01 }))];
    await book.acknowledge(one, "looking");
    shop.clock.advance(9 * HOUR);
    expect(await book.tend("shop", times)).toEqual([]);
    expect((await book.find(two)).level).toBe("notice");
  });

  test("is quiet after a day, comes back with a new symptom and asks again, and is closed after a quiet week", async () => {
    const id = await opened();
    await book.acknowledge(id, "looking");
    shop.clock.advance(DAY);
    expect(await book.tend("shop", times)).toMatchObject([{ id, status: "quiet", newest: "ended" }]);
    const now = shop.clock.now();
    const [back] = await book.take([field("f1", { since: now - HOUR, at: now })], given);
    expect([back?.what, back?.alert.status, back?.alert.acknowledged]).toEqual(["reopened", "open", undefined]);
    shop.clock.advance(DAY);
    await book.tend("shop", times);
    shop.clock.advance(7 * DAY);
    expect(await book.tend("shop", times)).toMatchObject([{ id, status: "closed", closed: { by: "alidade" } }]);
  });

  test("is left alone by a clock that jumps back, and raised once by one that jumps ahead", async () => {
    const id = await opened();
    const early = alertBook({ state: shop.state, clock: { now: () => NOON - 9 * DAY }, who: "alidade" });
    expect(await early.tend("shop", times)).toEqual([]);
    shop.clock.advance(23 * HOUR);
    await book.tend("shop", times);
    await book.tend("shop", times);
    expect(await book.find(id)).toMatchObject({ escalations: 1 });
  });

  test("becomes louder, and quiet, in its own time after a clock that was ahead is set back", async () => {
    const id = await opened();
    let now = NOON - 300 * DAY;
    const early = alertBook({ state: shop.state, clock: { now: () => now }, who: "alidade" });
    await early.tend("shop", times);
    now += HOUR - 2;
    expect(await early.tend("shop", times)).toEqual([]);
    now += 1;
    expect(await early.tend("shop", times)).toMatchObject([{ id, status: "open", escalations: 1, raisedAt: now }]);
    now += 23 * HOUR;
    expect(await early.tend("shop", times)).toMatchObject([{ id, status: "quiet" }]);
    now += 8 * DAY;
    expect(await early.tend("shop", times)).toMatchObject([{ id, status: "closed" }]);
  });

  test("that was counted, or closed, by a clock that was ahead hides nothing that comes after it is set back", async () => {
    const id = await opened();
    let now = NOON - 300 * DAY;
    const early = alertBook({ state: shop.state, clock: { now: () => now }, who: "alidade" });
    const sign = () => field("f1", { since: now - HOUR, at: now - 1 });
    await early.tend("shop", times);
    now += DAY / 2;
    const [grown] = await early.take([sign()], given);
    expect(grown).toMatchObject({ alert: { id, count: 2, at: now - 1 } });
    await book.close(id, "mended");
    await early.tend("shop", times);
    now += HOUR;
    const [fresh] = await early.take([sign()], given);
    expect(fresh).toMatchObject({ what: "opened" });
    expect(fresh?.alert.id).not.toBe(id);
  });

  test("keeps the newest try of each channel and news", async () => {
    const id = await opened();
    const told = { channel: "ops", level: "warning", news: 1 } as const;
    await book.noteTold(id, { ...told, at: 1, failed: "is down" });
    await book.noteTold(id, { ...told, at: 2 });
    expect((await book.find(id)).told).toEqual([{ ...told, at: 2 }]);
  });
});

describe("a silence", () => {
  const draft = { system: "shop", until: NOON + DAY, why: "a known campaign" };

  test.each([
    [{ kind: "input" }, true],
    [{ kind: "input.shifted" }, true],
    [{ kind: "inp" }, false],
    [{ kind: "score" }, false],
    [{ cause: "field" }, true],
    [{ cause: "field/f1" }, true],
    [{ cause: "field/f2" }, false],
    [{ kind: "input", cause: "stream" }, false],
    [{}, true],
    [{ system: "other" }, false],
  ])("of %j fits an input that shifted: %s", async (of, fits) => {
    const [change] = await book.take([field("f1")], given);
    const silence = await bookOf("ada").silence({ ...draft, ...of });
    const found = change === undefined ? undefined : silencing(change.alert, [silence], shop.clock.now());
    expect(found !== undefined).toBe(fits);
  });

  test("is kept when it is over, and when somebody has ended it", async () => {
    const { id } = await bookOf("ada").silence(draft);
    expect(await bookOf("bob").unsilence(id, "the campaign is over")).toMatchObject({
      by: "ada",
      ended: { by: "bob" },
    });
    shop.clock.advance(9 * DAY);
    expect(await book.silences("shop")).toHaveLength(1);
    expect(await book.silences("other")).toEqual([]);
    expect(await history()).toEqual(["alert.silenced", "alert.unsilenced"]);
    await expect(book.unsilence("sil_0", "")).rejects.toMatchObject({ code: "alerts.silence-unknown" });
  });

  test.each([
    [{ until: NOON - DAY }, "end after now"],
    [{ until: Number.NaN }, "end after now"],
    [{ until: NOON + 400 * DAY }, "within a year"],
    [{ why: " " }, "say why"],
  ])("with %j is refused: %s", async (of, words) => {
    await expect(book.silence({ ...draft, ...of })).rejects.toThrow(words);
    expect(await book.silences()).toEqual([]);
  });
});

test("the history of a registry and of its alerts are one", async () => {
  await registryOf({ state: shop.state, clock: shop.clock, who: "ada" }).note("shop", {
    what: "x",
    subject: "y",
    why: "z",
  });
  await book.take([field("f1")], given);
  expect((await shop.registry.history("shop")).map(({ number, by }) => [number, by])).toEqual([
    [1, "ada"],
    [2, "alidade"],
  ]);
});
