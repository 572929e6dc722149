import type { Rng } from "../../kernel/index.ts";
import { COUNTRIES, type Country, FORMATS, type Format, pick, TOPICS } from "./world.ts";

/** A suggested post, with what the product sees of it and what it does not. */
export interface Post {
  /** Index into the topics of the world. */
  readonly topic: number;
  readonly format: Format;
  readonly language: string;
  readonly ageHours: number;
  readonly followers: number;
  /** How good it is, 0 to 1. Latent. */
  readonly quality: number;
  readonly seen: {
    /** An editor's quick judgement of the quality, 0 to 1. */
    readonly quality: number;
    /** Null when the author hides it. */
    readonly followers: number | null;
  };
}

const TOPIC_NUMBERS = TOPICS.map(({ weight }, value) => ({ value, weight }));

/** Mostly the visitor's own language; else that of some other country. */
function languageFor(random: Rng, country: Country): string {
  const foreign = pick(COUNTRIES, random.uniform()).language;
  return random.uniform() < 0.72 ? country.language : foreign;
}

/** The post that is suggested to somebody in that country. */
export function drawPost(random: Rng, country: Country): Post {
  const worth = random.normal();
  const quality = 1 / (1 + Math.exp(-worth));
  const followers = Math.round(10 ** Math.min(7.5, 3.6 + 0.3 * worth + 0.9 * random.normal()));
  const judged = Math.min(1, Math.max(0, quality + 0.1 * random.normal()));
  return {
    topic: pick(TOPIC_NUMBERS, random.uniform()),
    format: pick(FORMATS, random.uniform()),
    language: languageFor(random, country),
    ageHours: Math.round(-18 * Math.log(1 - random.uniform()) * 10) / 10,
    followers,
    quality,
    seen: { quality: Math.round(judged * 100) / 100, followers: random.uniform() < 0.08 ? null : followers },
  };
}
