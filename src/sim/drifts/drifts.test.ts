import { describe, expect, test } from "vitest";
import {
  adversaryDrift,
  type Business,
  type BusinessTruth,
  type Case,
  conceptGradual,
  conceptRecurring,
  conceptSudden,
  covariateDrift,
  type Drift,
  feed,
  labelDrift,
  payments,
  seasonDrift,
  storefront,
  ward,
} from "../index.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const start = Date.UTC(2026, 0, 5);
/** In the middle of a day and of an hour's traffic. */
const from = start + 3.5 * DAY;
const week = { from: start, to: start + 7 * DAY };

const options = { seed: 5, perDay: 300 };
const BUSINESSES: readonly Business[] = [payments(options), storefront(options), ward(options), feed(options)];

const DRIFTS: Readonly<Record<string, (business: Business) => Drift>> = {
  "covariate-drift": (business) => covariateDrift({ from, field: fieldOf(business) }),
  "label-drift": () => labelDrift({ from }),
  "concept-sudden": () => conceptSudden({ from }),
  "concept-gradual": () => conceptGradual({ from, over: 2 * DAY }),
  "concept-recurring": () => conceptRecurring({ from, every: DAY }),
  "season-drift": () => seasonDrift({ from, by: 2 }),
  "adversary-drift": () => adversaryDrift({ from }),
};

/** A field that can move and is seen as a number. */
function fieldOf({ name }: Business): string {
  return { payments: "amount", storefront: "basket", ward: "age", feed: "quality" }[name] as string;
}

const casesOf = (business: Business, span = week): readonly Case[] => [...business.traffic(span)];
const givenOf = (cases: readonly Case[]) => cases.map(({ id, at, given }) => ({ id, at, given }));
const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
/** What the outcome is likely to be, of a case that is not acted on, or is shown. */
const chanceOf = ({ truth }: Case): number => (truth.probability ?? truth.full ?? truth.engagement) as number;
const logit = (p: number): number => Math.log(p / (1 - p));

describe.each(Object.entries(DRIFTS))("the drift %s", (name, of) => {
  test.each(BUSINESSES.map((business) => [business.name, business] as const))(
    "leaves the %s as it was before its time",
    (_, business) => {
      const drift = of(business);
      expect(drift.name).toBe(name);
      if (drift.moves === "adversaries" && ["ward", "storefront"].includes(business.name)) {
        expect(() => business.with(drift)).toThrow("nobody in it learns");
        return;
      }
      const before = { from: week.from, to: from - 0.5 * DAY };
      expect(JSON.stringify(casesOf(business.with(drift), before))).toBe(JSON.stringify(casesOf(business, before)));
      expect(business.with(drift).drifts).toEqual([drift]);
      expect(business.drifts).toEqual([]);
    },
  );
});

describe("a drift", () => {
  const after = { from, to: from + 3 * DAY };

  test.each(BUSINESSES.map((business) => [business.name, business] as const))(
    "of a field of the %s moves that field, and no other",
    (_, business) => {
      const field = fieldOf(business);
      const [usual, moved] = [casesOf(business, after), casesOf(business.with(covariateDrift({ from, field })), after)];
      expect(moved.length).toBe(usual.length);
      const without = (cases: readonly Case[]) => cases.map(({ given }) => ({ ...given, [field]: null }));
      expect(without(moved)).toEqual(without(usual));
      for (const [n, one] of moved.entries())
        expect(Number(one.given[field])).toBeGreaterThanOrEqual(Number(usual[n]!.given[field]));
      const shift = average(moved.map(({ given }, n) => Number(given[field]) - Number(usual[n]!.given[field])));
      expect(shift).toBeGreaterThan(0.1 * average(usual.map(({ given }) => Number(given[field]))));
    },
  );

  test("of a field leaves what the outcome depends on, and how: who looks the same is at the same risk", () => {
    const usual = payments({ ...options, perDay: 20_000 });
    const moved = usual.with(covariateDrift({ from, field: "amount" }));
    const near = (cases: readonly Case[]) =>
      average(cases.filter(({ truth }) => Math.abs((truth.size as number) - 1) < 0.15).map(chanceOf));
    const day = { from, to: from + DAY };
    // About 1,000 cases in each, whose risk has a standard deviation of about 0.1: four standard errors of a difference.
    expect(Math.abs(near(casesOf(usual, day)) - near(casesOf(moved, day)))).toBeLessThan(
      4 * 0.1 * Math.sqrt(2 / 1_000),
    );
  });

  test("of the base rate moves the odds of everybody alike", () => {
    for (const business of BUSINESSES.slice(1)) {
      const [usual, moved] = [casesOf(business, after), casesOf(business.with(labelDrift({ from, by: 0.7 })), after)];
      expect(givenOf(moved)).toEqual(givenOf(usual));
      for (const [n, one] of moved.entries())
        expect(logit(chanceOf(one))).toBeCloseTo(logit(chanceOf(usual[n]!)) + 0.7, 8);
    }
    const [usual, moved] = [payments(options), payments({ ...options, drifts: [labelDrift({ from })] })].map((one) =>
      casesOf(one, after),
    );
    expect(average(moved!.map(chanceOf)) / average(usual!.map(chanceOf))).toBeGreaterThan(1.5);
  });

  test("of the relation changes what the same fields mean: at once, little by little, or by turns", () => {
    for (const business of BUSINESSES.slice(1)) {
      const odds = (drift: Drift, span: { from: number; to: number }) =>
        casesOf(business.with(drift), span).map((one) => logit(chanceOf(one)));
      const usual = casesOf(business, after);
      const old = usual.map((one) => logit(chanceOf(one)));
      const sudden = odds(conceptSudden({ from }), after);
      expect(givenOf(casesOf(business.with(conceptSudden({ from })), after))).toEqual(givenOf(usual));
      expect(average(sudden.map((value, n) => Math.abs(value - old[n]!)))).toBeGreaterThan(0.4);
      const over = 6 * DAY;
      for (const [n, odd] of odds(conceptGradual({ from, over }), after).entries()) {
        const share = (odd - old[n]!) / (sudden[n]! - old[n]!);
        // The world changes within an hour of the case.
        expect(share).toBeLessThanOrEqual((usual[n]!.at - from) / over + 1e-9);
        expect(share).toBeGreaterThan((usual[n]!.at - HOUR - from) / over - 1e-9);
      }
      const recurring = casesOf(business.with(conceptRecurring({ from, every: 2 * DAY })), after);
      const isOff = ({ at }: Case) => (at - from) % (2 * DAY) >= DAY + HOUR;
      expect(recurring.filter(isOff)).toEqual(usual.filter(isOff));
      expect(recurring.filter((one) => !isOff(one))).not.toEqual(usual.filter((one) => !isOff(one)));
    }
  });

  test("of the season brings more of the same cases, and is no fault", () => {
    for (const business of BUSINESSES) {
      const season = seasonDrift({ from, by: 2, lasts: 2 * DAY });
      expect(season.isFault).toBe(false);
      const holiday = { from: from + DAY, to: from + 1.5 * DAY };
      const [usual, busy] = [casesOf(business, holiday), casesOf(business.with(season), holiday)];
      // Counts of about 150 and 300: twice as many, within four standard errors of Poisson's; a visit of the feed is of several.
      expect(busy.length / usual.length).toBeGreaterThan(1.4);
      expect(busy.length / usual.length).toBeLessThan(2.8);
      const truths = new Map(busy.map((one) => [one.id, one.truth]));
      for (const one of usual) expect(truths.get(one.id)).toEqual(one.truth);
      const later = { from: from + 3 * DAY, to: from + 4 * DAY };
      expect(casesOf(business.with(season), later)).toEqual(casesOf(business, later));
    }
    const sundays = seasonDrift({ from, weekdays: [0, 1, 1, 1, 1, 1, 1], hours: [0, ...Array<number>(23).fill(1)] });
    const days = casesOf(storefront({ ...options, drifts: [sundays] }), { from: from + DAY, to: from + 8 * DAY });
    expect(days.some(({ given }) => given.weekday === 0 || given.hour === 0)).toBe(false);
  });

  test("moves the truth along", () => {
    const calls = (business: Business) =>
      business.truth({
        policy: () => "skip",
        estimand: "money-per-decision",
        horizonDays: 2,
        start: from,
        run: "short",
        worlds: 10,
      }) as BusinessTruth;
    const [usual, more] = [
      calls(ward(options)),
      calls(ward({ ...options, drifts: [labelDrift({ from: start, by: 1 })] })),
    ];
    expect(more.value).toBeLessThan(usual.value - 4 * Math.hypot(usual.standardError, more.standardError));
  });

  test("adds up with another, and is refused where a business does not offer it", () => {
    const both = ward(options).with(labelDrift({ from, by: 0.3 }), labelDrift({ from, by: 0.4 }));
    const one = ward(options).with(labelDrift({ from, by: 0.7 }));
    expect(casesOf(both, after).map(chanceOf)).toEqual(
      casesOf(one, after).map((each) => expect.closeTo(chanceOf(each), 12)),
    );
    expect(() => ward(options).with(covariateDrift({ from, field: "stays_12" }))).toThrow("Did you mean `stays_12m`?");
    expect(() => payments({ ...options, drifts: [covariateDrift({ from, field: "device" })] })).toThrow("Got device");
  });
});
