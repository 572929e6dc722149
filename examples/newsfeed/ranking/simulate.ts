import { type Row, type Table, tableOf } from "../../../src/data/index.ts";
import { type Rng, rng } from "../../../src/kernel/index.ts";

const TOPICS = ["sports", "music", "news", "science"] as const;
const START = Date.UTC(2026, 4, 4);

/** What is true of a post for a visitor: the chance of a click, what readers give it, and the chance that it breaks the rules. */
export function truthOf(row: Row, interest: string): { clicked: number; rating: number; violates: number } {
  const [teaser, depth, reports] = [Number(row.teaser), Number(row.depth), Number(row.reports)];
  const matches = row.topic === interest ? 1 : 0;
  const fresh = Math.exp(-Number(row.age_hours) / 48);
  const sigmoid = (logit: number): number => 1 / (1 + Math.exp(-logit));
  return {
    clicked: sigmoid(-2.6 + 2.4 * teaser + 0.9 * matches + 0.6 * fresh + 0.02 * Number(row.visits_30d)),
    rating: Math.min(5, Math.max(0, 1.5 + 3 * depth - 1.2 * teaser * (1 - depth) + 0.3 * matches)),
    violates: sigmoid(-4.5 + 0.9 * reports + 1.5 * teaser * (1 - depth)),
  };
}

/** A post that competes; what the history tells of it afterwards is drawn by {@link simulateRankedFeed}. */
export function postOf(draws: Rng): Row {
  const teaser = Number(draws.uniform().toFixed(3));
  return {
    topic: TOPICS[draws.integer(TOPICS.length)] as string,
    teaser,
    depth: Number(draws.uniform().toFixed(3)),
    age_hours: Number((72 * draws.uniform() ** 2).toFixed(1)),
    reports: draws.uniform() < 0.15 ? 1 + draws.integer(5) : 0,
    removed: draws.uniform() < 0.02,
  };
}

/** A visitor who opens the feed; the interest is known of three in four. */
export function visitorOf(draws: Rng, n: number): { readonly visitor: Row; readonly interest: string } {
  const interest = TOPICS[draws.integer(TOPICS.length)] as string;
  const isKnown = draws.uniform() < 0.75;
  return {
    visitor: { visitor: `v${n}`, visits_30d: draws.integer(30), interest: isKnown ? interest : null },
    interest,
  };
}

const KINDS = {
  request: "text",
  visitor: "text",
  opened_at: "time",
  interest: "text",
  visits_30d: "number",
  topic: "text",
  teaser: "number",
  depth: "number",
  age_hours: "number",
  reports: "number",
  removed: "flag",
  clicked: "flag",
  rating: "number",
  violates: "flag",
} as const;

/** Requests of the past, each with eight posts in random order, and what came of them. */
export function simulateRankedFeed(requests: number, seed = 1): Table {
  const draws = rng({ seed, purpose: "ranked-feed" });
  const visitors = Array.from({ length: Math.ceil(requests / 5) }, (_, n) => visitorOf(draws, n));
  const rows = Array.from({ length: requests }, (_, i) => {
    const { visitor, interest } = visitors[draws.integer(visitors.length)] as (typeof visitors)[number];
    const shared = { request: `q${i}`, opened_at: START + i * 120_000, ...visitor };
    return Array.from({ length: 8 }, () => lived(draws, { ...shared, ...postOf(draws) }, interest));
  });
  return tableOf(KINDS, rows.flat());
}

function lived(draws: Rng, row: Row, interest: string): Row {
  const truth = truthOf(row, interest);
  return {
    ...row,
    clicked: draws.uniform() < truth.clicked,
    rating: Number(Math.min(5, Math.max(0, truth.rating + 0.7 * draws.normal())).toFixed(1)),
    violates: draws.uniform() < truth.violates,
  };
}
