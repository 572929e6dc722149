import { describe, expect, test } from "vitest";
import { type BusinessTruth, type CasePolicy, seasonDrift, storefront } from "../index.ts";

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 5);
const options = { seed: 4, perDay: 300 };
const shop = storefront(options);

const everybody: CasePolicy = () => "promote";
const nobody: CasePolicy = () => "full-price";
const couponLovers: CasePolicy = (g) => (Number(g.coupon_share) > 0.5 ? "promote" : "full-price");

function truth(policy: CasePolicy, run: "short" | "long", horizonDays = 14): BusinessTruth {
  const question = { policy, against: nobody, estimand: "money-per-decision", horizonDays, run, worlds: 6 } as const;
  return shop.truth(question) as BusinessTruth;
}

const truths = {
  few: { short: truth(couponLovers, "short"), long: truth(couponLovers, "long") },
  all: { short: truth(everybody, "short"), long: truth(everybody, "long") },
};

/** What was left of each visit's category while a policy decided. */
function stockUnder(business: typeof shop, policy: CasePolicy, days: number) {
  const { cases, tell } = business.play({ from: start, to: start + days * DAY });
  const seen: { day: number; left: number; full: number; promoted: number; bought: boolean; category: unknown }[] = [];
  for (const one of cases) {
    const bought = tell(one, policy(one.given, 0)).some(({ outcome }) => outcome === "bought");
    const { full, promoted } = one.truth;
    const day = Math.floor((one.at - start) / DAY);
    seen.push({ day, left: Number(one.given.stock_left), full, promoted, bought, category: one.given.category });
  }
  return seen;
}

describe("the storefront", () => {
  test("earns by promotions to those who wait for them, and loses by promotions for everybody", () => {
    const { few, all } = truths;
    // Differences in the same six worlds; Student's with 5 degrees of freedom is beyond 4 once in 100.
    expect(few.short.value).toBeGreaterThan(4 * few.short.standardError);
    expect(all.short.value).toBeLessThan(-4 * all.short.standardError);
  });

  test("earns less by promotions in the long run: people get used to them, and shelves are empty", () => {
    for (const { short, long } of Object.values(truths)) {
      expect(long.value).toBeLessThan(short.value - 4 * Math.hypot(short.standardError, long.standardError));
    }
  });

  test("runs out under promotions when twice as many come, sells nothing then, and is full again on Monday", () => {
    const busy = storefront({ ...options, drifts: [seasonDrift({ from: start, by: 2, lasts: 7 * DAY })] });
    const visits = stockUnder(busy, everybody, 8);
    const empty = visits.filter(({ left }) => left === 0);
    expect(empty.length).toBeGreaterThan(20);
    for (const visit of empty) expect(visit).toMatchObject({ full: 0, promoted: 0, bought: false });
    expect(empty.every(({ day }) => day < 7)).toBe(true);
    expect(visits.find(({ day }) => day === 7)?.left).toBe(84);
  });

  test("sells what is on the shelf and no more: the stock falls by the purchases, one at a time", () => {
    const visits = stockUnder(shop, everybody, 3).filter(({ category }) => category === "shoes");
    for (const [n, { left, bought }] of visits.entries())
      if (n + 1 < visits.length) expect(visits[n + 1]!.left).toBe(left - (bought ? 1 : 0));
  });

  test("has more of what was promoted sent back", () => {
    const month = [...shop.traffic({ from: start, to: start + 28 * DAY })];
    const share = (action: string) => {
      const told = month.flatMap((one) => shop.outcome(one, action)).map(({ outcome }) => outcome);
      const of = (name: string) => told.filter((outcome) => outcome === name).length;
      return of("returned") / of("bought");
    };
    // Rates of 0.10 and 0.15 of 1,300 purchases and more: four standard errors of a difference are 0.05.
    expect(share("promote") - share("full-price")).toBeGreaterThan(0);
    expect(share("promote") - share("full-price")).toBeLessThan(0.05 + 0.05);
  });
});
