import { describe, expect, test } from "vitest";
import type { Row } from "../../data/index.ts";
import { adversaryDrift, type BusinessTruth, type CasePolicy, type Drift, feed } from "../index.ts";

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 5);
const business = feed({ seed: 13, perDay: 150 });

const odds = (share: unknown): number => Math.log(Number(share) / (1 - Number(share)));
/** Whatever is likely to be engaged with: loud titles above all. */
const clickbait: CasePolicy = (g) =>
  0.45 * odds(g.quality) + 0.8 * odds(g.title_heat) + bonus(g) > 0.5 ? "show" : "skip";
const bonus = (g: Row): number => (g.follows_topic === true ? 0.8 : -0.3);
/** Good posts on what somebody follows, and the best of the others. */
const worthwhile: CasePolicy = (g) => {
  const isWanted = g.follows_topic === true && Number(g.quality) > 0.4;
  const isFine = Number(g.quality) > 0.7 && Number(g.title_heat) > 0.5 && Number(g.title_heat) < 0.8;
  return isWanted || isFine ? "show" : "skip";
};

function ahead(horizonDays: number, run: "short" | "long", worlds = 8): BusinessTruth {
  const estimand = "money-per-visitor";
  const question = { policy: clickbait, against: worthwhile, estimand, horizonDays, run, worlds } as const;
  return business.truth(question) as BusinessTruth;
}

describe("a policy that lives on loud titles", () => {
  const long = ahead(60, "long");

  // Differences in the same worlds, of one day in sixty of them, else in eight; Student's with 7 degrees of freedom is beyond 4 once in 200.
  test("wins on the first day", () => {
    const day = ahead(1, "long", 60);
    expect(day.value).toBeGreaterThan(4 * day.standardError);
  });

  test("loses over sixty days", () => {
    expect(long.value).toBeLessThan(-4 * long.standardError);
  });

  test("would have won over twenty first days: the short run does not see who stays away", () => {
    const short = ahead(20, "short");
    expect(short.value).toBeGreaterThan(4 * short.standardError);
  });

  test("wins by the decision even then: of those who stayed away there are none", () => {
    const question = { policy: clickbait, against: worthwhile, horizonDays: 30, worlds: 8 } as const;
    const perDecision = business.truth({ ...question, estimand: "money-per-decision" }) as BusinessTruth;
    expect(perDecision.value).toBeGreaterThan(4 * perDecision.standardError);
  });
});

/** What a feed came to under a policy, week by week. */
function weeks(policy: CasePolicy, drifts: readonly Drift[] = []) {
  const { cases, tell } = business.with(...drifts).play({ from: start, to: start + 42 * DAY });
  const seen = Array.from({ length: 6 }, () => ({ cases: 0, heat: 0, engagement: 0 }));
  for (const one of cases) {
    const week = seen[Math.floor((one.at - start) / DAY / 7)]!;
    week.cases++;
    week.heat += one.truth.heat;
    week.engagement += one.truth.engagement;
    tell(one, policy(one.given, 0));
  }
  return seen.map(({ cases, heat, engagement }) => ({ cases, heat: heat / cases, engagement: engagement / cases }));
}

describe("the readers of a feed", () => {
  test("come less and less where titles are loud, and more where posts are worth their while", () => {
    const [loud, good] = [weeks(clickbait), weeks(worthwhile)];
    expect(loud[5]!.cases).toBeLessThan(0.8 * loud[0]!.cases);
    expect(good[5]!.cases).toBeGreaterThan(good[0]!.cases);
  });

  test("tire of much of the same: what would be engaged with rested is not", () => {
    const [everything, nothing] = [weeks(() => "show"), weeks(() => "skip")];
    // Probabilities have a standard deviation of about 0.12, of 1,000 cases a week: four standard errors of a difference.
    expect(everything[2]!.engagement).toBeLessThan(nothing[2]!.engagement - 4 * 0.12 * Math.sqrt(2 / 1_000));
  });

  test("are written for by authors who copy what is shown", () => {
    const [loud, louder] = [weeks(clickbait), weeks(clickbait, [adversaryDrift({ from: start, by: 4 })])];
    // Traits have a standard deviation of 1.
    expect(loud[5]!.heat).toBeGreaterThan(4 * Math.sqrt(1 / loud[5]!.cases));
    expect(louder[5]!.heat).toBeGreaterThan(loud[5]!.heat + 4 * Math.sqrt(2 / louder[5]!.cases));
  });

  test("are reported of by an engagement, whether it was worth the while, and what breaks the rules", () => {
    const cases = [...business.traffic({ from: start, to: start + 14 * DAY })];
    const told = cases.flatMap((one) => business.outcome(one, "show")).map(({ outcome }) => outcome);
    const of = (name: string) => told.filter((outcome) => outcome === name).length;
    expect(of("pleased")).toBe(of("engaged"));
    expect(of("engaged") / cases.length).toBeGreaterThan(0.08);
    expect(of("engaged") / cases.length).toBeLessThan(0.18);
    expect(of("violated")).toBeGreaterThan(0);
    expect(cases.flatMap((one) => business.outcome(one, "skip"))).toEqual([]);
  });
});
