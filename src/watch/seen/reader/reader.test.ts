import { describe, expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import type { Envelope } from "../../../records/index.ts";
import { effectiveSize } from "../../../stats/index.ts";
import { HOUR, madeUpLayout, START } from "../made-up.conformance.ts";
import { mergeSeen } from "../merge-seen.ts";
import type { Seen } from "../seen.ts";
import {
  askedOf,
  bookInMemory,
  journalIn,
  reportOf,
  shopJournal,
  unitLayout,
  watchedShop,
} from "./reader.conformance.ts";
import { type SeenReaderOptions, seenReader } from "./seen-reader.ts";

const GRACE = 10 * 60_000;
const signal = new AbortController().signal;

function readerOf(order: readonly Envelope[], change: Partial<SeenReaderOptions> = {}) {
  return seenReader({
    ...{ system: watchedShop(), layout: unitLayout, journal: journalIn(order), book: bookInMemory() },
    ...{ graceMs: GRACE, pageSize: 30 },
    ...change,
  });
}

async function all(seen: AsyncIterable<Seen>): Promise<Seen[]> {
  const found: Seen[] = [];
  for await (const one of seen) found.push(one);
  return found;
}

const hour = (n: number): number => START + n * HOUR;
const total = (seen: readonly Seen[], of: (one: Seen) => number): number => seen.reduce((sum, one) => sum + of(one), 0);

describe("a journal, read period by period", () => {
  const written = shopJournal(1, 8);
  const order = written.map(({ entry }) => entry);

  test("gives each period once and in order, also those in which nothing came", async () => {
    const reader = readerOf([askedOf("a", hour(0) + 1, 0.5), askedOf("b", hour(3) + 1, 0.5)]);
    const found = await all(reader.advance({ now: hour(6) + GRACE, signal }));
    expect(found.map(({ from, to, decisions }) => [from, to, decisions])).toEqual(
      [1, 0, 0, 1, 0, 0].map((n, i) => [hour(i), hour(i + 1), n]),
    );
    expect(await all(reader.advance({ now: hour(6) + GRACE, signal }))).toEqual([]);
    expect(await all(reader.advance({ now: hour(7) + GRACE - 1, signal }))).toEqual([]);
    expect(await all(reader.advance({ now: hour(7) + GRACE, signal }))).toHaveLength(1);
  });

  test("counts every decision, event and amount once, whatever came late or twice", async () => {
    const found = await all(readerOf(order).advance({ now: hour(20), signal }));
    const own = order.filter(({ body }) => (body as { system: string }).system === "shop");
    const ids = (kind: string) => own.filter((one) => one.kind === kind).map(({ id }) => id);
    expect(total(found, ({ decisions }) => decisions)).toBe(new Set(ids("decision")).size);
    expect(total(found, ({ repeated }) => repeated)).toBe(ids("decision").length - new Set(ids("decision")).size);
    expect(total(found, ({ events }) => events.clicks?.came ?? 0)).toBe(ids("event").length);
    const minutes = ids("outcome").filter((id) => id.startsWith("m"));
    expect(total(found, ({ amounts }) => amounts.minutes?.n ?? 0)).toBe(minutes.length);
    expect(total(found, ({ labels }) => labels.buys?.closed ?? 0)).toBe(new Set(ids("decision")).size);
  });

  test("stops when it is told to, and leaves nothing half done", async () => {
    const stop = new AbortController();
    const book = bookInMemory();
    const reader = readerOf(order, { book });
    const seen: Seen[] = [];
    await expect(async () => {
      for await (const one of reader.advance({ now: hour(20), signal: stop.signal })) {
        seen.push(one);
        if (seen.length === 3) stop.abort();
      }
    }).rejects.toThrow();
    const rest = await all(reader.advance({ now: hour(20), signal }));
    expect([...seen, ...rest]).toEqual(await all(readerOf(order).advance({ now: hour(20), signal })));
  });

  test("by two readers at once is counted once, and the slower is told", async () => {
    const book = bookInMemory();
    const [one, other] = [readerOf(order, { book }), readerOf(order, { book })];
    const ahead = other.advance({ now: hour(20), signal });
    await ahead.next();
    await expect(all(one.advance({ now: hour(20), signal }))).resolves.toHaveLength(18);
    await expect(ahead.next()).rejects.toMatchObject({ code: "watch.seen-raced", retryable: true });
    expect(await all(other.advance({ now: hour(20), signal }))).toEqual([]);
    expect(total(await book.periods("shop"), ({ decisions }) => decisions)).toBe(200);
  });

  test("keeps two days of periods and sums up days, whatever clocks do in spring", async () => {
    const spring = Date.UTC(2026, 2, 28, 12);
    const many = Array.from({ length: 90 }, (_, i) => askedOf(`s${i}`, spring + i * HOUR, 0.5));
    const book = bookInMemory();
    const found = await all(readerOf(many, { book }).advance({ now: spring + 91 * HOUR, signal }));
    expect(new Set(found.map(({ from, to }) => to - from))).toEqual(new Set([HOUR]));
    expect(await book.periods("shop")).toEqual(found.slice(-48));
    const days = await book.days("shop");
    expect(days.map(({ decisions }) => decisions)).toEqual([12, 24, 24, 24]);
    expect(days[1]).toEqual(found.slice(12, 36).reduce(mergeSeen));
    // Periods, their labels and ids, and days; nothing else is left behind.
    expect(book.blobs.kept.size).toBeLessThanOrEqual(48 + 8 + 1 + 4);
  });

  test("goes on in other bins where another reference is taken", async () => {
    const book = bookInMemory();
    await all(readerOf(order, { book }).advance({ now: hour(5), signal }));
    const layout = madeUpLayout({ features: { x: [0, 0.5, 1] } });
    const later = await all(readerOf(order, { book, layout }).advance({ now: hour(26), signal }));
    expect(new Set(later.map((one) => one.layout))).toEqual(new Set([layout.id]));
    expect(total(await book.periods("shop"), ({ decisions }) => decisions)).toBe(200);
    expect((await book.days("shop")).map((one) => one.layout)).toEqual([unitLayout.id, layout.id]);
  });
});

describe("clocks that jump", () => {
  const many = Array.from({ length: 10 }, (_, i) => askedOf(`j${i}`, hour(i), 0.5));

  test("forward by years tell of no more than two days of silence", async () => {
    const found = await all(readerOf(many).advance({ now: hour(24 * 365 * 4), signal }));
    expect(total(found, ({ decisions }) => decisions)).toBe(10);
    expect(found.length).toBeLessThanOrEqual(10 + 48);
  });

  test("forward and back again lose nothing and do not wait for years", async () => {
    const book = bookInMemory();
    await all(readerOf(many.slice(0, 5), { book }).advance({ now: hour(24 * 365 * 4), signal }));
    const reader = readerOf(many, { book });
    const found = await all(reader.advance({ now: hour(12), signal }));
    expect(found).toHaveLength(0);
    const later = await all(reader.advance({ now: hour(14) + GRACE, signal }));
    expect(later.map(({ from, decisions }) => [from, decisions])).toEqual([
      [hour(12), 5],
      [hour(13), 0],
    ]);
  });

  test("of one entry into the future count it now", async () => {
    const order = [...many, askedOf("future", hour(90_000), 0.5), askedOf("now", hour(10), 0.5)];
    const reader = readerOf(order);
    const found = await all(reader.advance({ now: hour(12), signal }));
    expect(total(found, ({ decisions }) => decisions)).toBe(10);
    const next = await all(reader.advance({ now: hour(13) + GRACE, signal }));
    expect(next.map(({ from, decisions }) => [from, decisions])).toEqual([
      [hour(11), 1],
      [hour(12), 1],
    ]);
  });
});

/** Customers of whom a fifth is held back; acting, certain beyond 0.7 and drawn between 0.5 and 0.7, halves what they do. */
function shopHeldBack(customers: number): readonly Envelope[] {
  const draws = rng({ seed: 7, purpose: "held back" });
  const order = Array.from({ length: customers }, (_, i): readonly Envelope[] => {
    const [p, held, drawn] = [draws.uniform(), draws.uniform() < 0.2, draws.uniform() < 0.5];
    const isDrawn = !held && p > 0.5 && p <= 0.7;
    const acted = !held && (p > 0.7 || (isDrawn && drawn));
    const of = askedOf(`h${i}`, hour(0) + i, {
      ...{ p, acted, action: acted ? "offer" : "wait", purpose: held ? "holdback" : "champion" },
      propensity: isDrawn ? 0.5 : 1,
    });
    return draws.uniform() < (acted ? p / 2 : p) ? [of, reportOf(of, HOUR)] : [of];
  });
  return order.flat().sort((one, other) => one.at - other.at);
}

describe("labels of what closes", () => {
  const a = askedOf("a", hour(0), 0.8);
  const b = askedOf("b", hour(0) + 1, 0.4);
  const c = askedOf("c", hour(0) + 2, 0.3);
  const d = askedOf("d", hour(0) + 3, 0.1);

  test("wait for their window, and are then what was reported last", async () => {
    const order = [
      ...[a, b, c, d],
      reportOf(a, HOUR, { id: "first", value: false }),
      reportOf(a, 2 * HOUR, { id: "corrected", value: true }),
      reportOf(b, 4 * HOUR),
      reportOf(c, 4.5 * HOUR, { id: "happened in time", happened: HOUR }),
    ];
    const found = await all(readerOf(order).advance({ now: hour(9), signal }));
    expect(found.slice(0, 3).map(({ labels }) => labels.buys?.closed)).toEqual([0, 0, 0]);
    const { buys } = found[3]!.labels;
    expect(buys).toMatchObject({ closed: 4, share: 1, reported: 1, contradicted: 1, late: 0 });
    expect(buys?.labels).toMatchObject({ weight: 4, mean: 0.25 });
    expect(buys?.predicted.mean).toBeCloseTo(0.4, 12);
    const losses = [-Math.log(0.8), -Math.log(0.6), -Math.log(0.7), -Math.log(0.9)];
    expect(buys?.losses).toHaveLength(4);
    for (const [i, loss] of losses.entries()) expect(buys?.losses[i]).toBeCloseTo(loss, 12);
    // Both came in the hour after: one too late in itself, one known too late.
    expect(found[4]!.labels.buys).toMatchObject({ closed: 0, late: 2 });
    expect(found.slice(5).every(({ labels }) => labels.buys?.late === 0)).toBe(true);
  });

  test("come with the money that decisions brought, acted on or not", async () => {
    const order = [a, askedOf("w", hour(0) + 5, { p: 0.2, action: "wait" }), reportOf(a, HOUR)];
    const found = await all(readerOf(order).advance({ now: hour(5), signal }));
    // A purchase after an offer brings 10 and the offer costs 1; waiting brings nothing.
    expect(found[3]!.value).toMatchObject({ weight: 2, mean: 4.5 });
    expect(found[0]!.value).toBeUndefined();
  });

  test("of rankings are those of each candidate that was shown", async () => {
    const one = (id: string, p: number, position: number | null) => ({
      ...{ id, given: {}, features: { x: p }, heads: { buys: [p] }, score: p, position, reasons: [] },
    });
    const ranking = askedOf("r", hour(0), {
      ...{
        p: 0,
        candidates: [one("x", 0.9, 1), one("y", 0.5, 2), one("z", 0.2, null)],
        features: {},
        heads: {},
        score: null,
      },
    });
    const report = reportOf(ranking, HOUR);
    const about = (candidate: string) => ({ ...report, id: candidate, body: { ...report.body, candidate } });
    const order = [ranking, about("y"), about("z")];
    const system = watchedShop({ policy: { policy: "rank-by" } as never });
    const found = await all(readerOf(order, { system }).advance({ now: hour(5), signal }));
    expect(found[0]).toMatchObject({ decisions: 1, exposure: { shown: 2 } });
    const { buys } = found[3]!.labels;
    expect(buys).toMatchObject({ closed: 1, reported: 1, labels: { weight: 2, mean: 0.5 } });
    expect(buys?.losses).toHaveLength(2);
    expect(buys?.loss.mean).toBeCloseTo((-Math.log(0.1) - Math.log(0.5)) / 2, 12);
  });

  test("that acting changes are those without acting, of everybody", async () => {
    const N = 8_000;
    const order = shopHeldBack(N);
    const { outcomes } = watchedShop();
    const system = watchedShop({ outcomes: { bought: { ...outcomes.bought!, changedByActing: true } } });
    const found = await all(readerOf(order, { system, pageSize: 2_000 }).advance({ now: hour(5), signal }));
    const { buys } = found[3]!.labels;
    expect(buys).toMatchObject({ closed: N, share: 1 });
    // The weights make up for everybody: Σ w = N in expectation, and both means are 1/2.
    const { labels, predicted } = buys!;
    const error = Math.sqrt(0.25 / effectiveSize(labels));
    expect(Math.abs(labels.mean - 0.5)).toBeLessThan(4 * error);
    expect(Math.abs(predicted.mean - 0.5)).toBeLessThan(4 * error * Math.sqrt(1 / 3));
    expect(Math.abs(labels.weight / N - 1)).toBeLessThan(0.05);
    expect(buys?.unheard).toBeUndefined();
  });

  test("of which there are too many are those of a sample by their ids, and say of how many", async () => {
    const order = Array.from({ length: 25_000 }, (_, i) => askedOf(`n${i}`, hour(0) + i, (i % 100) / 100));
    const found = await all(readerOf(order, { pageSize: 5_000 }).advance({ now: hour(5), signal }));
    const { buys } = found[3]!.labels;
    expect(buys?.closed).toBe(25_000);
    const looked = Math.round(buys!.share * 25_000);
    expect(looked).toBeLessThanOrEqual(20_000);
    // Half of them, four standard errors of a binomial around it.
    expect(Math.abs(looked - 12_500)).toBeLessThan(4 * Math.sqrt(25_000 / 4));
    expect(buys?.labels.weight).toBe(looked);
    expect(buys?.losses.length).toBeLessThanOrEqual(512);
  });
});
