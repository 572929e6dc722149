import { describe, expect, test } from "vitest";
import { isInsufficient } from "../../kernel/index.ts";
import {
  acquisitionCost,
  activeUsers,
  conversion,
  costPerThousand,
  costSaved,
  ctr,
  decisionLatency,
  effectiveCatalogueSize,
  errorRate,
  explainedShare,
  failedShare,
  fallbackShare,
  incrementalRevenue,
  lifetimeValue,
  type Measured,
  processTimeSaved,
  profit,
  purchaseThrough,
  retention,
  roi,
  satisfaction,
  takeRate,
  throughput,
  timeSpent,
} from "../../objective/index.ts";
import type { Estimated } from "../../stats/index.ts";
import { type DayBook, dayBook } from "./day-book.ts";
import { measureDays } from "./measure-days.ts";
import { measureReader } from "./measure-reader.ts";
import {
  DAY,
  decided,
  HOUR,
  journalOf,
  measured,
  number,
  reported,
  START,
  shopSystem,
  simulatedShop,
} from "./shop.conformance.ts";
import { AT, MOST_UNITS, mergeUnits, openUnits, unitKey } from "./unit-sums.ts";

/** Four customers over two days: Ann twice, Bob, Cid (no offer), and somebody unnamed. */
const ann1 = decided("a1", START + HOUR, { subject: "ann", took: 1 });
const ann2 = decided("a2", START + DAY + HOUR, {
  subject: "ann",
  took: 5,
  level: "rule",
  reasons: ["fallback.head-failed"],
});
const bob = decided("b", START + 2 * HOUR, { subject: "bob", took: 3, given: { ward: "intensive" } });
const cid = decided("c", START + 3 * HOUR, { subject: "cid", action: "wait", took: 4, given: { ward: "intensive" } });
const nobody = decided("n", START + 4 * HOUR, { subject: null, action: "wait", took: 2, reasons: [] });
const known = [
  reported(ann1, "clicked"),
  reported(ann1, "bought"),
  reported(ann2, "clicked"),
  reported(bob, "clicked"),
  reported(cid, "bought"),
  reported(ann1, "minutes", 12),
  reported(bob, "minutes", 6),
];
const few = { entries: [ann1, ann2, bob, cid, nobody, ...known], now: 10 };

describe("a few decisions, added up by hand", () => {
  test.each<readonly [string, Measured, number]>([
    ["conversion: Ann and Cid of three", conversion("bought"), 2 / 3],
    ["clicks by decision: three of five", ctr("clicked"), 3 / 5],
    ["purchases by clicks", purchaseThrough("bought", "clicked"), 2 / 3],
    ["purchases by offers", takeRate("bought"), 2 / 3],
    ["minutes by unit: who is not reported spent none", timeSpent("minutes"), 18 / 3],
    ["the mean of answers that came", satisfaction("minutes"), 9],
    ["return on cost: 10 less 3 offers of 1", roi(), 7 / 3],
    ["cost of a purchase", acquisitionCost("bought"), 3 / 2],
    ["wrong: Ann's second, Bob, and Cid, of five", errorRate(), 3 / 5],
    ["wrong among the high risk: Bob and Cid", errorRate({ field: "ward", is: "intensive" }), 1],
    ["failed", failedShare(), 1 / 5],
    ["by a fallback", fallbackShare(), 1 / 5],
    ["explained", explainedShare(), 4 / 5],
    ["back a day later: Ann of three", retention(1), 1 / 3],
    ["active in 20 days: all three with a name", activeUsers(20), 3],
  ])("%s", async (_, metric, expected) => {
    const found = await measured(metric, few);
    // Where all agree there is no variance, and the number cannot be given an interval.
    if (isInsufficient(found)) expect(found.reason).toBe("zero-variance");
    else expect(number(found)).toBeCloseTo(expected, 12);
  });

  test("totals are brought to their time by whole days, from the first decision on", async () => {
    // Offers at hour 1, 2 and 25; ten days end at midnight. Money is known two days later: eight of them count.
    const spans = { all: 10 * DAY - HOUR, priced: 8 * DAY - HOUR };
    expect(number(await measured(profit(), few))).toBeCloseTo((7 * 365 * DAY) / spans.priced, 6);
    expect(number(await measured(throughput("day"), few))).toBeCloseTo((5 * DAY) / spans.all, 9);
    expect(number(await measured(costSaved({ offer: 2 }), few))).toBeCloseTo((6 * 365 * DAY) / spans.all, 6);
    expect(number(await measured(processTimeSaved({ wait: 5 }), few))).toBeCloseTo((10 * 30 * DAY) / spans.all, 6);
    const perMonth = (5 * 30 * DAY) / spans.all;
    expect(number(await measured(costPerThousand({ perMonth: 60 }), few))).toBeCloseTo(60_000 / perMonth, 9);
  });

  test("a lifetime is the money of a unit in 30 days times the months that it stays", async () => {
    const found = await measured(lifetimeValue({ months: 2, kept: 0.5 }), { ...few, now: 32 });
    // Ann 8, Bob -1, Cid 0; 1 + 0.5 months.
    expect(number(found)).toBeCloseTo((7 / 3) * 1.5, 12);
    expect(await measured(lifetimeValue({ months: 2, kept: 0.5 }), few)).toMatchObject({
      reason: "too-few-days",
      need: 30,
    });
  });

  test("the median of latencies", async () => {
    const many = Array.from({ length: 101 }, (_, i) => decided(`d${i}`, START + i, { took: i }));
    expect(Math.abs(number(await measured(decisionLatency(0.5), { entries: many, now: 1 })) - 50)).toBeLessThan(1);
  });
});

describe("what cannot be known yet", () => {
  const money = (found: Estimated) => (isInsufficient(found) ? found.reason : found.value);
  test("is said, and is no 0: nothing decided, no holdback, a window that is open", async () => {
    expect(await measured(conversion("bought"), { entries: [], now: 5 })).toMatchObject({ reason: "no-decisions" });
    expect(money(await measured(incrementalRevenue(), few))).toBe("no-holdback");
    expect(await measured(conversion("bought"), { ...few, now: 1.5 })).toMatchObject({ kind: "insufficient" });
    expect(await measured(conversion("nothing"), few)).toMatchObject({ kind: "insufficient" });
    expect(await measured(effectiveCatalogueSize(), { entries: [], now: 5 })).toMatchObject({ kind: "insufficient" });
  });

  test("an early yes does not count before its window has closed, so that no decision flatters", async () => {
    const early = [decided("1", START, { subject: "x" }), decided("2", START + DAY * 4, { subject: "y" })];
    const entries = [...early, reported(early[1]!, "bought")];
    expect(number(await measured(conversion("bought"), { entries, now: 5 }))).toBe(0);
    expect(number(await measured(conversion("bought"), { entries, now: 7 }))).toBe(0.5);
  });
});

test("a ranking's outcomes are summed over what was shown, and its money is what people did", async () => {
  const shown = (id: string, position: number | null) => ({
    id,
    position,
    given: {},
    features: {},
    heads: {},
    score: 1,
    reasons: [],
  });
  const candidates = [shown("x", 1), shown("y", 2), shown("z", null)];
  const list = decided("l", START, { candidates, subject: "ann" });
  const other = decided("m", START + 1, { candidates, subject: "bob" });
  const about = (candidate: string, value: number) => {
    const record = reported(list, "minutes", value);
    return { ...record, body: { ...record.body, candidate } };
  };
  const payoff = { payoff: "per-relevant", money: 0.5, positions: [1, 0.5] } as const;
  const base = shopSystem();
  const objective = { ...base.objective, payoff, outcome: "minutes" } as never;
  const system = shopSystem({ policy: { policy: "rank-by" } as never, objective });
  // What was not shown earns nothing, whatever was reported of it.
  const entries = [list, other, about("x", 4), about("y", 2), about("z", 100)];
  expect(number(await measured(timeSpent("minutes"), { entries, now: 5, system }))).toBe(3);
  const money = {
    measure: { measure: "mean", of: { quantity: "money" }, per: "unit" },
    direction: "increase",
  } as const;
  expect(number(await measured(money, { entries, now: 5, system }))).toBe(1.5);
});

describe("days add up", () => {
  const entries = simulatedShop({ seed: 1, customers: 200, days: 20, holdback: 0.2 });
  const metrics = [
    conversion("bought"),
    roi(),
    profit(),
    incrementalRevenue(),
    retention(3),
    decisionLatency(0.9),
    effectiveCatalogueSize(),
  ];
  const measures = metrics.map(({ measure }) => measure);
  const ask = (now: number, book?: DayBook, journal = journalOf(entries)) =>
    measureDays({
      ...{ system: shopSystem(), measures, journal, now: START + now * DAY },
      ...(book === undefined ? {} : { book }),
      pageSize: 100,
      signal: new AbortController().signal,
    });
  const values = (found: Awaited<ReturnType<typeof ask>>) => {
    const to = Math.floor(found.now / DAY);
    return measures.map((measure) => measureReader(found)(measure, { from: to - 30, to }));
  };
  const memory = () => {
    const kept = new Map<string, Uint8Array>();
    return {
      kept,
      get: async (key: string) => kept.get(key),
      put: async (key: string, bytes: Uint8Array) => void kept.set(key, bytes),
    };
  };

  test("kept days give what reading everything gives, and are not read again", async () => {
    const blobs = memory();
    const book = dayBook(blobs);
    const upTo = (days: number) => entries.filter(({ at }) => at < START + days * DAY);
    await ask(15, book, journalOf(upTo(15)));
    const journal = journalOf(entries);
    const later = await ask(25, book, journal);
    expect(values(later)).toEqual(values(await ask(25)));
    const again = journalOf(entries);
    expect(values(await ask(25, book, again))).toEqual(values(later));
    expect(again.given()).toBeLessThan(entries.length / 4);
    expect([...blobs.kept.keys()].every((key) => /^[a-z0-9._/-]+$/.test(key))).toBe(true);
    // Units are hashes: no name of a customer is kept.
    expect([...blobs.kept.values()].some((bytes) => new TextDecoder("latin1").decode(bytes).includes("c17"))).toBe(
      false,
    );
  });

  test("a changed price, or another metric, is counted anew; and so is what was damaged", async () => {
    const blobs = memory();
    await ask(25, dayBook(blobs));
    const [key] = [...blobs.kept.keys()].filter((one) => one.endsWith(".bin"));
    blobs.kept.set(key!, new Uint8Array([1, 2, 3]));
    const journal = journalOf(entries);
    expect(values(await ask(25, dayBook(blobs), journal))).toEqual(values(await ask(25)));
    expect(journal.given()).toBe(entries.length);
  });

  test("more units than are kept one by one are a sample that tells the same", () => {
    const width = 7;
    const open = (most: number, names: readonly number[]) => {
      const units = openUnits(width, most);
      for (const name of names) {
        const row = units.row(unitKey(`unit ${name}`));
        if (row !== undefined) row[AT.named] = (row[AT.named] as number) + 1;
      }
      return units.read();
    };
    const names = Array.from({ length: 8_000 }, (_, i) => i);
    const sample = open(1_000, names);
    expect(sample.rows.size).toBeLessThanOrEqual(1_000);
    // Four standard errors of a count of those that are kept.
    expect(Math.abs(sample.rows.size / sample.share - 8_000)).toBeLessThan(4 * Math.sqrt(8_000 / sample.share));
    const [left, right] = [open(1_000, names.slice(0, 5_000)), open(1_000, names.slice(3_000))];
    const both = mergeUnits([left, right], 1_000);
    expect(both.share).toBeLessThanOrEqual(Math.min(left.share, right.share));
    // Whoever was seen in both parts is whole: the same units are kept in both.
    const numbers = new Map(names.map((name) => [unitKey(`unit ${name}`).key, name]));
    for (const [key, row] of both.rows) {
      const name = numbers.get(key) ?? -1;
      expect(row[AT.named]).toBe(name >= 3_000 && name < 5_000 ? 2 : 1);
    }
    expect(MOST_UNITS).toBe(65_536);
  });
});
