import { describe, expect, test } from "vitest";
import { isInsufficient, rng } from "../kernel/index.ts";
import {
  type Business,
  type BusinessQuestion,
  type BusinessTruth,
  type CasePolicy,
  feed,
  payments,
  storefront,
  ward,
} from "./index.ts";

const DAY = 86_400_000;
const PER_DAY = 250;

interface Known {
  readonly open: (seed: number) => Business;
  /** A plain rule that acts now and then. */
  readonly rule: CasePolicy;
}

const BUSINESSES: Readonly<Record<string, Known>> = {
  payments: {
    open: (seed) => payments({ seed, perDay: PER_DAY }),
    rule: (g) => (Number(g.amount) > 120 && Number(g.account_days) < 150 ? "block" : "allow"),
  },
  storefront: {
    open: (seed) => storefront({ seed, perDay: PER_DAY }),
    rule: (g) => (Number(g.coupon_share) > 0.5 ? "promote" : "full-price"),
  },
  ward: {
    open: (seed) => ward({ seed, perDay: PER_DAY }),
    rule: (g) => (Number(g.stays_12m) >= 3 && g.lives_alone === true ? "call" : "skip"),
  },
  feed: {
    open: (seed) => feed({ seed, perDay: PER_DAY }),
    rule: (g) => (g.follows_topic === true && Number(g.quality) > 0.4 ? "show" : "skip"),
  },
};

const span = (days: number, from = 0) => ({
  from: Date.UTC(2026, 0, 5) + from * DAY,
  to: Date.UTC(2026, 0, 5) + (from + days) * DAY,
});

function truthOf(business: Business, question: Omit<BusinessQuestion, "estimand">): BusinessTruth {
  const truth = business.truth({ estimand: "money-per-day", ...question });
  if (isInsufficient(truth)) throw new Error(truth.reason);
  return truth;
}

function meanOf(values: readonly number[]): { readonly mean: number; readonly error: number } {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (values.length - 1) / values.length) };
}

describe.each(Object.entries(BUSINESSES))("the business %s", (name, { open, rule }) => {
  const business = open(7);
  const { act, otherwise } = business.actions;
  const week = [...business.traffic(span(7))];

  test("is the same bytes for the same seed, and another business for another", () => {
    expect(JSON.stringify([...open(7).traffic(span(2))])).toBe(JSON.stringify([...business.traffic(span(2))]));
    expect(JSON.stringify([...open(8).traffic(span(2))])).not.toBe(JSON.stringify([...business.traffic(span(2))]));
    expect(JSON.stringify([...open(7).history(span(2))])).toBe(JSON.stringify([...business.history(span(2))]));
  });

  test("has its cases in order of time, each id once, about as many as it says", () => {
    expect(week.map(({ at }) => at)).toEqual(week.map(({ at }) => at).sort((a, b) => a - b));
    expect(new Set(week.map(({ id }) => id)).size).toBe(week.length);
    expect(business.name).toBe(name);
    expect(week.length / 7 / PER_DAY).toBeGreaterThan(0.7);
    expect(week.length / 7 / PER_DAY).toBeLessThan(1.4);
  });

  test("has one past: a part of a stretch is the same as the whole, wherever it is cut", () => {
    const part = { from: business.start + 2.3 * DAY, to: business.start + 4.6 * DAY };
    expect([...business.traffic(part)]).toEqual(week.filter(({ at }) => at >= part.from && at < part.to));
  });

  test("gives the fields that it declares, and the entity's among them", () => {
    const kinds = { number: "number", text: "string", flag: "boolean", time: "number" };
    const given = week.slice(0, 300).map((one) => one.given);
    for (const row of given) expect(Object.keys(row)).toEqual(Object.keys(business.kinds));
    for (const [field, kind] of Object.entries(business.kinds))
      for (const row of given) if (row[field] !== null) expect(typeof row[field]).toBe(kinds[kind]);
    for (const one of week.slice(0, 300)) expect(one.entity).toBe(one.given[business.entity]);
  });

  test("reports what it declares, after the decision and within the time that it names, under keys of their own", () => {
    const days = { "1d": 1, "7d": 7, "30d": 30, "31d": 31, "90d": 90 } as Readonly<Record<string, number>>;
    const reports = week.flatMap((one) => business.outcome(one, otherwise).map((report) => ({ one, report })));
    const acted = week.flatMap((one) => business.outcome(one, act).map((report) => ({ one, report })));
    expect(reports.length + acted.length).toBeGreaterThan(10);
    for (const { one, report } of [...reports, ...acted]) {
      const { within, kind } = business.outcomes[report.outcome]!;
      expect(report.id).toBe(one.id);
      expect(typeof report.value).toBe(kind === "flag" ? "boolean" : "number");
      expect(report.at).toBeGreaterThan(one.at);
      expect(report.at - one.at).toBeLessThanOrEqual(days[within]! * DAY);
    }
    for (const some of [reports, acted]) expect(new Set(some.map(({ report }) => report.key)).size).toBe(some.length);
  });

  test("comes to what it is worth: over many cases the money is what was expected, of either action", () => {
    const month = [...business.traffic(span(28))];
    for (const action of [act, otherwise]) {
      const off = meanOf(month.map((one) => business.money(one, action) - business.worth(one, action)));
      // Four standard errors: one false alarm in 16,000.
      expect(Math.abs(off.mean)).toBeLessThanOrEqual(4 * off.error);
    }
  });

  test("tells the truth: a policy earns what it says where money is counted one by one, in other worlds", () => {
    const truth = truthOf(business, { policy: rule, horizonDays: 10, worlds: 12 });
    const counted = meanOf(Array.from({ length: 12 }, (_, n) => played(open(1_000 + n), rule, 10)));
    // Student's with about 22 degrees of freedom is beyond 4.5 once in 5,000.
    expect(Math.abs(truth.value - counted.mean)).toBeLessThan(4.5 * Math.hypot(truth.standardError, counted.error));
    expect(truth).toMatchObject({ n: 12, horizonDays: 10, run: "long", estimand: "money-per-day" });
  });

  test("can be learned of from a past that was left to chance", () => {
    const { value, standardError } = truthOf(business, {
      policy: rule,
      against: () => otherwise,
      horizonDays: 1,
      run: "short",
      worlds: 30,
    });
    const perDay = Array.from({ length: 40 }, (_, n) => weighedDay(open(2_000 + n), rule));
    const estimate = meanOf(perDay);
    // Horvitz and Thompson's estimate, a day of another world at a time; four standard errors of both.
    expect(Math.abs(value - estimate.mean)).toBeLessThan(4 * Math.hypot(standardError, estimate.error));
  });

  test("has a past with the columns that it declares, acted on as often as it says", () => {
    const rows = [...business.history(span(14))];
    expect(Object.keys(rows[0]!)).toEqual(Object.keys(business.historyKinds));
    const acted = Object.keys(business.historyKinds)[Object.keys(business.kinds).length + 1]!;
    const chances = rows.map((row) => (row[acted] === true ? Number(row.propensity) : 1 - Number(row.propensity)));
    const expected = chances.reduce((sum, chance) => sum + chance, 0);
    const variance = chances.reduce((sum, chance) => sum + chance * (1 - chance), 0);
    expect(expected / rows.length).toBeGreaterThan(0.05);
    expect(Math.abs(rows.filter((row) => row[acted] === true).length - expected)).toBeLessThan(4 * Math.sqrt(variance));
  });

  test("says so where there is too little to tell, or an action that it does not know", () => {
    const question = { policy: rule, estimand: "money-per-visitor", horizonDays: 1 } as const;
    expect(business.truth({ ...question, worlds: 1 })).toMatchObject({ kind: "insufficient", need: 2, have: 1 });
    expect(business.truth({ ...question, horizonDays: 0 })).toMatchObject({ kind: "insufficient" });
    expect(() => business.outcome(week[0]!, "shrug")).toThrow(`\`${name}\` one can ${act} or ${otherwise}. Got shrug`);
    expect(() => business.truth({ ...question, policy: () => "shrug" })).toThrow("shrug");
  });

  test("divides the same money by days, by decisions or by who came", () => {
    const ask = (estimand: BusinessQuestion["estimand"]) =>
      business.truth({ policy: rule, estimand, horizonDays: 3, worlds: 4 }) as BusinessTruth;
    const [day, decision, visitor] = [ask("money-per-day"), ask("money-per-decision"), ask("money-per-visitor")];
    expect(decision.value * decision.decisions).toBeCloseTo(day.value * 3 * 4, 5);
    expect(Math.abs(visitor.value)).toBeGreaterThanOrEqual(Math.abs(decision.value));
  });
});

/** Money a day that was really earned. */
function played(business: Business, policy: CasePolicy, days: number): number {
  const { cases, tell } = business.play(span(days));
  let money = 0;
  for (const one of cases) {
    const action = policy(one.given, 0);
    money += business.money(one, action);
    tell(one, action);
  }
  return money / days;
}

/** What a policy would have earned more than doing nothing on one day, from actions that were drawn at one in ten. */
function weighedDay(business: Business, policy: CasePolicy): number {
  const { act, otherwise } = business.actions;
  const CHANCE = 0.1;
  let money = 0;
  for (const one of business.traffic(span(1))) {
    if (policy(one.given, 0) !== act) continue;
    const isActed = rng({ seed: 5, unit: one.id, time: one.at, purpose: "test.past" }).uniform() < CHANCE;
    money += isActed ? business.money(one, act) / CHANCE : -business.money(one, otherwise) / (1 - CHANCE);
  }
  return money;
}
