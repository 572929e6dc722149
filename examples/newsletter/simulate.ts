import { type Row, type Table, tableOf } from "../../src/data/index.ts";
import { type Rng, rng } from "../../src/kernel/index.ts";

const TOPICS = ["world", "sport", "culture", "science"] as const;
/** Articles that compete for the four places of one letter. */
export const CANDIDATES = 8;
const START = Date.UTC(2026, 2, 2);

interface Reader {
  readonly reader: string;
  readonly interest: (typeof TOPICS)[number];
  readonly said: boolean;
  readonly opened_30d: number;
}

function readerOf(draws: Rng, n: number): Reader {
  const interest = TOPICS[draws.integer(TOPICS.length)] as Reader["interest"];
  return { reader: `r${n}`, interest, said: draws.uniform() < 0.8, opened_30d: draws.integer(30) };
}

/** Minutes that somebody reads on average: what a perfect model would predict. */
export function minutesExpected({ interest, topic, opened_30d, age_hours, length, clicks }: Row): number {
  const taste = interest === topic ? 2.4 : 0.7;
  const fresh = Math.exp(-(age_hours as number) / 60);
  const appeal = 0.4 + 0.25 * Math.log1p(clicks as number);
  return (taste * fresh * appeal * (0.5 + (opened_30d as number) / 30) * Math.min(1, (length as number) / 600)) / 2;
}

/** Letters of the past: every candidate with the minutes for which it was read where it was seen. */
export function simulateNewsletter(issues: number, seed = 1): Table {
  const draws = rng({ seed, purpose: "newsletter" });
  const readers = Array.from({ length: Math.ceil(issues / 4) }, (_, n) => readerOf(draws, n));
  const kinds = {
    issue: "text",
    reader: "text",
    sent_at: "time",
    interest: "text",
    opened_30d: "number",
    article: "text",
    topic: "text",
    age_hours: "number",
    length: "number",
    clicks: "number",
    minutes: "number",
  } as const;
  const rows = Array.from({ length: issues }, (_, i): readonly Row[] => {
    const { said, ...reader } = readers[draws.integer(readers.length)] as Reader;
    return Array.from({ length: CANDIDATES }, (): Row => {
      const candidate = {
        ...reader,
        article: `a${draws.integer(400)}`,
        topic: TOPICS[draws.integer(TOPICS.length)] as string,
        age_hours: Number((96 * draws.uniform() ** 2).toFixed(1)),
        length: 200 + draws.integer(900),
        clicks: Math.floor(Math.exp(5 * draws.uniform())),
      };
      const read = minutesExpected(candidate) * Math.max(0, 1 + 0.5 * draws.normal());
      const issue = { issue: `i${i}`, sent_at: START + i * 600_000 };
      return { ...candidate, ...issue, interest: said ? reader.interest : null, minutes: Number(read.toFixed(2)) };
    });
  }).flat();
  return tableOf(kinds, rows);
}
