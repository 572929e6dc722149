import { expect, test } from "vitest";
import type { Row } from "../../data/index.ts";
import { assign, collectUnits, type Design, defineDesign, type Readout, readout } from "../../experiment/index.ts";
import { isInsufficient } from "../../kernel/index.ts";
import type { DecisionRecord } from "../../records/index.ts";
import { newsfeed, newsfeedPayoff, newsfeedStart, type Opportunity, type ShowPolicy } from "../index.ts";

const DAY = 86_400_000;
const DAYS = 3;
const WINDOW = 7 * DAY;
const VISITORS = 300;
const feed = newsfeed({ seed: 29 });

const followed: ShowPolicy = (given) => (Number(given.post_quality) >= 0.6 && given.follows_topic ? 1 : 0);
const known = (given: Row): number => Number(given.topic_clicks_30d ?? 2) * Number(given.post_quality);
const policies: Readonly<Record<string, ShowPolicy>> = {
  control: followed,
  treatment: (given) => (known(given) >= 1.5 && given.post_language !== "ja" ? 1 : 0),
};

const design = (run: number): Design => {
  const arms = Object.keys(policies).map((arm) => ({ arm, share: 0.5 }));
  return defineDesign({ name: `exp-${run}`, arms, unit: "entity", control: "control", planned: { units: 100 } });
};

function decide({ given, at, entity, sequenceNo }: Opportunity, { name, arms }: Design): DecisionRecord {
  const arm = assign({ salt: name, entity, shares: arms });
  const acted = policies[arm]!(given) === 1;
  const id = `${entity}/${at}/${sequenceNo}`;
  const versions = { models: {}, weights: "w", policy: "p", contract: "c" };
  const seen = { given, features: {}, heads: {}, score: null, reasons: [], took: 0, versions };
  const where = { system: "newsfeed", plan: "p", arm, purpose: "experiment", experiment: name } as const;
  const what = { eligible: true, release: arm, action: acted ? "show" : "skip", propensity: 1, acted };
  return { v: 1, kind: "decision", id, at, subject: entity, body: { ...seen, ...where, ...what } };
}

/** Runs one experiment on a crowd of its own and reads it out at a time. */
function run(no: number, now: number): Readout {
  const chances = feed.traffic({ visitors: VISITORS, firstVisitor: no * VISITORS, start: newsfeedStart, days: DAYS });
  const decisions = chances.map((chance) => decide(chance, design(no)));
  const byId = new Map(decisions.map(({ id }, i) => [id, chances[i]!]));
  const collected = collectUnits({
    experiment: `exp-${no}`,
    decisions,
    label: ({ id, body, at }) => {
      const chance = byId.get(id)!;
      const engaged = body.acted && chance.truth.engagedIfShown;
      if (engaged && at + feed.outcomeDelay(chance) <= now) return { state: "known", value: true };
      return at + WINDOW <= now ? { state: "known", value: false } : { state: "pending" };
    },
    money: ({ body: { acted } }, value) => {
      if (!acted) return 0;
      return value === null ? null : newsfeedPayoff.show[value === true ? "yes" : "no"];
    },
  });
  return readout({ design: design(no), collected });
}

test("experiments on the newsfeed find the lift that is true, from the journal's records", () => {
  const answer = feed.truth({
    policy: policies.treatment!,
    against: policies.control!,
    visitors: 4000,
    firstVisitor: 500_000,
    horizonDays: DAYS,
    estimand: "money-per-visitor",
  });
  if (isInsufficient(answer)) throw new Error(answer.reason);
  const runs = 40;
  const missed = Array.from({ length: runs }, (_, no) => {
    const { lifts, verdict } = run(no, newsfeedStart + DAYS * DAY + WINDOW);
    const { perUnit } = lifts[0]!;
    if (isInsufficient(perUnit)) throw new Error(perUnit.reason);
    expect(verdict).toMatchObject({ rule: "fixed-horizon", preliminary: false });
    return perUnit.low > answer.value || perUnit.high < answer.value;
  });
  // 40 intervals of 95 %: binomial, four standard deviations.
  expect(missed.filter(Boolean).length / runs).toBeLessThan(0.05 + 4 * Math.sqrt((0.05 * 0.95) / runs));
});

test("a readout before the attribution window has closed is preliminary", () => {
  const early = run(0, newsfeedStart + DAYS * DAY);
  expect(early.labels.pending).toBeGreaterThan(0);
  expect(early.verdict.preliminary).toBe(true);
});
