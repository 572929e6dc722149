import { type Row, type Table, tableOf } from "../../src/data/index.ts";
import { type Rng, rng } from "../../src/kernel/index.ts";

const TOPICS = ["sports", "music", "news", "science"] as const;
/** Posts that compete for the three places of one request. */
export const CANDIDATES = 8;
const START = Date.UTC(2026, 4, 4);

interface Visitor {
  readonly visitor: string;
  readonly interest: (typeof TOPICS)[number];
  readonly isKnown: boolean;
  readonly visits_30d: number;
}

function visitorOf(draws: Rng, n: number): Visitor {
  const interest = TOPICS[draws.integer(TOPICS.length)] as Visitor["interest"];
  return { visitor: `v${n}`, interest, isKnown: draws.uniform() < 0.75, visits_30d: draws.integer(30) };
}

/**
 * What is true of a post that is shown: the chance of a click, and the minutes read on average, clicked or not. A headline that
 * promises much is clicked more and read less: nobody can have the most of both.
 */
export function truthOf(row: Row, interest: string): { readonly clicked: number; readonly minutes: number } {
  const [teaser, depth] = [Number(row.teaser), Number(row.depth)];
  const matches = row.topic === interest ? 1 : 0;
  const fresh = Math.exp(-Number(row.age_hours) / 48);
  const logit = -2.6 + 2.4 * teaser + 0.9 * matches + 0.6 * fresh + 0.02 * Number(row.visits_30d);
  const clicked = 1 / (1 + Math.exp(-logit));
  const read = 0.4 + 5 * depth * depth + 0.8 * matches - 2.2 * teaser * (1 - depth);
  return { clicked, minutes: clicked * Math.max(0.2, read) };
}

/** Requests of the past: every candidate with what came of it where it was seen. */
export function simulateFeed(requests: number, seed = 1): Table {
  const draws = rng({ seed, purpose: "feed" });
  const visitors = Array.from({ length: Math.ceil(requests / 5) }, (_, n) => visitorOf(draws, n));
  const kinds = {
    request: "text",
    visitor: "text",
    opened_at: "time",
    interest: "text",
    visits_30d: "number",
    topic: "text",
    teaser: "number",
    depth: "number",
    age_hours: "number",
    clicked: "flag",
    minutes: "number",
  } as const;
  const rows = Array.from({ length: requests }, (_, i): readonly Row[] => {
    const { isKnown, interest, ...visitor } = visitors[draws.integer(visitors.length)] as Visitor;
    const shared = {
      request: `q${i}`,
      opened_at: START + i * 120_000,
      ...visitor,
      interest: isKnown ? interest : null,
    };
    return Array.from({ length: CANDIDATES }, () => candidateOf(draws, shared, interest));
  });
  return tableOf(kinds, rows.flat());
}

function candidateOf(draws: Rng, shared: Row, interest: string): Row {
  const row = {
    ...shared,
    topic: TOPICS[draws.integer(TOPICS.length)] as string,
    teaser: Number(draws.uniform().toFixed(3)),
    depth: Number(draws.uniform().toFixed(3)),
    age_hours: Number((72 * draws.uniform() ** 2).toFixed(1)),
  };
  const truth = truthOf(row, interest);
  const clicked = draws.uniform() < truth.clicked;
  const read = (truth.minutes / truth.clicked) * Math.exp(0.5 * draws.normal() - 0.125);
  return { ...row, clicked, minutes: clicked ? Number(read.toFixed(2)) : 0 };
}
