import { beforeEach, describe, expect, test } from "vitest";
import type { Envelope } from "../../../records/index.ts";
import { HOUR, START } from "../made-up.conformance.ts";
import { askedOf, bookInMemory, journalIn, reportOf, unitLayout, watchedShop } from "./reader.conformance.ts";
import { seenReader } from "./seen-reader.ts";

const { signal } = new AbortController();
const GRACE = 60_000;
const hour = (n: number): number => START + n * HOUR;

let order: Envelope[];
let book: ReturnType<typeof bookInMemory>;
/** End of the last period that monitors took. */
let through: number | undefined;
beforeEach(() => {
  [order, book, through] = [[], bookInMemory(), undefined];
});

/** Decisions a minute apart. */
function decide(at: number, n = 10): void {
  for (let i = 0; i < n; i++) order.push(askedOf(`d${order.length}`, at + i * 60_000, 0.5));
}

const open = () =>
  seenReader({ system: watchedShop(), layout: unitLayout, journal: journalIn(order), book, graceMs: GRACE });

/** What monitors are given: hours and decisions. By another process each time, unless said otherwise. */
async function look(now: number, reader = open()): Promise<readonly (readonly [hour: number, decisions: number])[]> {
  const found: [number, number][] = [];
  for await (const seen of reader.advance({ now, signal, ...(through === undefined ? {} : { after: through }) })) {
    found.push([(seen.from - START) / HOUR, seen.decisions]);
    through = Math.max(through === undefined || through > now ? 0 : through, seen.to);
  }
  return found;
}

/** Three right hours, then six in which the clock is so many hours ahead. */
async function ahead(by: number): Promise<void> {
  for (let h = 0; h < 3; h++) decide(hour(h));
  await look(hour(3) + GRACE);
  decide(hour(3 + by), 3);
  await look(hour(9 + by) + GRACE);
}

describe("a clock that was ahead and is set back", () => {
  test("holds up nobody who looks by another process each time", async () => {
    await ahead(3);
    decide(hour(3) + HOUR / 5);
    expect(await look(hour(3) + HOUR / 4)).toEqual([]);
    for (let h = 4; h < 16; h++) {
      // Each hour once, and nothing of the hours that were counted ahead.
      expect(await look(hour(h) + GRACE)).toEqual([[h - 1, 10]]);
      decide(hour(h) + HOUR / 5);
    }
  });

  test("gives nothing anew to another process that goes on for the one that ran through it", async () => {
    await ahead(3);
    const running = open();
    decide(hour(3) + HOUR / 5);
    await look(hour(3) + HOUR / 4, running);
    expect(await look(hour(4) + GRACE, running)).toEqual([[3, 10]]);
    decide(hour(4) + HOUR / 5);
    expect(await look(hour(5) + GRACE)).toEqual([[4, 10]]);
    expect((await book.periods("shop")).map(({ from }) => (from - START) / HOUR)).toEqual([0, 1, 2, 3, 4]);
    // Of what was counted ahead nothing is left behind: periods, the labels that are waited for, and ids.
    const { labels = [] } = (await book.reading("shop"))?.value ?? {};
    expect(book.blobs.kept.size).toBe(5 + labels.length + 1);
  });

  test("counts its days anew, each once", async () => {
    const DAY = 24;
    for (let h = 0; h < DAY; h++) decide(hour(h), 1);
    await look(hour(DAY) + GRACE);
    decide(hour(4 * DAY), 6);
    await look(hour(5 * DAY) + GRACE);
    const days = async () => (await book.days("shop")).map(({ from, decisions }) => [(from - START) / HOUR, decisions]);
    expect((await days()).map(([, decisions]) => decisions)).toEqual([24, 0, 0, 0, 6]);
    for (let h = DAY + 6; h < 6 * DAY; h++) {
      decide(hour(h), 2);
      await look(hour(h) + HOUR / 2);
    }
    await look(hour(6 * DAY) + GRACE);
    expect(await days()).toEqual([[0, 24], [DAY + 6, 36], ...[2, 3, 4, 5].map((day) => [day * DAY, 48])]);
  });

  test("closes labels that closed on it once more, when they are due", async () => {
    const [early] = [askedOf("early", hour(2) + 1, 0.8)];
    order.push(early);
    await look(hour(3) + GRACE);
    await look(hour(9) + GRACE);
    await look(hour(3) + HOUR / 4);
    order.push(reportOf(early, 2 * HOUR));
    const labels: unknown[] = [];
    for (let h = 4; h < 7; h++)
      for await (const { labels: told } of open().advance({ now: hour(h) + GRACE, signal }))
        labels.push([told.buys?.closed, told.buys?.reported, told.buys?.late]);
    expect(labels).toEqual([
      [0, 0, 0],
      [0, 0, 0],
      [1, 1, 0],
    ]);
  });

  test.each(["the same process", "another"])(
    "%s waits for the labels of hours that were counted ahead as well",
    async (who) => {
      await ahead(1);
      const running = open();
      const readers = () => (who === "another" ? open() : running);
      const labels: unknown[] = [];
      for (let h = 3; h < 14; h++) {
        const asked = askedOf(`asked ${h}`, hour(h) + HOUR / 5, 0.8);
        order.push(asked, reportOf(asked, HOUR / 10));
        for await (const { from, labels: told } of readers().advance({ now: hour(h) + HOUR / 2, signal }))
          if (from > hour(5))
            labels.push([(from - START) / HOUR, told.buys?.closed, told.buys?.labels.mean, told.buys?.late]);
      }
      // Of hour 4 three had been decided ahead, and nothing was heard of them: they close with it.
      expect(labels).toEqual([[6, 1, 1, 0], [7, 4, 0.25, 0], ...[8, 9, 10, 11, 12].map((h) => [h, 1, 1, 0])]);
    },
  );

  test("keeps what was reported meanwhile, and does not call it late", async () => {
    const asked = askedOf("early", hour(2) + 1, 0.8);
    order.push(asked);
    await look(hour(3) + GRACE);
    await look(hour(7) + GRACE);
    // Reported by a machine whose clock is right, within the window.
    order.push(reportOf(asked, 2 * HOUR));
    await look(hour(9) + GRACE);
    const told: unknown[] = [];
    for (let h = 3; h < 11; h++)
      for await (const { from, labels } of open().advance({ now: hour(h) + HOUR / 2, signal }))
        told.push([(from - START) / HOUR, labels.buys?.closed, labels.buys?.reported, labels.buys?.late]);
    expect(told).toEqual([3, 4, 5, 6, 7, 8, 9].map((h) => [h, h === 5 ? 1 : 0, h === 5 ? 1 : 0, 0]));
  });

  test("knows what was counted just before", async () => {
    await ahead(3);
    order.push(...order.slice(-3));
    await look(hour(3) + HOUR / 4);
    expect(await look(hour(4) + GRACE)).toEqual([[3, 0]]);
  });
});

describe("a clock that is wrong for a moment", () => {
  test("and goes forth again before a period is over finds all as it was", async () => {
    const right = async (glitch: () => Promise<unknown>) => {
      [order, book, through] = [[], bookInMemory(), undefined];
      for (let h = 0; h < 30; h++) decide(hour(h));
      await look(hour(30) + GRACE);
      await glitch();
      decide(hour(30) + HOUR / 2);
      const later = [await look(hour(30) + HOUR / 2), await look(hour(31) + GRACE)];
      const { value } = (await book.reading("shop")) ?? {};
      return { later, value, periods: await book.periods("shop"), days: await book.days("shop") };
    };
    // Machines that know no time when they start believe in a day of long ago.
    const glitched = await right(() => look(hour(-24 * 365 * 20)));
    expect(glitched).toEqual(await right(async () => undefined));
    expect(glitched.later).toEqual([[], [[30, 10]]]);
  });

  test("is the same for a process that runs on", async () => {
    for (let h = 0; h < 3; h++) decide(hour(h));
    const running = open();
    await look(hour(3) + GRACE, running);
    await look(hour(-24 * 365 * 20), running);
    decide(hour(3) + HOUR / 2);
    expect(await look(hour(4) + GRACE, running)).toEqual([[3, 10]]);
  });
});

test("where nothing is to be kept, nothing is", async () => {
  await ahead(3);
  const version = async () => (await book.reading("shop"))?.version;
  const before = await version();
  await open().soFar(hour(3) + HOUR / 4);
  expect(await version()).toBe(before);
  await look(hour(3) + HOUR / 4);
  expect(await version()).toBe((before ?? 0) + 1);
  await look(hour(3) + HOUR / 3);
  expect(await version()).toBe((before ?? 0) + 1);
});

test("of two that find a clock set back the slower is told", async () => {
  await ahead(3);
  const slow = { ...book, goOnAt: async () => false };
  const reader = seenReader({ system: watchedShop(), layout: unitLayout, journal: journalIn(order), book: slow });
  await expect(look(hour(3) + HOUR / 4, reader)).rejects.toMatchObject({ code: "watch.seen-raced" });
});
