import { describe, expect, test } from "vitest";
import { type BusinessTruth, type CasePolicy, ward } from "../index.ts";

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 5);
const options = { seed: 9, perDay: 200 };
const business = ward(options);
const stays = [...business.traffic({ from: start, to: start + 28 * DAY })];

const everybody: CasePolicy = () => "call";
const nobody: CasePolicy = () => "skip";
const thoseAlone: CasePolicy = (g) => (Number(g.stays_12m) >= 2 && g.lives_alone === true ? "call" : "skip");

const truth = (policy: CasePolicy, run: "short" | "long") =>
  business.truth({
    policy,
    against: nobody,
    estimand: "money-per-decision",
    horizonDays: 28,
    run,
    worlds: 6,
  }) as BusinessTruth;

describe("the ward", () => {
  const short = truth(thoseAlone, "short");

  test("has fewer patients back of those whom it calls, each by a share of their own", () => {
    for (const one of stays.slice(0, 500)) {
      const [called, left] = [business.outcome(one, "call"), business.outcome(one, "skip")];
      if (called.length > 0) expect(left).toEqual(called);
      expect(one.truth.prevented).toBeGreaterThan(0);
      expect(one.truth.prevented).toBeLessThan(0.5);
    }
    const back = (action: string) => stays.filter((one) => business.outcome(one, action).length > 0).length;
    expect(back("call")).toBeLessThan(back("skip"));
    expect(back("skip") / stays.length).toBeGreaterThan(0.1);
    expect(back("skip") / stays.length).toBeLessThan(0.18);
  });

  test("hears of a readmission on its day, up to 30 days later, and of no other", () => {
    const days = stays.flatMap((one) => business.outcome(one, "skip").map(({ at }) => (at - one.at) / DAY));
    expect(Math.max(...days)).toBeGreaterThan(25);
    expect(Math.max(...days)).toBeLessThanOrEqual(30);
  });

  test("calls as many as it can on a day; beyond that a call is nobody's, changes nothing and costs nothing", () => {
    const { cases, tell } = business.play({ from: start, to: start + 10 * DAY });
    const made = new Map<number, number>();
    for (const one of cases) {
      const day = Math.floor(one.at / DAY);
      if (one.truth.free === 1) made.set(day, (made.get(day) ?? 0) + 1);
      else {
        expect(one.given.calls_left).toBe(0);
        expect(business.worth(one, "call")).toBe(business.worth(one, "skip"));
        expect(business.outcome(one, "call")).toEqual(business.outcome(one, "skip"));
      }
      tell(one, "call");
    }
    expect([...made.values()]).toEqual(Array<number>(10).fill(20));
  });

  test("earns more by calling those who need it than by calling whoever comes first", () => {
    const [some, all] = [short, truth(everybody, "short")];
    expect(some.value).toBeGreaterThan(4 * some.standardError);
    expect(some.value - all.value).toBeGreaterThan(4 * Math.hypot(some.standardError, all.standardError));
  });

  test("gains in the long run beside it: who does not come back takes no bed", () => {
    expect(truth(thoseAlone, "long").value).toBeGreaterThan(short.value);
  });
});
