import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { channelDown, channelRefused, recordJobs } from "../../../backends/index.ts";
import { openShop, type Shop } from "../../../registry/shop.conformance.ts";
import type { Jobs } from "../../../store/index.ts";
import { type AlertOptions, type ChannelRef, settleAlerts } from "../../../system/index.ts";
import { MOST_FAILURES } from "../../loop/begin-loop.ts";
import { stopLoop } from "../../loop/command-loop.ts";
import { emptyBook, type Loop, type LoopBook } from "../../loop/loop.ts";
import { readBook } from "../../loop/loop-book.ts";
import { loopSymptoms } from "../../loop/loop-symptoms.ts";
import { endedAs } from "../../loop/transitions.ts";
import type { Alert, Symptom } from "../alert.ts";
import { alertBook } from "../book/alert-book.ts";
import type { AlertBook } from "../book/book.ts";
import { DAY, givenOf, HOUR, NOON, sign } from "../shop.conformance.ts";
import type { Telling } from "./channel.ts";
import { dueChannels } from "./due-tellings.ts";
import { alertTeller, queueTellings, TELL } from "./tell-alerts.ts";

let shop: Shop;
let book: AlertBook;
let jobs: Jobs;
let told: [channel: string, news: string][];
let said: string[];
/** Channels that fail, by name of their address. */
let broken: Record<string, "down" | "refused">;

const ref = (name: string): ChannelRef => ({ channel: "webhook", url: `https://${name}.example` });
const options: AlertOptions = {
  channels: { ops: ref("ops"), boss: ref("boss"), am: ref("am") },
  page: ["ops", "am"],
  warning: ["ops"],
};
const plan = settleAlerts(options);

beforeEach(async () => {
  shop = await openShop();
  shop.clock.advance(NOON + HOUR - shop.clock.now());
  book = alertBook({ state: shop.state, clock: shop.clock, who: "alidade" });
  jobs = recordJobs({ records: shop.state.records, clock: shop.clock });
  [told, said, broken] = [[], [], {}];
});
afterEach(() => shop.remove());

const channelOf = (to: ChannelRef) => ({
  tell: async ({ news }: Telling) => {
    const name = "url" in to ? new URL(String(to.url)).hostname.split(".")[0] : undefined;
    const how = broken[name ?? ""];
    if (how === "down") throw channelDown({ place: String(name), problem: "is away" });
    if (how === "refused") throw channelRefused({ place: String(name), problem: "says no" });
    told.push([name ?? "", news]);
  },
});

/** Queues and tells until nothing is due. */
async function round(declared = plan): Promise<unknown[]> {
  await queueTellings({ book, jobs, clock: shop.clock }, "shop", declared);
  const tell = alertTeller({
    book,
    clock: shop.clock,
    open: { plan: (system) => (system === "shop" ? declared : undefined), channel: channelOf },
    say: (line) => void said.push(line),
  });
  const results: unknown[] = [];
  for (;;) {
    const lease = await jobs.take([TELL], 60_000);
    if (lease === undefined) return results;
    try {
      const result = await tell({ job: lease.job, signal: AbortSignal.timeout(5_000) });
      results.push(result);
      await lease.done(result);
    } catch (thrown) {
      results.push("failed");
      await lease.failed(String(thrown), 60_000);
    }
  }
}

const open = async (of: Partial<Symptom> = {}) => {
  const [change] = await book.take([sign("score.shifted", ["score", "shop"], of)], givenOf());
  return change?.alert.id ?? "";
};

describe("an alert is told", () => {
  test("to those of its level, once, however often one looks", async () => {
    await open();
    expect(await round()).toEqual(["told"]);
    expect(await round()).toEqual([]);
    expect(told).toEqual([["ops", "opened"]]);
  });

  test("to more when nobody answers, and to all of them that it is over", async () => {
    const id = await open();
    await round();
    shop.clock.advance(HOUR);
    await book.tend("shop", { escalateMs: HOUR, quietMs: DAY, mostEscalations: 3 });
    await round();
    expect(told.slice(1).sort()).toEqual([
      ["am", "escalated"],
      ["boss", "escalated"],
      ["ops", "escalated"],
    ]);
    await book.close(id, "mended");
    await round();
    expect(told.slice(4).sort()).toEqual([
      ["am", "ended"],
      ["boss", "ended"],
      ["ops", "ended"],
    ]);
  });

  test("to nobody where it is a notice, or nobody is declared; it is kept all the same", async () => {
    await open({ reach: 0.01 });
    expect(await round()).toEqual([]);
    await open({ reach: 0.3, at: NOON + 2 * HOUR });
    expect(await round(settleAlerts(undefined))).toEqual([]);
    expect(await book.alerts()).toHaveLength(1);
  });

  test("of the newest only: what was overtaken while a channel was away is not told any more", async () => {
    const id = await open();
    broken = { ops: "down" };
    expect(await round()).toEqual(["failed"]);
    await book.close(id, "mended");
    broken = {};
    shop.clock.advance(HOUR);
    expect(await round()).toEqual(["overtaken"]);
    expect(told).toEqual([]);
  });
});

describe("a channel that fails", () => {
  test("is tried again, its failure stands on the alert and is said, and the others are told", async () => {
    const id = await open({ reach: 0.6 });
    broken = { ops: "down" };
    expect((await round()).sort()).toEqual(["failed", "told"]);
    expect(told).toEqual([["am", "opened"]]);
    const tries = (alert: Alert) => alert.told.map(({ channel, failed }) => [channel, failed]).sort();
    expect(tries(await book.find(id))).toEqual([
      ["am", undefined],
      ["ops", "ops is away."],
    ]);
    expect(said).toEqual([`ops could not be told of ${id}: ops is away.`]);
    expect(await round()).toEqual([]);
    broken = {};
    shop.clock.advance(60_001);
    expect(await round()).toEqual(["told"]);
    expect(tries(await book.find(id))).toContainEqual(["ops", undefined]);
    expect(told).toHaveLength(2);
  });

  test("is left alone where trying again would not help", async () => {
    await open();
    broken = { ops: "refused" };
    expect(await round()).toEqual(["refused"]);
    shop.clock.advance(HOUR);
    expect(await round()).toEqual([]);
    expect(said).toHaveLength(1);
  });

  test("or is not declared any more is passed over", async () => {
    await open();
    await queueTellings({ book, jobs, clock: shop.clock }, "shop", plan);
    expect(await round(settleAlerts({ channels: { boss: ref("boss") } }))).toEqual(
      expect.arrayContaining(["channel-gone", "told"]),
    );
    expect(told).toEqual([["boss", "opened"]]);
  });
});

describe("retraining that fails", () => {
  const failedAgain = (before: LoopBook, at: number): LoopBook => {
    const loop = { ...{ beganAt: at, facts: {}, lines: [], end: null, asks: null } } as unknown as Loop;
    return endedAs({ ...before, loop }, "failed", { at, says: "no disk" });
  };

  test("is told once, and that it has stopped is told again, also to those who answered the first failure", async () => {
    let loops = emptyBook("shop");
    const fail = async () => {
      shop.clock.advance(HOUR / 4);
      loops = failedAgain(loops, shop.clock.now());
      const [change] = await book.take(loopSymptoms(loops), givenOf());
      await round();
      return change;
    };
    const { id } = (await fail())!.alert;
    await book.acknowledge(id, "I look after it");
    for (let i = 2; i < MOST_FAILURES; i++) expect((await fail())?.what).toBe("grew");
    expect(told).toEqual([["ops", "opened"]]);
    expect(await fail()).toMatchObject({
      what: "worse",
      alert: {
        ...{ id, status: "open", level: "warning" },
        what: "Retraining has stopped: 5 retrainings failed in a row; the last: no disk",
        next: expect.arrayContaining(["alidade retrain system.mts --again"]),
      },
    });
    expect(told).toEqual([
      ["ops", "opened"],
      ["ops", "worse"],
    ]);
    expect(await book.take(loopSymptoms(loops), givenOf())).toEqual([]);
    expect((await book.find(id)).acknowledged).toBeUndefined();
    expect((await shop.registry.history("shop")).map(({ what }) => what)).toContain("alert.worse");
  });

  test("and that a person stops is no news to anybody: who had answered the failure has answered", async () => {
    const failed = failedAgain(emptyBook("shop"), shop.clock.now());
    await shop.state.records.collection("loops").insert("shop", failed);
    const [change] = await book.take(loopSymptoms(failed), givenOf());
    const id = change!.alert.id;
    await book.acknowledge(id, "I mend the disk");
    shop.clock.advance(HOUR / 4);
    await stopLoop({ system: "shop", records: shop.state.records, clock: shop.clock }, "ada stopped it");
    const { book: stopped } = await readBook(shop.state.records, "shop");
    expect(stopped).toMatchObject({ failures: 1, stopped: { why: "ada stopped it" } });
    expect((await book.take(loopSymptoms(stopped), givenOf())).map(({ what }) => what)).not.toContain("worse");
    expect(await book.find(id)).toMatchObject({
      status: "acknowledged",
      what: expect.stringMatching(/^Retraining failed/),
    });
  });
});

describe("a silence", () => {
  const silence = () => book.silence({ system: "shop", cause: "score", until: NOON + 3 * HOUR, why: "known" });

  test("keeps what it fits from being told, and what is still open when it is over is told then", async () => {
    await silence();
    const id = await open();
    expect(await round()).toEqual([]);
    expect(dueChannels(await book.find(id), plan, { silences: await book.silences(), now: shop.clock.now() })).toEqual(
      [],
    );
    shop.clock.advance(3 * HOUR);
    expect(await round()).toEqual(["told"]);
  });

  test("that comes while a channel is away holds back what waits, and lets it go afterwards", async () => {
    await open();
    broken = { ops: "down" };
    await round();
    await silence();
    broken = {};
    shop.clock.advance(61_000);
    expect(await round()).toEqual(["silenced"]);
    shop.clock.advance(3 * HOUR);
    expect(await round()).toEqual(["told"]);
    expect(told).toEqual([["ops", "opened"]]);
  });
});
