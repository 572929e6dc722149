import { describe, expect, test } from "vitest";
import type { Row } from "../../data/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import { newsfeed, newsfeedKinds, newsfeedPayoff, newsfeedStart, type Opportunity, type Truth } from "../index.ts";

const DAY = 86_400_000;
const feed = newsfeed({ seed: 11 });
const crowd = { visitors: 800, days: 14, start: newsfeedStart };
const traffic = feed.traffic(crowd);

/** The rank-sum form of the area under the ROC curve (Mann and Whitney, 1947). */
function rocAuc(opportunities: readonly Opportunity[]): number {
  const sorted = opportunities.map(({ truth }) => truth).sort((a, b) => a.probability - b.probability);
  const ranks = sorted.flatMap(({ engagedIfShown }, i) => (engagedIfShown ? [i + 1] : []));
  const positives = ranks.length;
  const sum = ranks.reduce((a, b) => a + b, 0);
  return (sum - (positives * (positives + 1)) / 2) / (positives * (sorted.length - positives));
}

const rate = (chosen: readonly Opportunity[]): number =>
  chosen.filter(({ truth }) => truth.engagedIfShown).length / chosen.length;

const humanRule = (given: Row): number => (Number(given.post_quality) >= 0.6 && given.follows_topic ? 1 : 0);

function truth(policy: (given: Row) => number, question: object = {}): Truth {
  const answer = feed.truth({ policy, visitors: 800, horizonDays: 14, estimand: "money-per-decision", ...question });
  if (isInsufficient(answer)) throw new Error("too few visitors");
  return answer;
}

describe("the newsfeed", () => {
  test("is the same bytes for the same seed, and another business for another", () => {
    const small = { visitors: 40, days: 3, start: newsfeedStart };
    expect(JSON.stringify(newsfeed({ seed: 11 }).history(small))).toBe(JSON.stringify(feed.history(small)));
    expect(JSON.stringify(newsfeed({ seed: 12 }).history(small))).not.toBe(JSON.stringify(feed.history(small)));
  });

  test("gives an opportunity again, whatever was asked before", () => {
    for (const chance of traffic.slice(0, 200))
      expect(feed.opportunity(chance.visitorNo, chance.sequenceNo, chance.at)).toEqual(chance);
  });

  test("has one past: two windows agree where they overlap", () => {
    const week = feed.traffic({ ...crowd, visitors: 50, days: 7 });
    const fortnight = feed.traffic({ ...crowd, visitors: 50, start: newsfeedStart - 3.5 * DAY });
    const inside = ({ at }: Opportunity): boolean => at >= newsfeedStart && at < newsfeedStart + 7 * DAY;
    expect(fortnight.filter(inside)).toEqual(week);
  });

  test("never gives one visitor two opportunities under one number on one day", () => {
    const keys = traffic.map(({ entity, sequenceNo, at }) => `${entity}/${sequenceNo}/${Math.floor(at / DAY)}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  test("rows have the declared fields and no other, some of them missing", () => {
    const rows = feed.history({ ...crowd, visitors: 500 });
    expect(Object.keys(rows[0]!)).toEqual(Object.keys(newsfeedKinds));
    const missing = Object.keys(newsfeedKinds).filter((name) => rows.some((row) => row[name] === null));
    expect(missing).toEqual(["age_band", "engagement_30d", "topic_clicks_30d", "author_followers"]);
  });

  test("showed at random in the past: half of everything, and the rate of engagement is that of everything", () => {
    const history = feed.history(crowd);
    const n = traffic.length;
    expect(Math.abs(history.length / n - 0.5)).toBeLessThan(4 * Math.sqrt(0.25 / n));
    const past = history.filter((row) => row.engaged === true).length / history.length;
    expect(Math.abs(past - rate(traffic))).toBeLessThan(4 * Math.sqrt((0.1 * 0.9) / n));
  });

  test("visitors engage with 8 to 15 % of what is shown when everything is", () => {
    expect(rate(traffic)).toBeGreaterThan(0.08);
    expect(rate(traffic)).toBeLessThan(0.15);
  });

  test("outcomes happen as often as their probability says, at every level", () => {
    for (const [low, high] of [
      [0, 0.05],
      [0.05, 0.15],
      [0.15, 0.4],
      [0.4, 1],
    ] as const) {
      const band = traffic.filter(({ truth: { probability } }) => probability >= low && probability < high);
      const expected = band.reduce((sum, { truth: { probability } }) => sum + probability, 0);
      const variance = band.reduce((sum, { truth: { probability: p } }) => sum + p * (1 - p), 0);
      expect(Math.abs(rate(band) * band.length - expected)).toBeLessThan(4 * Math.sqrt(variance));
    }
  });

  test("knowing the true probability gives a ROC-AUC of 0.80 to 0.86: learnable, never certain", () => {
    expect(rocAuc(traffic)).toBeGreaterThan(0.8);
    expect(rocAuc(traffic)).toBeLessThan(0.86);
  });

  test("engagements are reported after a minute to 7 days: half within 25 minutes, 1 in 100 after a day", () => {
    const delays = traffic.map((chance) => feed.outcomeDelay(chance)).sort((a, b) => a - b);
    expect(delays[0]).toBeGreaterThanOrEqual(60_000);
    expect(delays.at(-1)).toBeLessThanOrEqual(7 * DAY);
    expect(delays[delays.length >> 1]! / 60_000).toBeCloseTo(25, -1);
    // P(lognormal > 1 day) = P(z > ln(1440 / 25) / 1.8) = P(z > 2.252) = 0.01216
    const late = delays.filter((delay) => delay > DAY).length / delays.length;
    expect(Math.abs(late - 0.01216)).toBeLessThan(4 * Math.sqrt(0.012 / delays.length));
  });
});

describe("the truth of the newsfeed", () => {
  /** Money realised by other visitors than those the truth looked at. */
  function realised(policy: (given: Row) => number): { perVisitor: number[]; decisions: number[] } {
    const perVisitor: number[] = [];
    const decisions: number[] = [];
    for (let no = 50_000; no < 50_800; no++) {
      const chances = feed.opportunities(no, { start: newsfeedStart, days: 14 });
      if (chances.length === 0) continue;
      const money = chances.map(({ given, truth: { engagedIfShown } }) =>
        policy(given) === 1 ? newsfeedPayoff.show[engagedIfShown ? "yes" : "no"] : 0,
      );
      perVisitor.push(money.reduce((a, b) => a + b, 0));
      decisions.push(chances.length);
    }
    return { perVisitor, decisions };
  }
  const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
  const spread = (values: readonly number[]): number => {
    const m = mean(values);
    return Math.sqrt(mean(values.map((v) => (v - m) ** 2)) / values.length);
  };

  test("agrees with money counted by brute force, per visitor and per decision", () => {
    const { perVisitor, decisions } = realised(humanRule);
    const each = truth(humanRule, { estimand: "money-per-visitor" });
    expect(Math.abs(mean(perVisitor) - each.value)).toBeLessThan(
      4 * Math.hypot(each.standardError, spread(perVisitor)),
    );

    const per = truth(humanRule);
    const ratio = mean(perVisitor) / mean(decisions);
    const residuals = perVisitor.map((money, i) => (money - ratio * decisions[i]!) / mean(decisions));
    expect(Math.abs(ratio - per.value)).toBeLessThan(4 * Math.hypot(per.standardError, spread(residuals)));
  });

  test("of a difference is the difference of the truths, and more exact", () => {
    const estimand = "money-per-visitor" as const;
    const difference = truth(humanRule, { against: () => 1, estimand });
    const apart = [truth(humanRule, { estimand }), truth(() => 1, { estimand })] as const;
    expect(difference.value).toBeCloseTo(apart[0].value - apart[1].value, 10);
    expect(difference.standardError).toBeLessThan(Math.hypot(apart[0].standardError, apart[1].standardError));
    expect(truth(humanRule, { against: humanRule, estimand })).toMatchObject({ value: 0, standardError: 0 });
  });

  test("showing everything about breaks even; a human rule beats that, and loses clearly to perfect knowledge", () => {
    const chosen = new Map(traffic.map(({ given, truth: { probability } }) => [given.request_token, probability]));
    const bayes = (given: Row): number => ((chosen.get(given.request_token!) ?? 0) > 1 / 9 ? 1 : 0);
    const [always, rule, best] = [truth(() => 1), truth(humanRule), truth(bayes)];
    expect(Math.abs(always.value)).toBeLessThan(0.0006);
    expect(rule.value).toBeGreaterThan(Math.max(0, always.value) + 4 * rule.standardError);
    expect(best.value).toBeGreaterThan(2 * rule.value);
    expect(truth(() => 0).value).toBe(0);
  });

  test("of nobody is not a number", () => {
    expect(feed.truth({ policy: () => 1, visitors: 0, horizonDays: 1, estimand: "money-per-visitor" })).toMatchObject({
      kind: "insufficient",
      have: 0,
    });
  });
});
