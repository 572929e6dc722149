import { type Row, type Table, tableOf } from "../../src/data/index.ts";
import { rng } from "../../src/kernel/index.ts";

const TOPICS = ["tech", "finance", "sport"] as const;
type Topic = (typeof TOPICS)[number];

/** How often an article has a set of topics. */
const SETS: readonly (readonly [share: number, topics: readonly Topic[]])[] = [
  [0.26, ["tech"]],
  [0.24, ["finance"]],
  [0.16, ["tech", "finance"]],
  [0.2, ["sport"]],
  [0.04, ["sport", "finance"]],
  [0.1, []],
];

/** Chance that a headline holds a word, by topic and for anybody. */
const WORDS: Readonly<Record<string, Readonly<Partial<Record<Topic | "any", number>>>>> = {
  chip: { tech: 0.4, any: 0.03 },
  software: { tech: 0.45, any: 0.04 },
  shares: { finance: 0.5, any: 0.03 },
  bank: { finance: 0.4, any: 0.05 },
  match: { sport: 0.5, any: 0.05 },
  club: { sport: 0.4, any: 0.05 },
  deal: { finance: 0.3, sport: 0.2, any: 0.1 },
};

/** Articles with their true topics. */
export function simulateArticles(rows: number, seed = 1): Table {
  const draws = rng({ seed, purpose: "articles" });
  const kinds = {
    article: "text",
    author: "text",
    headline: "text",
    words: "number",
    numbers: "number",
    tech: "flag",
    finance: "flag",
    sport: "flag",
  } as const;
  const articles = Array.from({ length: rows }, (_, i): Row => {
    const topics = topicsAt(draws.uniform());
    const said = Object.entries(WORDS).filter(([, chances]) => {
      const quiet = [...topics, "any" as const].reduce((left, topic) => left * (1 - (chances[topic] ?? 0)), 1);
      return draws.uniform() >= quiet;
    });
    const figures = (topics.includes("finance") ? 9 : 3) + (topics.includes("sport") ? 4 : 0);
    return {
      article: `a${i}`,
      author: `w${draws.integer(Math.ceil(rows / 8))}`,
      headline: [`name${draws.integer(900)}`, ...said.map(([word]) => word)].join(" "),
      words: 200 + draws.integer(900),
      numbers: Math.max(0, Math.round(figures + 2.5 * draws.normal())),
      ...Object.fromEntries(TOPICS.map((topic) => [topic, topics.includes(topic)])),
    };
  });
  return tableOf(kinds, articles);
}

function topicsAt(uniform: number): readonly Topic[] {
  let left = uniform;
  for (const [share, topics] of SETS) {
    if (left < share) return topics;
    left -= share;
  }
  return [];
}
