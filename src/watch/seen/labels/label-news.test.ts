import { describe, expect, test } from "vitest";
import { rng } from "../../../kernel/index.ts";
import type { DecisionRecord, OutcomeRecord } from "../../../records/index.ts";
import { HOUR, START } from "../made-up.conformance.ts";
import { askedOf, reportOf, unitLayout, watchedShop } from "../reader/reader.conformance.ts";
import type { LabelNews } from "../seen.ts";
import { labelNews, newsPeriod } from "./label-news.ts";
import { type LabelledHead, labelledHeads } from "./labelled-heads.ts";
import { mergeNews } from "./merge-labels.ts";
import { pendingLabels } from "./pending-labels.ts";
import { reportDelays, reportedBy } from "./report-delays.ts";

const WITHIN = 3 * HOUR;

const headOf = (change: Partial<LabelledHead> = {}): LabelledHead => ({
  ...(labelledHeads(watchedShop(), unitLayout)[0] as LabelledHead),
  ...change,
});

interface World {
  /** What happens, by what was foreseen. */
  readonly truth: (p: number) => number;
  /** The part of yes, and of no, that is reported; the rest is silent. */
  readonly saysNo: number;
}

/** News of hours of a shop whose windows are three hours: reports come after a time that is skewed within them. */
function newsOf(hours: number, { truth, saysNo }: World, seed: number): readonly LabelNews[] {
  const draws = rng({ seed, purpose: "test.news" });
  const pending = pendingLabels({ system: watchedShop(), layout: unitLayout, periodMs: HOUR });
  const reports: OutcomeRecord[] = [];
  return Array.from({ length: hours }, (_, hour) => {
    const [from, to] = [START + hour * HOUR, START + (hour + 1) * HOUR];
    const n = 40 + (hour % 5) * 20;
    for (let i = 0; i < n; i++) {
      const p = 0.02 + 0.9 * draws.uniform() ** 2;
      const of = askedOf(`h${hour}-${i}`, from + Math.floor(draws.uniform() * HOUR), p);
      pending.addDecision(of, from);
      const isYes = draws.uniform() < truth(p);
      if (isYes || draws.uniform() < saysNo)
        reports.push(reportOf(of, Math.floor(draws.uniform() ** 2 * WITHIN), { value: isYes }));
    }
    for (const one of reports.filter(({ at }) => at >= from && at < to)) pending.addReport(one, from);
    const told = pending.close({ from, to, after: from, now: to });
    pending.forget(from);
    return told.labels.buys?.news as LabelNews;
  });
}

const zOf = (score: number, variance: number): number => score / Math.sqrt(variance);

describe("what becomes known in a period", () => {
  test.each([0, 1])(
    "is on average what was foreseen, as widely spread as is said, where %d of each no is reported",
    (saysNo) => {
      const news = newsOf(300, { truth: (p) => p, saysNo }, 1).slice(10);
      const ofGap = news.map(({ gap, variance }) => zOf(gap, variance[0]));
      const ofReports = news.map(({ reports: [more, variance] }) => zOf(more, variance));
      for (const z of [ofGap, ofReports]) {
        const mean = z.reduce((sum, one) => sum + one, 0) / z.length;
        const square = z.reduce((sum, one) => sum + one * one, 0) / z.length;
        // The mean of n standard normal numbers varies by 1 / √n, of their squares by √(2 / n): four of either.
        expect(Math.abs(mean)).toBeLessThan(4 / Math.sqrt(z.length));
        expect(Math.abs(square - 1)).toBeLessThan(4 * Math.sqrt(2 / z.length));
        // Two delays are known as well as a few hundred decisions show them, and neighbours share what is wrong about that.
        if (saysNo > 0) continue;
        const next = z.slice(1).reduce((sum, one, i) => sum + one * (z[i] as number), 0) / z.length;
        expect(Math.abs(next)).toBeLessThan(4 / Math.sqrt(z.length));
      }
    },
  );

  test("shows within one hour that twice as many are a yes, while windows are of three", () => {
    const looked = (twice: boolean) => {
      const draws = rng({ seed: 2, purpose: "test.news" });
      return Array.from({ length: 4_000 }, (_, i) => {
        const p = 0.05 + 0.3 * draws.uniform();
        const decision = askedOf(`t${i}`, START + Math.floor((i / 4_000) * 10 * HOUR), p);
        const isNew = decision.at >= START + 9 * HOUR;
        const [isYes, after] = [draws.uniform() < (twice && isNew ? 2 * p : p), Math.floor(draws.uniform() * WITHIN)];
        const reports = isYes ? [reportOf(decision, after)] : [];
        return { decision, reports: reports.filter(({ at }) => at < START + 10 * HOUR) };
      });
    };
    const last = { from: START + 9 * HOUR, to: START + 10 * HOUR };
    const [usual, twice] = [false, true].map((is) => labelNews(headOf(), () => looked(is), last) as LabelNews);
    expect(Math.abs(zOf(usual!.gap, usual!.variance[0]))).toBeLessThan(4);
    // 400 cases more than usual are a yes with a chance of 0.2, a sixth of which is reported by the end: 13, give or take √13.
    expect(Math.abs(twice!.gap - usual!.gap - 400 * 0.2 * (1 / 6))).toBeLessThan(4 * Math.sqrt(400 * 0.2 * (1 / 6)));
    expect(twice!.variance[0]).toBeCloseTo(usual!.variance[0], 6);
  });

  test("comes in the end to the label less the chance that was foreseen, as long as delays are unknown", () => {
    const of = askedOf("one", START, 0.3);
    const periods = [0, 1, 2, 3].map((hour) => ({ from: START + hour * HOUR, to: START + (hour + 1) * HOUR }));
    const sumOf = (reports: readonly OutcomeRecord[]): number =>
      periods.reduce(
        (sum, period) => sum + (labelNews(headOf(), () => [{ decision: of, reports }], period)?.gap ?? 0),
        0,
      );
    expect(sumOf([])).toBeCloseTo(-0.3, 12);
    expect(sumOf([reportOf(of, HOUR / 2)])).toBeCloseTo(0.7, 12);
    expect(sumOf([reportOf(of, HOUR / 2), reportOf(of, HOUR, { value: false })])).toBeCloseTo(-0.3, 12);
    expect(sumOf([reportOf(of, 4 * HOUR)])).toBeCloseTo(-0.3, 12);
  });

  test("leaves out whom acting may have changed, whom no head foresaw, and heads that foresee no yes or no", () => {
    const period = { from: START, to: START + 5 * HOUR };
    const acted: DecisionRecord = askedOf("acted", START, { p: 0.3, acted: true, propensity: 1 });
    const news = (head: LabelledHead) => labelNews(head, () => [{ decision: acted, reports: [] }], period);
    expect(news(headOf({ changedByActing: true }))?.cases).toBe(0);
    expect(news(headOf())?.cases).toBe(1);
    expect(news(headOf({ task: "regression" }))).toBeUndefined();
    const silent = askedOf("silent", START, { p: 0.3, heads: {} });
    const sick = askedOf("sick", START, Number.NaN);
    const looked = [silent, sick].map((decision) => ({ decision, reports: [] }));
    expect(labelNews(headOf(), () => looked, period)?.cases).toBe(0);
  });

  test("adds up over periods", () => {
    const [one, other] = newsOf(12, { truth: (p) => p, saysNo: 0.5 }, 3).slice(10) as [LabelNews, LabelNews];
    const both = mergeNews(one, other);
    expect(both.gap).toBeCloseTo(one.gap + other.gap, 12);
    expect(both.variance.map((v, i) => v - one.variance[i]! - other.variance[i]!)).toEqual([0, 0, 0]);
    expect(both.cases).toBe(one.cases + other.cases);
  });
});

describe("when news is told", () => {
  const DAY = 24 * HOUR;
  test.each([1, 5, 24, 48])("every moment belongs to one stretch, in periods of %d hours", (hours) => {
    for (const within of [HOUR, 7 * DAY]) {
      const stretches = Array.from({ length: 60 }, (_, i) => START + i * hours * HOUR).flatMap(
        (from) => newsPeriod({ from, to: from + hours * HOUR }, within) ?? [],
      );
      expect(stretches.length).toBeGreaterThan(1);
      for (const [i, { from }] of stretches.entries()) expect(from).toBe(stretches[i - 1]?.to ?? START);
    }
  });

  test("is once a day where windows are of two days and more", () => {
    const hour = (at: number) => newsPeriod({ from: START + at * HOUR, to: START + (at + 1) * HOUR }, 2 * DAY);
    expect([0, 7, 22].map(hour)).toEqual([undefined, undefined, undefined]);
    expect(hour(23)).toEqual({ from: START, to: START + DAY });
  });
});

describe("delays of reports", () => {
  const closed = (yes: number, no: number) => [
    ...Array.from({ length: yes }, (_, i) => ({ isYes: true, after: i })),
    ...Array.from({ length: no }, () => ({ isYes: false, after: undefined })),
  ];

  test("are parts of what is reported in the end, and never all of it", () => {
    const delays = reportDelays(closed(99, 50));
    expect(reportedBy(delays, -1)).toEqual({ yes: 0, no: 0 });
    expect(reportedBy(delays, 49).yes).toBeCloseTo(0.5, 12);
    expect(reportedBy(delays, 1e9).yes).toBeCloseTo(0.99, 12);
  });

  test("are not known of fewer than twenty", () => {
    expect(reportedBy(reportDelays(closed(19, 50)), 1e9)).toEqual({ yes: 0, no: 0 });
  });
});
